/// How much goes through in a second: `1 Mbit/s`, `128 KiB/s`.
public struct BitRate: Hashable, Comparable, Sendable {
    /// Bits a second, over 0.
    public let bitsPerSecond: Double

    /// So many bits a second, one at least.
    public init(_ bitsPerSecond: Double) {
        self.bitsPerSecond = bitsPerSecond >= 1 ? min(bitsPerSecond, Self.most) : 1
    }

    /// Slower before faster.
    public static func < (left: BitRate, right: BitRate) -> Bool { left.bitsPerSecond < right.bitsPerSecond }

    private static let most = 1e15
}

extension BitRate: ParameterValue {
    /// A number and a unit of bits or bytes a second; k, M and G are thousands, Ki, Mi and Gi are powers of 1024.
    public static let form = ValueForm(
        "a rate", examples: ["240 kbit/s", "1 Mbit/s", "128 KiB/s"],
        shape: .text(
            pattern:
                #"^[0-9]+(\.[0-9]+)? ?([kKmMgG]?(bit/s|bps)|[KMG]i(bit/s|bps)|([kKMG]|[KMG]i)?(B/s|Bps))$"#))

    /// Reads a number with its unit, from one bit to a petabit a second.
    public init(_ value: Value) throws(ValueProblem) {
        guard let text = value.text, let amount = Amount(text) else { throw Self.mismatch(value) }
        guard let size = Self.bits(in: amount.unit) else {
            let number = Amount.written(amount.number)
            let hint =
                amount.unit.isEmpty
                ? "write \(number) kbit/s or \(number) kB/s"
                : "its unit is one of kbit/s, Mbit/s, kB/s, KiB/s, MB/s"
            throw ValueProblem(at: value.place, "\(Self.mismatch(value).message): \(hint)")
        }
        let bits = amount.number * size
        guard bits >= 1, bits <= Self.most else {
            throw ValueProblem(expected: "a rate from 1 bit/s to 1000000 Gbit/s", found: value)
        }
        self.init(bits)
    }

    /// In the largest decimal unit that leaves a number of one or more.
    public var written: String? {
        let units = [("Gbit/s", 1e9), ("Mbit/s", 1e6), ("kbit/s", 1e3)]
        let (unit, size) = units.first { bitsPerSecond >= $0.1 } ?? ("bit/s", 1)
        return "\(Amount.written(bitsPerSecond / size)) \(unit)"
    }

    /// The bits in a unit; nil for a word that is none.
    ///
    /// Nobody means millibits: a small m is as good as a large one. But b and B differ by eight, so `MB/s` and
    /// `Mb/s` are told apart, and the latter is refused: people who write it mean one or the other.
    private static func bits(in unit: String) -> Double? {
        let (stem, bitsInOne): (Substring, Double)
        if unit.hasSuffix("bit/s") {
            (stem, bitsInOne) = (unit.dropLast(5), 1)
        } else if unit.hasSuffix("bps") {
            (stem, bitsInOne) = (unit.dropLast(3), 1)
        } else if unit.hasSuffix("B/s") || unit.hasSuffix("Bps") {
            (stem, bitsInOne) = (unit.dropLast(3), 8)
        } else {
            return nil
        }
        return prefixes[String(stem)].map { $0 * bitsInOne }
    }

    private static let prefixes: [String: Double] = [
        "": 1, "k": 1e3, "K": 1e3, "m": 1e6, "M": 1e6, "g": 1e9, "G": 1e9,
        "Ki": 0x1p10, "Mi": 0x1p20, "Gi": 0x1p30,
    ]
}
