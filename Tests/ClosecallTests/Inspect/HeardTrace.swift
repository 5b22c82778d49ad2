import Closecall
import Observer
import Trace
import WebSocketWire

/// A listener that keeps all it hears.
final class HeardTrace: InspectionListener {
    var wanted: InspectionDepth
    var beginnings: [SessionBeginning] = []
    var heads: [InspectedHead] = []
    var frames: [InspectedFrame] = []
    var messages: [InspectedMessage] = []
    var sessions: [InspectedSession] = []
    var unread: [UnreadSession] = []

    init(_ wanted: InspectionDepth = []) { self.wanted = wanted }

    func depth(of session: SessionBeginning) -> InspectionDepth {
        beginnings.append(session)
        return wanted
    }

    func handshake(_ head: InspectedHead, of session: Int) { heads.append(head) }
    func frame(_ frame: InspectedFrame, of session: Int) { frames.append(frame) }
    func message(_ message: InspectedMessage, of session: Int) { messages.append(message) }
    func ended(_ session: InspectedSession) { sessions.append(session) }
    func unread(_ session: UnreadSession) { unread.append(session) }
}

/// Connections told to an inspector, packet by packet, a millisecond each.
final class ToldConnections {
    let heard: HeardTrace
    let inspector: TraceInspector
    private(set) var number: UInt64 = 0
    /// Milliseconds since 1970.
    var clock: UInt64 = 1_000_000

    init(_ wanted: InspectionDepth = [], _ options: InspectionOptions = InspectionOptions()) {
        heard = HeardTrace(wanted)
        inspector = TraceInspector(options, listener: heard)
    }

    func head(_ comments: [String] = []) -> PacketHead {
        number += 1
        clock += 1
        return PacketHead(
            number: number, time: PacketTime(nanoseconds: clock * 1_000_000), link: .raw, originalLength: 0,
            comments: comments)
    }

    func begin(_ id: Int = 0, _ comments: [String] = [], isComplete: Bool = true) {
        inspector.began(
            StreamBeginning(
                id: StreamID(id), initiator: TCPEnd(.v4(0x7F00_0001), port: UInt16(40000 + id)),
                responder: TCPEnd(.v4(0x7F00_0001), port: 9000), interface: 0, isComplete: isComplete),
            head(comments))
    }

    func says(_ side: StreamSide, _ bytes: [UInt8], _ id: Int = 0, _ comments: [String] = []) {
        inspector.received(bytes.span, from: side, of: StreamID(id), head(comments))
    }

    func says(_ side: StreamSide, _ text: String, _ id: Int = 0) { says(side, Array(text.utf8), id) }

    func misses(_ side: StreamSide, _ count: Int, _ id: Int = 0) {
        inspector.missed(count, from: side, of: StreamID(id), head())
    }

    func ends(_ side: StreamSide, _ how: StreamEnd = .finished, _ id: Int = 0) {
        inspector.ended(side, how, of: StreamID(id), head())
    }

    func over(_ id: Int = 0, _ why: StreamOver = .ended) {
        inspector.over(StreamID(id), why, at: PacketTime(nanoseconds: clock * 1_000_000))
    }

    /// A request and its answer.
    func upgrade(_ id: Int = 0, target: String = "/chat", extensions: String? = nil) {
        says(.initiator, Handshakes.request(target, extensions), id)
        says(.responder, Handshakes.answer(extensions), id)
    }

    /// The two connections of a proxy's session: 0 is the client's, 1 the server's.
    func beginProxied(_ session: Int = 5) {
        begin(0, ["\(TraceNote.leg(session: session, .client))"])
        begin(1, ["\(TraceNote.leg(session: session, .server))"])
    }

    /// A request and its answer through a proxy.
    func upgradeProxied() {
        says(.initiator, Handshakes.request(), 0)
        says(.initiator, Handshakes.request(), 1)
        says(.responder, Handshakes.answer(), 1)
        says(.responder, Handshakes.answer(), 0)
    }

    /// Both sides end, and the connection is over.
    func hangUp(_ first: StreamSide = .responder, _ id: Int = 0) {
        ends(first, .finished, id)
        ends(first.other, .finished, id)
        over(id)
    }
}

/// The opening handshake's texts, and frames.
enum Handshakes {
    static func request(_ target: String = "/chat", _ extensions: String? = nil) -> String {
        "GET \(target) HTTP/1.1\r\nHost: example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            + (extensions.map { "Sec-WebSocket-Extensions: \($0)\r\n" } ?? "") + "\r\n"
    }

    static func answer(_ extensions: String? = nil) -> String {
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
            + (extensions.map { "Sec-WebSocket-Extensions: \($0)\r\n" } ?? "") + "\r\n"
    }

    static func frame(
        _ opcode: Opcode, _ payload: [UInt8] = [], from side: StreamSide, isFinal: Bool = true,
        isCompressed: Bool = false
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        FrameEncoder(role: side == .initiator ? .client : .server).append(
            opcode, payload: payload.span, isFinal: isFinal, isCompressed: isCompressed,
            maskingKey: MaskingKey(1, 2, 3, 4), to: &bytes)
        return bytes
    }

    static func text(_ text: String, from side: StreamSide) -> [UInt8] {
        frame(.text, Array(text.utf8), from: side)
    }

    static func close(_ code: UInt16, _ reason: String = "", from side: StreamSide) -> [UInt8] {
        frame(.close, [UInt8(code >> 8), UInt8(code & 255)] + Array(reason.utf8), from: side)
    }
}
