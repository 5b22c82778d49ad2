/// A place in a payload: `start`, `middle`, `end`, or so far in.
public enum TextPlace: Hashable, Sendable {
    /// Before the first byte.
    case start
    /// Half way.
    case middle
    /// Behind the last byte.
    case end
    /// A share of it, or so many bytes in.
    case extent(Extent)

    /// How many bytes of `count` are before it.
    public func offset(in count: Int) -> Int {
        switch self {
        case .start: 0
        case .middle: count / 2
        case .end: count
        case .extent(let extent): extent.bytes(of: count)
        }
    }
}

extension TextPlace: ParameterValue {
    /// One of three words, or a share or a number of bytes.
    public static let form = ValueForm(
        "a place: start, middle, end, a share or a number of bytes", examples: ["end", "10"],
        shape: .either([
            .choice([
                ValueForm.Choice("start", "before the first byte"),
                ValueForm.Choice("middle", "half way"),
                ValueForm.Choice("end", "behind the last byte"),
            ]), Extent.form.shape,
        ]))

    /// Reads a word or an extent.
    public init(_ value: Value) throws(ValueProblem) {
        switch value.text {
        case "start": self = .start
        case "middle": self = .middle
        case "end": self = .end
        default:
            do throws(ValueProblem) {
                self = .extent(try Extent(value))
            } catch {
                let hint =
                    value.text.flatMap { Suggestion.phrase(for: $0, among: ["start", "middle", "end"]) } ?? ""
                throw ValueProblem(at: value.place, Self.mismatch(value).message + hint)
            }
        }
    }

    /// The word, or the extent as it would be written.
    public var written: String? {
        switch self {
        case .start: "start"
        case .middle: "middle"
        case .end: "end"
        case .extent(let extent): extent.written
        }
    }
}
