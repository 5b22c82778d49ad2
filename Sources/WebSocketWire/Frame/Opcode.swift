/// What a frame is, as its four opcode bits say (RFC 6455 §5.2).
///
/// Not an enum: the ten reserved values can stand on the wire too, and what we read we must be able to write.
public struct Opcode: RawRepresentable, Hashable, Sendable {
    /// The four bits, 0...15.
    public let rawValue: UInt8

    /// Keeps the low four bits, which is all the wire has room for.
    @inlinable
    public init(rawValue: UInt8) {
        self.rawValue = rawValue & 0xF
    }

    /// A further fragment of the message that is under way.
    public static let continuation = Opcode(rawValue: 0x0)
    /// The first frame of a text message.
    public static let text = Opcode(rawValue: 0x1)
    /// The first frame of a binary message.
    public static let binary = Opcode(rawValue: 0x2)
    /// The closing handshake.
    public static let close = Opcode(rawValue: 0x8)
    /// "Are you there?"
    public static let ping = Opcode(rawValue: 0x9)
    /// "I am", asked for or not.
    public static let pong = Opcode(rawValue: 0xA)

    /// Control frames may stand between the fragments of a message (RFC 6455 §5.5).
    @inlinable
    public var isControl: Bool { rawValue & 0x8 != 0 }

    /// 0x3...0x7 and 0xB...0xF mean nothing yet (RFC 6455 §5.2).
    @inlinable
    public var isReserved: Bool { rawValue & 0x7 > 2 }
}

extension Opcode: CustomStringConvertible {
    /// The name that RFC 6455 §11.8 registers, or the bits.
    public var description: String {
        switch self {
        case .continuation: "continuation"
        case .text: "text"
        case .binary: "binary"
        case .close: "close"
        case .ping: "ping"
        case .pong: "pong"
        default: "reserved opcode 0x" + String(rawValue, radix: 16, uppercase: true)
        }
    }
}
