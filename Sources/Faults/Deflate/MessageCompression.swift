public import WebSocketWire

/// The compression of one direction while faults interfere with it: what leaves has to inflate to what is meant.
///
/// A class, because a direction has one and plans come and go; it never leaves its session's thread.
public final class MessageCompression {
    private var bridge: DeflateBridge
    /// Whether the message at hand was compressed by us: its sender's own bytes would not do any more.
    private var isOurs = false
    /// Whether messages leave in the order in which they were compressed; not once one was held back.
    private var isOrderKept = true

    /// The compression that was agreed on for a direction.
    ///
    /// - Parameters:
    ///   - direction: its parameters.
    ///   - limit: the most that a message may inflate to; what is longer goes on unread.
    public init(_ direction: DeflateParameters.Direction, limit: Int) {
        bridge = DeflateBridge(direction, limit: limit)
    }

    /// Takes a compressed message that a peer sent: what it inflates to, and the frames that carry it on.
    ///
    /// Call it for every compressed message, in order.
    public func receive(_ frames: [DraftFrame]) -> (plaintext: [UInt8]?, frames: [DraftFrame]) {
        var plaintext: [UInt8] = []
        let data = frames.filter { !$0.header.opcode.isControl }
        for (index, frame) in data.enumerated() {
            bridge.see(frame.payload.span, isFinal: index == data.count - 1, into: &plaintext)
        }
        isOurs = false
        guard bridge.sight == .clear else { return (nil, frames) }
        guard bridge.needsRecompression, let first = data.first else { return (plaintext, frames) }
        isOurs = true
        var anew = isOrderKept ? compressed(like: first, plaintext) : frame(like: first, plaintext)
        anew.isSubject = first.isSubject
        let others = frames.filter(\.header.opcode.isControl)
        return (plaintext, [anew] + others)
    }

    /// A message that was received does not leave, or not as it is.
    func dropped(_ frames: [DraftFrame]) {
        if isOurs { bridge.spoiled() } else { bridge.dropped() }
        isOurs = false
    }

    /// A message that was received leaves later, who knows behind which one: from now on none refers to another.
    func heldBack(_ frames: [DraftFrame]) {
        dropped(frames)
        isOrderKept = false
    }

    /// A message of this text with the header of `frame`; uncompressed if it cannot be compressed.
    ///
    /// It refers to no message but itself, and no later one to it: so it can be read wherever faults put it, and
    /// they can take it out again.
    public func frame(like frame: DraftFrame, _ plaintext: [UInt8]) -> DraftFrame {
        bridge.spoiled()
        defer { bridge.spoiled() }
        return compressed(like: frame, plaintext)
    }

    private func compressed(like frame: DraftFrame, _ plaintext: [UInt8]) -> DraftFrame {
        var new = frame
        new.header.isFinal = true
        do throws(DeflateFailure) {
            new.setPayload(try bridge.inserted(plaintext.span))
        } catch {
            new.setPayload(plaintext)
            new.header.reservedBits &= 3
        }
        return new
    }

    /// Compressed bytes leave that are not what the bridge made: on purpose.
    public func spoiled() { bridge.spoiled() }
}
