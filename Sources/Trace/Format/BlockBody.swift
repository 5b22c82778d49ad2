/// The inside of a block that is being written, and its options.
struct BlockBody {
    var bytes: [UInt8]
    private let start: Int

    init(bytes: [UInt8]) {
        self.bytes = bytes
        start = bytes.count
    }

    /// Whether one more option, as long as options can be, leaves the block short enough for readers.
    var hasRoom: Bool { bytes.count - start < BlockLayout.largestBlock - 0x1_0010 }

    mutating func append(_ number: some FixedWidthInteger) {
        for shift in stride(from: 0, to: number.bitWidth, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    /// Writes over what stands there.
    mutating func set(_ number: UInt32, at place: Int) {
        for index in 0..<4 { bytes[place + index] = UInt8(truncatingIfNeeded: number >> UInt32(8 * index)) }
    }

    /// A time: its upper half first, whatever the byte order.
    mutating func time(_ ticks: UInt64) {
        append(UInt32(truncatingIfNeeded: ticks >> 32))
        append(UInt32(truncatingIfNeeded: ticks))
    }

    /// Fills up to a multiple of four. All blocks before have such lengths, so the array's length tells.
    mutating func pad() {
        while (bytes.count - start) & 3 != 0 { bytes.append(0) }
    }

    /// An address and its name, which ends at a zero byte.
    mutating func name(_ name: String, of address: IPAddress) {
        let text = Self.cut(name.prefix { $0 != "\0" }.utf8, to: 0xFFFF - 17)
        switch address {
        case .v4(let bits):
            append(UInt16(1))
            append(UInt16(truncatingIfNeeded: 4 + text.count + 1))
            append(bits.bigEndian)
        case .v6(let high, let low):
            append(UInt16(2))
            append(UInt16(truncatingIfNeeded: 16 + text.count + 1))
            append(high.bigEndian)
            append(low.bigEndian)
        }
        bytes.append(contentsOf: text)
        bytes.append(0)
        pad()
    }

    // MARK: - Options

    /// Writes options, and their end if there were any.
    mutating func options(_ body: (inout BlockBody) -> Void) {
        let before = bytes.count
        body(&self)
        if bytes.count > before { append(UInt32(0)) }
    }

    /// A text option, behind a byte of its own in some.
    mutating func text(_ code: UInt16, _ text: String?, after first: UInt8? = nil) {
        guard let text else { return }
        let cut = Self.cut(text.utf8, to: first == nil ? 0xFFFF : 0xFFFE)
        append(code)
        append(UInt16(truncatingIfNeeded: cut.count + (first == nil ? 0 : 1)))
        if let first { bytes.append(first) }
        bytes.append(contentsOf: cut)
        pad()
    }

    mutating func value(_ code: UInt16, _ value: [UInt8]) {
        append(code)
        append(UInt16(truncatingIfNeeded: value.count))
        bytes.append(contentsOf: value)
        pad()
    }

    mutating func number(_ code: UInt16, _ number: some FixedWidthInteger) {
        append(code)
        append(UInt16(truncatingIfNeeded: number.bitWidth / 8))
        append(number)
    }

    mutating func time(_ code: UInt16, _ ticks: UInt64) {
        append(code)
        append(UInt16(8))
        time(ticks)
    }

    /// As much of a text as fits, without half a character at its end.
    private static func cut(_ text: some Collection<UInt8>, to limit: Int) -> [UInt8] {
        let bytes = Array(text)
        guard bytes.count > limit else { return bytes }
        // What follows a character's first byte has the upper bits 10 (RFC 3629 §3).
        let end = (0...limit).last { bytes[$0] & 0xC0 != 0x80 } ?? limit
        return Array(bytes[..<end])
    }
}
