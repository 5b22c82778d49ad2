import Trace
import WebSocketWire

@testable import Closecall

/// Tapes as traces hold them.
struct TapeMaker {
    private let stream = StreamID(3)
    private let tape = ReplayTape(of: StreamID(3))
    private var packet: UInt64 = 0
    private(set) var milliseconds: UInt64 = 0
    var made: ReplayTape { tape }

    static let request = """
        GET /chat HTTP/1.1\r\nHost: old.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n
        """
    static let answer = """
        HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
        Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n
        """
    static let key = MaskingKey(bits: 0x0102_0304)

    mutating func shakeHands(_ more: String = "", agreeing answer: String = "") {
        client(Array((Self.request + more + "\r\n").utf8))
        server(Array((Self.answer + answer + "\r\n").utf8))
    }

    mutating func pass(_ milliseconds: UInt64) { self.milliseconds += milliseconds }

    mutating func client(_ bytes: [UInt8]) { tape.received(bytes.span, from: .initiator, of: stream, head()) }
    mutating func server(_ bytes: [UInt8]) { tape.received(bytes.span, from: .responder, of: stream, head()) }
    mutating func client(_ end: StreamEnd) { tape.ended(.initiator, end, of: stream, head()) }
    mutating func server(_ end: StreamEnd) { tape.ended(.responder, end, of: stream, head()) }
    mutating func lose(_ count: Int, from side: StreamSide) {
        tape.missed(count, from: side, of: stream, head())
    }

    private mutating func head() -> PacketHead {
        packet += 1
        return PacketHead(
            number: packet, time: PacketTime(nanoseconds: milliseconds * 1_000_000), link: .raw,
            originalLength: 0)
    }

    /// A frame of the client's, or of the server's.
    static func frame(
        _ opcode: Opcode, _ payload: [UInt8], from role: EndpointRole, isFinal: Bool = true,
        isCompressed: Bool = false
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        FrameEncoder(role: role).append(
            opcode, payload: payload.span, isFinal: isFinal, isCompressed: isCompressed, maskingKey: key,
            to: &bytes)
        return bytes
    }

    static func text(_ text: String, from role: EndpointRole) -> [UInt8] {
        frame(.text, Array(text.utf8), from: role)
    }
}
