/// What the first four bytes of an input choose: so a fuzzer, which knows only bytes, can choose it too.
///
/// Bytes that are missing count as 0.
struct Choices {
    /// How many bytes of an input are choices; the rest is what the target reads.
    static let count = 4

    /// The first byte: switches, whose meaning is the target's own.
    let switches: UInt8

    /// The other three: sizes of pieces.
    let sizes: Pieces.Sizes

    init(_ input: Span<UInt8>) {
        func byte(_ index: Int) -> UInt8 { index < input.count ? input[index] : 0 }
        switches = byte(0)
        sizes = [Int(byte(1)), Int(byte(2)), Int(byte(3))]
    }

    /// Whether a switch is on.
    func has(_ bit: UInt8) -> Bool { switches & bit != 0 }

    /// As many of the switches as `mask` has room for, as a number.
    func number(_ mask: UInt8) -> Int { Int((switches & mask) >> UInt8(mask.trailingZeroBitCount)) }
}
