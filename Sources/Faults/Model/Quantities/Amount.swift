/// A number with what stands behind it: `1.5` and `s`, `64` and `KiB`.
struct Amount: Hashable, Sendable {
    /// The number, never negative.
    let number: Double
    /// The unit as it was written, without the space before it; empty where there is none.
    let unit: String

    /// Reads digits, at most one point among them, an optional space and a unit.
    ///
    /// Swift's own reading of numbers knows too much: `inf`, `nan`, `0x1p-3`.
    init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber || $0 == "." }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty }), digits.count <= 18 else { return nil }
        guard let number = Double(digits) else { return nil }
        self.number = number
        let rest = text.dropFirst(digits.count)
        unit = String(rest.first == " " ? rest.dropFirst() : rest)
    }

    /// A number as people write it: no exponent, no zeros at the end, nine digits behind the point at most.
    static func written(_ number: Double) -> String {
        guard number.isFinite, abs(number) < 1e15 else { return "\(number)" }
        let billion = 1_000_000_000
        var whole = Int(number.rounded(.down))
        var billionths = Int(((number - Double(whole)) * Double(billion)).rounded())
        if billionths == billion { (whole, billionths) = (whole + 1, 0) }
        guard billionths > 0 else { return "\(whole)" }
        var digits = Array(String(billion + billionths).dropFirst())
        while digits.last == "0" { digits.removeLast() }
        return "\(whole).\(String(digits))"
    }
}
