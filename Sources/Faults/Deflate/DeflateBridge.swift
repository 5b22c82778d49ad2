public import WebSocketWire

/// Sees into the compressed messages of one direction, and keeps both ends' contexts right when one of them is
/// changed, dropped, doubled or sent out of order.
///
/// With context takeover a compressed message may refer to any message before it (RFC 7692 §7.1.1). As long as the
/// receiver gets what the sender sent, the sender's own bytes can be passed on. From the first message on that it
/// gets otherwise, its window is not the one that the sender compresses for: the sender's bytes would inflate to
/// something else, or to nothing. So every later message is compressed anew, by a deflater that begins with no
/// history, which refers only to what it has itself written: the receiver has that at the end of its window,
/// whatever stands before it.
///
/// ```
///   sender's deflater ──▶ inflater │ plaintext │ ──▶ (our deflater) ──▶ receiver's inflater
///            all that was sent, in order          all that is delivered, from the first change on
/// ```
///
/// Only messages with RSV1 on their first frame are its business; others leave both windows alone. For each of
/// those call `see` with every fragment's payload, unmasked; then say what became of it:
///
/// - unchanged: `passed` says whether the sender's bytes will do. For frames that are passed on as they come, ask
///   `needsRecompression` before the message's first fragment, and give each fragment's plaintext to `recompress`.
/// - `dropped`, also for a message that is kept back to be sent later, or is sent without compression instead;
/// - `replaced` by another plaintext.
///
/// Between messages, `inserted` compresses one more: the second of a doubled one, one that was kept back, an
/// invented one. A fault that wants the receiver to get garbage sends what it likes, and calls `spoiled`.
public struct DeflateBridge: ~Copyable {
    /// Whether the sender's messages can be read.
    public enum Sight: Hashable, Sendable {
        /// They can.
        case clear
        /// They cannot be, and why. With context takeover none that follows can be either; without, the next one
        /// can. Passing the sender's bytes on still works, but not where `needsRecompression`.
        case lost(InflateViolation)
    }

    /// Whether the sender's messages can be read.
    public private(set) var sight = Sight.clear

    /// Whether the sender's own bytes would not inflate to what they mean any more.
    public private(set) var needsRecompression = false

    private let direction: DeflateParameters.Direction
    private let limit: Int
    private var inflater: Inflater
    private var deflater: Deflater
    private var isInsideMessage = false

    /// A bridge at the beginning of a connection.
    ///
    /// - Parameters:
    ///   - direction: what was agreed for this direction.
    ///   - limit: the most that a message may inflate to; sight is lost on a larger one.
    public init(_ direction: DeflateParameters.Direction, limit: Int) {
        self.direction = direction
        self.limit = limit
        inflater = Self.inflater(direction)
        deflater = Self.deflater(direction)
    }

    /// Reads the next fragment of a message and appends what it inflates to. Where `sight` is lost within a message,
    /// what was appended of it is only its beginning.
    public mutating func see(
        _ fragment: Span<UInt8>, isFinal: Bool, into plaintext: inout [UInt8]
    ) {
        if !isInsideMessage, sight != .clear, !direction.contextTakeover { sight = .clear }
        isInsideMessage = !isFinal
        guard sight == .clear else { return }
        do throws(InflateViolation) {
            try inflater.inflate(fragment, into: &plaintext, limit: limit)
            if isFinal { try inflater.finishMessage(into: &plaintext, limit: limit) }
        } catch {
            sight = .lost(error)
            // Of no further use, and it has memory.
            inflater = Self.inflater(direction)
        }
    }

    /// Frees what need not be remembered between messages.
    public mutating func releaseMemory() {
        inflater.releaseMemory()
        deflater.releaseMemory()
    }
}

// MARK: - What became of a message

extension DeflateBridge {
    /// The message goes on with this plaintext, which is the sender's: by the sender's own bytes if nil, else by the
    /// payload that is returned.
    public mutating func passed(_ plaintext: Span<UInt8>) throws(DeflateFailure) -> [UInt8]? {
        needsRecompression ? try recompress(plaintext, isFinal: true) : nil
    }

    /// The receiver does not get the message: not now, or not compressed.
    public mutating func dropped() {
        diverge()
    }

    /// The payload of a message that takes the place of the sender's.
    public mutating func replaced(with plaintext: Span<UInt8>) throws(DeflateFailure) -> [UInt8] {
        diverge()
        return try recompress(plaintext, isFinal: true)
    }

    /// The payload of a message that the sender did not send, or not now.
    public mutating func inserted(_ plaintext: Span<UInt8>) throws(DeflateFailure) -> [UInt8] {
        diverge()
        return try recompress(plaintext, isFinal: true)
    }

    /// The next part of the payload of a message that is passed on fragment by fragment. All but the final one may be
    /// empty, and still be frames.
    ///
    /// When it throws, send the whole message without compression, if nothing of it has left; nothing else follows
    /// from it.
    public mutating func recompress(
        _ fragment: Span<UInt8>, isFinal: Bool
    ) throws(DeflateFailure) -> [UInt8] {
        var payload: [UInt8] = []
        do throws(DeflateFailure) {
            try deflater.deflateFragment(fragment, isFinal: isFinal, into: &payload)
        } catch {
            forget()
            throw error
        }
        return payload
    }

    /// The receiver got compressed bytes that are not the bridge's, or did not get what it should have, on purpose.
    /// Nothing is mended: as long as nothing else happened, the sender's bytes go on as they are, and mean something
    /// else. Where messages are compressed anew already, they are so without the history that was spoiled.
    public mutating func spoiled() {
        forget()
    }

    /// Without context takeover no message refers to another, so that each is right wherever it stands.
    private mutating func diverge() {
        if direction.contextTakeover { needsRecompression = true }
    }

    private mutating func forget() {
        deflater = Self.deflater(direction)
    }

    /// With the largest window, so that senders can be read that reach further back than they agreed to: some
    /// receivers can do it too.
    private static func inflater(_ direction: DeflateParameters.Direction) -> Inflater {
        Inflater(windowBits: .max, contextTakeover: direction.contextTakeover)
    }

    /// With a small window, as each session that has a fault has one: 38 KiB instead of 262.
    private static func deflater(_ direction: DeflateParameters.Direction) -> Deflater {
        Deflater(
            windowBits: min(direction.windowBits, 12), contextTakeover: direction.contextTakeover,
            memoryLevel: 5)
    }
}
