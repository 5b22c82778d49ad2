/// A parameter that is one of a few words: an enum of strings whose cases say what they mean.
public protocol ParameterChoice: ParameterValue, RawRepresentable, CaseIterable where RawValue == String {
    /// What the word means, in a line.
    var summary: String { get }
    /// The clause that speaks of it, as in `RFC 6455 §5.5.1`.
    var clause: String? { get }
    /// What clients are known to do about it.
    var clients: String? { get }
}

extension ParameterChoice {
    /// No clause speaks of it.
    public var clause: String? { nil }
    /// Nothing is known.
    public var clients: String? { nil }

    /// One of the words.
    public static var form: ValueForm {
        let words = allCases.map(\.rawValue)
        // A list longer than this is no help in a message; the nearest word is.
        let shown = words.count <= 12 ? words : words.prefix(3) + ["…"]
        return ValueForm(
            words.count == 1 ? words[0] : "one of \(shown.joined(separator: ", "))",
            shape: .choice(
                allCases.map {
                    ValueForm.Choice($0.rawValue, $0.summary, clause: $0.clause, clients: $0.clients)
                }))
    }

    /// Reads one of the words.
    public init(_ value: Value) throws(ValueProblem) {
        guard let text = value.text, let choice = Self(rawValue: text) else {
            let words = Self.allCases.map(\.rawValue)
            let hint = value.text.flatMap { Suggestion.phrase(for: $0, among: words) } ?? ""
            throw ValueProblem(at: value.place, Self.mismatch(value).message + hint)
        }
        self = choice
    }

    /// The word.
    public var written: String? { rawValue }
}
