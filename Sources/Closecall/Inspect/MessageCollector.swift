internal import Observer
internal import Trace
internal import WebSocketWire

/// Puts the messages of one direction together, and inflates what was compressed.
struct MessageCollector: ~Copyable {
    /// The message that is under way.
    private struct Current {
        let opcode: Opcode
        let isCompressed: Bool
        let began: PacketPlace
        var payload: [UInt8] = []
        var wireLength: UInt64 = 0
        var frames = 0
        var trouble: InspectedMessage.Trouble?
    }

    private let direction: Direction
    private let sight: SessionObserver.Sight
    private let deflate: DeflateParameters.Direction?
    private let limit: Int
    private var inflater: Inflater?
    private var current: Current?

    init(
        _ direction: Direction, _ sight: SessionObserver.Sight, _ deflate: DeflateParameters.Direction?,
        limit: Int
    ) {
        self.direction = direction
        self.sight = sight
        self.deflate = deflate
        self.limit = limit
        // Whatever window was agreed on: who keeps to a smaller one is read all the same.
        inflater = deflate.map { Inflater(contextTakeover: $0.contextTakeover) }
    }

    /// Takes a data frame; the message that it completes, if it does.
    mutating func take(
        _ frame: InspectedFrame, hasHole: Bool, _ budget: PayloadBudget
    ) -> InspectedMessage? {
        if frame.header.opcode != .continuation {
            giveBack(to: budget)
            current = Current(
                opcode: frame.header.opcode,
                isCompressed: deflate != nil && frame.header.isCompressed, began: frame.began)
        }
        guard var message = current.take() else {
            budget.giveBack(frame.payload.count)
            return nil
        }
        let room = limit - message.payload.count
        message.payload.append(contentsOf: frame.payload.prefix(room))
        budget.giveBack(max(0, frame.payload.count - room))
        message.wireLength &+= frame.header.payloadLength
        message.frames += 1
        if !frame.isWhole || frame.payload.count > room {
            let isMissing = hasHole || frame.came < frame.header.payloadLength
            message.trouble = message.trouble ?? (isMissing ? .missing : .cut)
        }
        guard frame.header.isFinal, frame.came == frame.header.payloadLength else {
            current = message
            return nil
        }
        budget.giveBack(message.payload.count)
        return finish(message, at: frame.ended)
    }

    /// What was kept of a message that will never be complete is forgotten.
    mutating func giveBack(to budget: PayloadBudget) {
        guard let message = current.take() else { return }
        budget.giveBack(message.payload.count)
        if message.isCompressed { forgetContext() }
    }

    private mutating func finish(_ message: Current, at packet: PacketPlace) -> InspectedMessage {
        var (payload, trouble) = (message.payload, message.trouble)
        if message.isCompressed {
            payload = []
            trouble = inflate(message, into: &payload) ?? trouble
        }
        return InspectedMessage(
            direction: direction, sight: sight, opcode: message.opcode, payload: payload,
            isCompressed: message.isCompressed, wireLength: message.wireLength, frames: message.frames,
            trouble: trouble, began: message.began, ended: packet)
    }

    /// Inflates as much as there is; what comes later may refer to what could not be read.
    private mutating func inflate(
        _ message: Current, into payload: inout [UInt8]
    ) -> InspectedMessage.Trouble? {
        guard inflater != nil else { return .context }
        do throws(InflateViolation) {
            let bytes = message.payload
            try inflater?.inflate(bytes.span, into: &payload, limit: limit)
            if message.trouble == nil { try inflater?.finishMessage(into: &payload, limit: limit) }
        } catch {
            forgetContext()
            if case .tooBig = error { return .cut }
            return .deflate(error)
        }
        if message.trouble != nil { forgetContext() }
        return nil
    }

    private mutating func forgetContext() {
        inflater = deflate.flatMap { $0.contextTakeover ? nil : Inflater(contextTakeover: false) }
    }
}
