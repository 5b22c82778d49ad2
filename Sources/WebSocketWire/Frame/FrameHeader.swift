/// Everything of a frame but its payload (RFC 6455 §5.2), legal or not.
///
/// It keeps how the length was written, so that what was read can be written again to the byte.
public struct FrameHeader: Hashable, Sendable {
    /// How many bytes the payload length takes. The shortest that fits is the legal one.
    public enum LengthForm: UInt8, Hashable, Sendable, CaseIterable {
        /// Seven bits in the second byte.
        case short
        /// 126, then two bytes.
        case two
        /// 127, then eight bytes.
        case eight

        /// The form that RFC 6455 §5.2 asks for ("the minimal number of bytes").
        @inlinable
        public static func minimal(for length: UInt64) -> LengthForm {
            length < 126 ? .short : length <= 0xFFFF ? .two : .eight
        }
    }

    /// FIN, RSV1 to RSV3 and the opcode, as on the wire.
    @usableFromInline
    var firstByte: UInt8

    /// How the length stands on the wire.
    public var lengthForm: LengthForm

    @usableFromInline
    var hasMask: Bool

    @usableFromInline
    var key: MaskingKey

    /// The payload's length as the header says it. Anything: 2^64 - 1 can be written.
    public var payloadLength: UInt64

    /// A header; the shortest length form unless another is asked for.
    @inlinable
    public init(
        opcode: Opcode, isFinal: Bool = true, reservedBits: UInt8 = 0, maskingKey: MaskingKey? = nil,
        payloadLength: UInt64, lengthForm: LengthForm? = nil
    ) {
        firstByte = (isFinal ? 0x80 : 0) | (reservedBits & 7) << 4 | opcode.rawValue
        self.lengthForm = lengthForm ?? .minimal(for: payloadLength)
        hasMask = maskingKey != nil
        key = maskingKey ?? .zero
        self.payloadLength = payloadLength
    }

    @inlinable
    @inline(__always)
    init(firstByte: UInt8, lengthForm: LengthForm, isMasked: Bool, key: MaskingKey, payloadLength: UInt64) {
        self.firstByte = firstByte
        self.lengthForm = lengthForm
        hasMask = isMasked
        self.key = key
        self.payloadLength = payloadLength
    }

    /// What the frame is.
    @inlinable
    public var opcode: Opcode {
        get { Opcode(rawValue: firstByte) }
        set { firstByte = firstByte & 0xF0 | newValue.rawValue }
    }

    /// FIN: the last (or only) frame of its message.
    @inlinable
    public var isFinal: Bool {
        get { firstByte & 0x80 != 0 }
        set { firstByte = newValue ? firstByte | 0x80 : firstByte & 0x7F }
    }

    /// RSV1, RSV2, RSV3 as the bits 4, 2, 1.
    @inlinable
    public var reservedBits: UInt8 {
        get { firstByte >> 4 & 7 }
        set { firstByte = firstByte & 0x8F | (newValue & 7) << 4 }
    }

    /// RSV1, which permessage-deflate gives the meaning "compressed" (RFC 7692 §6).
    @inlinable
    public var isCompressed: Bool { firstByte & 0x40 != 0 }

    /// Whether the mask bit is set.
    @inlinable
    @inline(__always)
    public var isMasked: Bool { hasMask }

    /// The masking key, where the mask bit is set.
    @inlinable
    public var maskingKey: MaskingKey? {
        isMasked ? key : nil
    }

    /// Sets the mask bit and the key, or takes both away.
    public mutating func setMaskingKey(_ newKey: MaskingKey?) {
        hasMask = newKey != nil
        key = newKey ?? .zero
    }

    /// How many bytes the header takes: 2 to 14.
    @inlinable
    @inline(__always)
    public var encodedLength: Int {
        let length =
            switch lengthForm {
            case .short: 2
            case .two: 4
            case .eight: 10
            }
        return isMasked ? length &+ 4 : length
    }
}

extension FrameHeader: CustomStringConvertible {
    /// One line for a person: `text FIN rsv=4 masked 37fa213d, 5 bytes`.
    public var description: String {
        var parts = [opcode.description]
        if isFinal { parts.append("FIN") }
        if reservedBits != 0 { parts.append("rsv=\(reservedBits)") }
        if let maskingKey { parts.append("masked \(maskingKey)") }
        return parts.joined(separator: " ") + ", \(payloadLength) bytes"
    }
}
