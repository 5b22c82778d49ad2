/// How much of something: a share of it, or so many bytes. `50%`, `10`, `1 KiB`.
public enum Extent: Hashable, Sendable {
    /// 0...1 of the whole.
    case share(Double)
    /// So many bytes.
    case bytes(Int)

    /// How many bytes that is of `count`: never more than there are. A share is rounded down.
    public func bytes(of count: Int) -> Int {
        switch self {
        case .share(let fraction): Int((Double(max(0, count)) * Share(fraction).fraction).rounded(.down))
        case .bytes(let bytes): min(max(0, bytes), max(0, count))
        }
    }
}

extension Extent: ParameterValue {
    /// A percentage or a number of bytes.
    public static let form = ValueForm(
        "a share or a number of bytes", examples: ["50%", "10", "1 KiB"],
        shape: .text(pattern: #"^[0-9]+(\.[0-9]+)? ?(%|B|bytes?|kB|KB|MB|GB|KiB|MiB|GiB)?$"#))

    /// Reads a number: with a percent sign it is a share.
    public init(_ value: Value) throws(ValueProblem) {
        guard let text = value.text, let amount = Amount(text) else { throw Self.mismatch(value) }
        if amount.unit == "%" {
            self = .share(try Share(value).fraction)
        } else if ByteCount.size(of: amount.unit) != nil {
            self = .bytes(try ByteCount(value).bytes)
        } else {
            throw Self.mismatch(value)
        }
    }

    /// As the share or the number of bytes would be written.
    public var written: String? {
        switch self {
        case .share(let fraction): Share(fraction).written
        case .bytes(let bytes): ByteCount(bytes).written
        }
    }
}
