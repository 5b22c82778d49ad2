import Closecall
import Trace
import WebSocketWire

/// Connections told to an export, packet by packet, a millisecond each, from 2026-11-21T09:30:00Z on.
final class ToldExport {
    let inspector: TraceInspector
    private let export: any TraceExport
    private var number: UInt64 = 0
    private var clock: UInt64 = 1_795_253_400_000

    init(_ export: any TraceExport) {
        self.export = export
        inspector = TraceInspector(listener: export)
    }

    private func head() -> PacketHead {
        number += 1
        clock += 1
        return PacketHead(
            number: number, time: PacketTime(nanoseconds: clock * 1_000_000), link: .raw, originalLength: 0)
    }

    func begin(_ id: Int = 0, port: UInt16 = 9000) {
        inspector.began(
            StreamBeginning(
                id: StreamID(id), initiator: TCPEnd(.v4(0x7F00_0001), port: UInt16(40000 + id)),
                responder: TCPEnd(.v4(0x7F00_0001), port: port), interface: 0, isComplete: true),
            head())
    }

    func says(_ side: StreamSide, _ bytes: [UInt8], _ id: Int = 0) {
        inspector.received(bytes.span, from: side, of: StreamID(id), head())
    }

    func says(_ side: StreamSide, _ text: String, _ id: Int = 0) { says(side, Array(text.utf8), id) }

    func upgrade(_ id: Int = 0, target: String = "/chat", headers: String = "", answer: String = "") {
        request(id, target: target, headers: headers)
        says(
            .responder,
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\(answer)\r\n", id)
    }

    func request(_ id: Int = 0, target: String = "/chat", headers: String = "") {
        says(
            .initiator,
            "GET \(target) HTTP/1.1\r\nHost: example:9000\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\(headers)\r\n",
            id
        )
    }

    func wait(_ milliseconds: UInt64) { clock += milliseconds }

    func resets(_ side: StreamSide, _ id: Int = 0) {
        inspector.ended(side, .reset, of: StreamID(id), head())
        inspector.over(StreamID(id), .ended, at: PacketTime(nanoseconds: clock * 1_000_000))
    }

    func hangUp(_ id: Int = 0) {
        for side in [StreamSide.responder, .initiator] {
            inspector.ended(side, .finished, of: StreamID(id), head())
        }
        inspector.over(StreamID(id), .ended, at: PacketTime(nanoseconds: clock * 1_000_000))
    }

    static func frame(
        _ opcode: Opcode, _ payload: [UInt8], from side: StreamSide, isFinal: Bool = true,
        isCompressed: Bool = false, key: MaskingKey = MaskingKey(1, 2, 3, 4)
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        FrameEncoder(role: side == .initiator ? .client : .server).append(
            opcode, payload: payload.span, isFinal: isFinal, isCompressed: isCompressed, maskingKey: key,
            to: &bytes)
        return bytes
    }

    func sends(
        _ opcode: Opcode, _ payload: [UInt8], from side: StreamSide, _ id: Int = 0, isFinal: Bool = true,
        isCompressed: Bool = false, key: MaskingKey = MaskingKey(1, 2, 3, 4)
    ) {
        says(
            side,
            Self.frame(opcode, payload, from: side, isFinal: isFinal, isCompressed: isCompressed, key: key),
            id)
    }

    func text(_ text: String, from side: StreamSide, _ id: Int = 0) {
        sends(.text, Array(text.utf8), from: side, id)
    }

    func close(_ code: UInt16, _ reason: String = "", from side: StreamSide, _ id: Int = 0) {
        sends(.close, [UInt8(code >> 8), UInt8(code & 255)] + Array(reason.utf8), from: side, id)
    }

    func finish() async throws(ExportProblem) -> ExportSummary { try await export.finish() }
}
