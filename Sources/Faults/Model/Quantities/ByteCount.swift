/// A number of bytes: `1500`, `10 kB`, `64 KiB`.
public struct ByteCount: Hashable, Comparable, Sendable {
    /// How many, 0 or more.
    public let bytes: Int

    /// So many, none where the number is negative.
    public init(_ bytes: Int) {
        self.bytes = max(0, bytes)
    }

    /// Less before more.
    public static func < (left: ByteCount, right: ByteCount) -> Bool { left.bytes < right.bytes }
}

extension ByteCount: ParameterValue {
    /// A number, with a unit or of bytes.
    public static let form = ValueForm(
        "a number of bytes", examples: ["1500", "10 kB", "64 KiB"],
        shape: .text(pattern: #"^[0-9]+(\.[0-9]+)? ?(B|bytes?|kB|KB|MB|GB|KiB|MiB|GiB)?$"#))

    /// Reads a number with a unit, a petabyte at most.
    public init(_ value: Value) throws(ValueProblem) {
        guard let text = value.text, let amount = Amount(text) else { throw Self.mismatch(value) }
        guard let size = Self.size(of: amount.unit) else {
            throw ValueProblem(
                at: value.place,
                "\(Self.mismatch(value).message): its unit is one of B, kB, MB, GB, KiB, MiB, GiB")
        }
        let bytes = amount.number * size
        guard bytes <= 1e15, bytes == bytes.rounded() else {
            let limit = bytes > 1e15 ? "at most 1000000 GB" : "that is whole"
            throw ValueProblem(expected: "a number of bytes \(limit)", found: value)
        }
        self.init(Int(bytes))
    }

    /// In the largest binary unit that leaves it whole.
    public var written: String? {
        for (unit, size) in [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
        where bytes > 0 && bytes.isMultiple(of: size) {
            return "\(bytes / size) \(unit)"
        }
        return "\(bytes)"
    }

    /// The bytes in a unit; nil for a word that is none.
    static func size(of unit: String) -> Double? { sizes[unit] }

    private static let sizes: [String: Double] = [
        "": 1, "B": 1, "byte": 1, "bytes": 1, "kB": 1e3, "KB": 1e3, "MB": 1e6, "GB": 1e9,
        "KiB": 0x1p10, "MiB": 0x1p20, "GiB": 0x1p30,
    ]
}
