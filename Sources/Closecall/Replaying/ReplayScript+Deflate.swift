internal import WebSocketWire

extension ReplayScript {
    /// What is sent where the server agreed on other compression than in the trace, and whether that differs from what
    /// was sent then.
    func steps(agreeing new: DeflateParameters?) -> (steps: [ReplayStep], areRewritten: Bool) {
        guard let deflate, !Self.fits(deflate.toServer, new?.toServer) else { return (steps, false) }
        var rewriting = FrameRewriting(deflate.toServer)
        let new = steps.map { step in
            guard case .send(let bytes) = step.act else { return step }
            return ReplayStep(age: step.age, answers: step.answers, act: .send(rewriting.take(bytes)))
        }
        guard rewriting.hasRewritten else { return (steps, false) }
        // A frame that never became whole.
        let rest = rewriting.rest
        guard !rest.isEmpty, let last = new.lastIndex(where: { $0.isSending }) else { return (new, true) }
        var ended = new
        ended.insert(
            ReplayStep(age: new[last].age, answers: new[last].answers, act: .send(rest)), at: last + 1)
        return (ended, true)
    }

    /// Whether what was compressed by one agreement inflates by the other: the window is large enough, and what was
    /// said before is remembered if it has to be.
    private static func fits(
        _ old: DeflateParameters.Direction, _ new: DeflateParameters.Direction?
    ) -> Bool {
        guard let new else { return false }
        return new.windowBits.rawValue >= old.windowBits.rawValue
            && (new.contextTakeover || !old.contextTakeover)
    }
}

extension ReplayStep {
    fileprivate var isSending: Bool { if case .send = act { true } else { false } }
}

/// Takes the compression off a client's messages: as many frames as before, with the same masks.
private struct FrameRewriting: ~Copyable {
    private struct Frame {
        let header: FrameHeader
        /// As it was on the wire.
        var raw: [UInt8] = []
        var payload: [UInt8] = []
    }

    private var scanner = FrameScanner()
    private var inflater: Inflater
    private let direction: DeflateParameters.Direction
    private var current: Frame?
    /// The frames of a compressed message that is under way.
    private var message: [Frame] = []
    /// Bytes of a header that is not whole.
    private var headerBytes: [UInt8] = []
    private(set) var hasRewritten = false

    private static let longestMessage = 256 << 20

    init(_ direction: DeflateParameters.Direction) {
        self.direction = direction
        inflater = Inflater(direction)
    }

    /// What is still held back.
    var rest: [UInt8] { message.flatMap(\.raw) + (current?.raw ?? headerBytes) }

    /// Takes what the client sent; what is to be sent for it.
    mutating func take(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        let span = bytes.span
        var position = 0
        var taken = 0
        while let piece = scanner.next(in: span, at: &position) {
            if piece.startsFrame {
                current = Frame(header: piece.header, raw: headerBytes)
                headerBytes = []
            }
            current?.raw.append(contentsOf: span.extracting(taken..<position))
            taken = position
            if var frame = current {
                current = nil
                piece.append(to: &frame.payload, from: span, most: Self.longestMessage)
                if piece.endsFrame { end(frame, &output) } else { current = frame }
            }
        }
        let left = span.extracting(taken...)
        if current != nil {
            current?.raw.append(contentsOf: left)
        } else {
            headerBytes.append(contentsOf: left)
        }
        return output
    }

    private mutating func end(_ frame: Frame, _ output: inout [UInt8]) {
        let header = frame.header
        let isOfMessage =
            header.opcode.isControl
            ? false : message.isEmpty ? header.isCompressed && header.opcode != .continuation : true
        guard isOfMessage else { return output += frame.raw }
        message.append(frame)
        guard header.isFinal else { return }
        output += inflated() ?? message.flatMap(\.raw)
        message = []
    }

    /// The message without compression; nil where it does not inflate.
    private mutating func inflated() -> [UInt8]? {
        var plain: [UInt8] = []
        do throws(InflateViolation) {
            for frame in message {
                let payload = frame.payload
                try inflater.inflate(payload.span, into: &plain, limit: Self.longestMessage)
            }
            try inflater.finishMessage(into: &plain, limit: Self.longestMessage)
        } catch {
            inflater = Inflater(direction)
            return nil
        }
        hasRewritten = true
        var output: [UInt8] = []
        for (index, frame) in message.enumerated() {
            let part = plain.count * index / message.count..<plain.count * (index + 1) / message.count
            let old = frame.header
            let header = FrameHeader(
                opcode: old.opcode, isFinal: old.isFinal, reservedBits: old.reservedBits & 3,
                maskingKey: old.maskingKey, payloadLength: UInt64(part.count))
            header.append(to: &output)
            let payload = plain.span.extracting(part)
            if let key = old.maskingKey {
                key.append(payload, to: &output)
            } else {
                output.append(contentsOf: payload)
            }
        }
        return output
    }
}
