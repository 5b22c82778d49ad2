internal import Observer
internal import Relay
internal import Trace
internal import WebSocketWire

/// Listens to a server, in a trace or live, and notes what its client gets.
final class ReplayedAnswer {
    private(set) var outcome = ReplayOutcome()
    /// How many messages, Closes and ends have come: what a client may have waited for.
    private(set) var milestones = 0
    /// Payloads of pings that nobody has answered yet.
    private(set) var pings: [[UInt8]] = []
    private var frames: FrameStream?

    /// A longer message is compared by its first part.
    private static let longestMessage = 64 << 20
    private static let shown = 256
    private static let mostPings = 16

    /// Nothing was answered yet.
    init() {}

    /// Whether the server speaks no more: it has said Close, or ended its half.
    var isOver: Bool { outcome.close != nil || outcome.end != nil }

    /// The answer to the handshake. Frames stand behind it if it is a yes.
    func begin(_ agreement: WebSocketAgreement) {
        outcome.status = agreement.response.status
        guard agreement.response.status == 101 else { return }
        outcome.violation = agreement.violation().map { "\($0)" }
        outcome.subprotocol = agreement.subprotocol
        let collector = FrameCollector(
            .toClient, .both, deflate: agreement.deflateParameters?.toClient, limit: Self.longestMessage,
            PayloadBudget(Self.longestMessage), [.frames, .messages],
            onFrame: { [unowned self] in heard($0) }, onMessage: { [unowned self] in heard($0) })
        frames = FrameStream(collector)
    }

    /// Bytes of frames.
    func received(_ bytes: Span<UInt8>) {
        frames?.take(bytes, at: Self.nowhere) { [self] opcode, payload in
            if opcode == .ping, pings.count < Self.mostPings { pings.append(payload) }
        }
    }

    /// Bytes of the server's that are not in the trace: what stands behind them is worth nothing.
    func lost() {
        outcome.isPartial = true
        frames = nil
    }

    /// The server's half is over.
    func ended(_ end: ReplayOutcome.End) {
        guard outcome.end == nil else { return }
        outcome.end = end
        milestones += 1
    }

    /// The pings, which are answered now.
    func takePings() -> [[UInt8]] {
        defer { pings = [] }
        return pings
    }

    private func heard(_ frame: InspectedFrame) {
        guard frame.header.opcode == .close, outcome.close == nil else { return }
        let bytes = frame.payload
        outcome.close = ReplayOutcome.Close(
            code: bytes.count < 2 ? nil : UInt16(bytes[0]) << 8 | UInt16(bytes[1]),
            reason: String(decoding: bytes.dropFirst(2), as: UTF8.self))
        milestones += 1
    }

    private func heard(_ message: InspectedMessage) {
        var hasher = Hasher()
        hasher.combine(message.payload)
        outcome.messages.append(
            ReplayOutcome.Message(
                opcode: message.opcode.rawValue, beginning: Array(message.payload.prefix(Self.shown)),
                length: message.payload.count, digest: hasher.finalize(),
                trouble: message.trouble.map { "\($0)" }))
        milestones += 1
    }

    /// Frames are asked for without their packets.
    private static let nowhere = PacketPlace(number: 0, time: PacketTime(nanoseconds: 0))
}
