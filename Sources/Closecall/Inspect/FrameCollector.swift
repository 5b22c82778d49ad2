internal import Observer
internal import Trace
internal import WebSocketWire

/// Gathers the payloads of one direction's frames for who wants them, and puts messages together.
struct FrameCollector: ~Copyable {
    /// The frame that is under way.
    private struct Current {
        let number: UInt64
        let offset: UInt64
        let header: FrameHeader
        let began: PacketPlace
        var came: UInt64 = 0
        /// Whether bytes are missing in the middle: then what stands behind them has no place.
        var hasHole = false
    }

    private let direction: Direction
    private let sight: SessionObserver.Sight
    private let limit: Int
    private let budget: PayloadBudget
    private let wants: InspectionDepth
    private let onFrame: (InspectedFrame) -> Void
    private let onMessage: (InspectedMessage) -> Void
    private var current: Current?
    private var payload: [UInt8] = []
    private var messages: MessageCollector

    init(
        _ direction: Direction, _ sight: SessionObserver.Sight, deflate: DeflateParameters.Direction?,
        limit: Int, _ budget: PayloadBudget, _ wants: InspectionDepth,
        onFrame: @escaping (InspectedFrame) -> Void, onMessage: @escaping (InspectedMessage) -> Void
    ) {
        self.direction = direction
        self.sight = sight
        self.limit = limit
        self.budget = budget
        self.wants = wants
        self.onFrame = onFrame
        self.onMessage = onMessage
        messages = MessageCollector(direction, sight, deflate, limit: limit)
    }

    mutating func take(
        _ piece: FramePiece, _ number: UInt64, in bytes: Span<UInt8>, at packet: PacketPlace
    ) {
        if piece.startsFrame {
            current = Current(
                number: number, offset: piece.frameOffset, header: piece.header, began: packet)
            payload = []
        }
        guard var frame = current else { return }
        frame.came &+= UInt64(piece.payload.count)
        current = frame
        if !frame.hasHole {
            let room = budget.take(min(piece.payload.count, limit - payload.count))
            piece.append(to: &payload, from: bytes, most: room)
        }
        if piece.endsFrame { endFrame(at: packet) }
    }

    /// So many bytes of the payload are not in the trace.
    mutating func miss(_ count: UInt64, isEnd: Bool, at packet: PacketPlace) {
        current?.came &+= count
        current?.hasHole = true
        if isEnd { endFrame(at: packet) }
    }

    /// Nothing more comes.
    mutating func end(at packet: PacketPlace) {
        if current != nil { endFrame(at: packet) }
        messages.giveBack(to: budget)
    }

    private mutating func endFrame(at packet: PacketPlace) {
        guard let frame = current.take() else { return }
        let told = InspectedFrame(
            direction: direction, sight: sight, number: frame.number, offset: frame.offset,
            header: frame.header, payload: payload, came: frame.came, began: frame.began, ended: packet)
        payload = []
        if wants.contains(.frames) { onFrame(told) }
        guard wants.contains(.messages), !frame.header.opcode.isControl else {
            return budget.giveBack(told.payload.count)
        }
        if let message = messages.take(told, hasHole: frame.hasHole, budget) { onMessage(message) }
    }
}

/// How many bytes of payloads may still be kept, of all that are under way in all sessions together.
final class PayloadBudget {
    private(set) var left: Int

    init(_ bytes: Int) { left = bytes }

    /// As many of `count` bytes as there is room for.
    func take(_ count: Int) -> Int {
        let given = max(0, min(count, left))
        left -= given
        return given
    }

    /// So many bytes are kept no longer.
    func giveBack(_ count: Int) { left += count }
}
