internal import Faults
internal import Observer

extension EndpointProfile.Name {
    /// All there are, for people.
    static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }

    /// What a user calls it.
    init(named text: String) throws(CommandFailure) {
        guard let name = Self(rawValue: text) else {
            let hint = Suggestion.phrase(for: text, among: Self.allCases.map(\.rawValue))
            throw CommandFailure("\"\(text)\" is no profile\(hint ?? ": there are \(Self.list)")")
        }
        self = name
    }
}
