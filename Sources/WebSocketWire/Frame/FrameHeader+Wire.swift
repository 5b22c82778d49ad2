extension FrameHeader {
    /// The longest header: two bytes, an eight-byte length, a key.
    @usableFromInline
    static let longestEncoding = 14

    /// How long a header is, as its second byte tells.
    @inlinable
    static func encodedLength(secondByte: UInt8) -> Int {
        let length =
            switch secondByte & 0x7F {
            case 126: 4
            case 127: 10
            default: 2
            }
        return secondByte & 0x80 == 0 ? length : length &+ 4
    }

    /// Reads a header where at least `longestEncoding` bytes can be read, whatever of them is header.
    @inlinable
    @inline(__always)
    init(reading bytes: Span<UInt8>, at start: Int) {
        let front = bytes.word16(at: start)
        let isMasked = front & 0x8000 != 0
        let lengthBits = front >> 8 & 0x7F
        let form: LengthForm
        let length: UInt64
        let keyStart: Int
        if lengthBits < 126 {
            form = .short
            length = UInt64(lengthBits)
            keyStart = start &+ 2
        } else if lengthBits == 126 {
            form = .two
            length = UInt64(bytes.word16(at: start &+ 2).byteSwapped)
            keyStart = start &+ 4
        } else {
            form = .eight
            length = bytes.word64(at: start &+ 2).byteSwapped
            keyStart = start &+ 10
        }
        let key = isMasked ? bytes.word32(at: keyStart) : 0
        self.init(
            firstByte: UInt8(truncatingIfNeeded: front), lengthForm: form, isMasked: isMasked,
            key: MaskingKey(word: key), payloadLength: length)
    }

    /// Writes the header as it says of itself, legal or not.
    ///
    /// A length that its form has no room for is cut to the form's bits: a caller who lies gets a lie.
    public func append(to output: inout [UInt8]) {
        output.append(firstByte)
        let maskBit: UInt8 = isMasked ? 0x80 : 0
        switch lengthForm {
        case .short:
            output.append(maskBit | UInt8(truncatingIfNeeded: payloadLength) & 0x7F)
        case .two:
            output.append(maskBit | 126)
            output.append(bigEndian: payloadLength, byteCount: 2)
        case .eight:
            output.append(maskBit | 127)
            output.append(bigEndian: payloadLength, byteCount: 8)
        }
        if let maskingKey {
            let bytes = maskingKey.bytes
            for index in bytes.indices { output.append(bytes[index]) }
        }
    }
}

extension [UInt8] {
    /// The low `byteCount` bytes of a number, the highest first.
    mutating func append(bigEndian value: UInt64, byteCount: Int) {
        for index in stride(from: byteCount - 1, through: 0, by: -1) {
            append(UInt8(truncatingIfNeeded: value >> UInt64(index * 8)))
        }
    }
}
