import Observer
import Testing
import WebSocketWire

@testable import Faults

/// Two ends that speak permessage-deflate with context takeover, and faults between them: what is asserted is
/// what a real inflater at the other end reads.
final class CompressedTalk {
    let direction: Direction
    private let compression: MessageCompression
    private var deflater: Deflater
    private var inflater: Inflater
    private var random: RandomStream
    private var held: [HeldBack] = []

    init(_ direction: Direction = .toClient, takeover: Bool = true, seed: UInt64 = 3) {
        let parameters = DeflateParameters.Direction(contextTakeover: takeover)
        self.direction = direction
        compression = MessageCompression(parameters, limit: 1 << 24)
        deflater = Deflater(parameters)
        inflater = Inflater(parameters)
        random = RandomStream(seed: seed, "talk")
    }

    /// What the receiver reads when this text is sent, in so many fragments, and the faults work on it.
    func say(_ text: String, fragments: Int = 1, _ faults: [any Fault] = []) throws -> [String] {
        try read(plan(text, fragments: fragments, faults).items)
    }

    /// What leaves when this text is sent.
    func plan(_ text: String, fragments: Int = 1, _ faults: [any Fault] = []) throws -> Plan {
        let received = compression.receive(try message(text, fragments: fragments))
        var plan = Plan(
            direction, received.frames.map { .frame($0) }, message: received.plaintext,
            compression: compression)
        plan.focusOnMessage()
        for fault in faults { fault.apply(to: &plan, &random) }
        return plan
    }

    /// What the receiver reads when what was held leaves.
    func release() throws -> [String] {
        let frames = held.flatMap { held -> [DraftFrame] in
            guard let plaintext = held.plaintext, let first = held.frames.first else { return held.frames }
            return [compression.frame(like: first, plaintext)]
        }
        held = []
        return try read(frames.map { .frame($0) })
    }

    private func message(_ text: String, fragments: Int) throws -> [DraftFrame] {
        let plaintext = Array(text.utf8)
        var payload: [UInt8] = []
        try deflater.deflate(plaintext.span, into: &payload)
        let key = direction == .toServer ? MaskingKey(1, 2, 3, 4) : nil
        let header = FrameHeader(
            opcode: .text, reservedBits: 4, maskingKey: key, payloadLength: UInt64(payload.count))
        let whole = DraftFrame(header, payload: payload, isSubject: true, origin: 0)
        return whole.split(DraftFrame.equalSizes(of: payload.count, into: fragments))
    }

    /// Reads messages off the wire: texts as they are, other frames as their opcode and bytes.
    func read(_ items: [Plan.Item]) throws -> [String] {
        var wire: [UInt8] = []
        for item in items {
            switch item {
            case .frame(let frame): frame.append(to: &wire)
            case .held(let back): held.append(back)
            default: break
            }
        }
        var texts: [String] = []
        var message: (isCompressed: Bool, payload: [UInt8]) = (false, [])
        for frame in draftFrames(wire, from: direction == .toServer ? .client : .server) {
            if frame.header.opcode.isControl {
                texts.append("\(frame.header.opcode) \(hex(frame.payload))")
                continue
            }
            if frame.header.opcode != .continuation { message = (frame.header.isCompressed, []) }
            message.payload += frame.payload
            if frame.header.isFinal { texts.append(try text(message)) }
        }
        return texts
    }

    private func text(_ message: (isCompressed: Bool, payload: [UInt8])) throws -> String {
        guard message.isCompressed else { return String(decoding: message.payload, as: UTF8.self) }
        var plaintext: [UInt8] = []
        try inflater.inflate(message.payload.span, into: &plaintext, limit: 1 << 28)
        try inflater.finishMessage(into: &plaintext, limit: 1 << 28)
        return String(decoding: plaintext, as: UTF8.self)
    }
}

/// Texts that a compressor with a memory makes much of.
let fox = "the quick brown fox jumps over the lazy dog"
let dog = "the quick brown fox jumps over the lazy dog, the quick brown dog does not"
let bird = "the lazy dog does not jump over the quick brown fox, the bird does"
