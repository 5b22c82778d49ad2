/// Inflates the messages of one direction, fragment by fragment (RFC 7692 §7.2.2).
///
/// Feed each fragment's payload to `inflate` and call `finishMessage` after the last. A damaged message is of no
/// further use, nor is the inflater after it: the connection has to be failed. zlib's memory, about 7 KiB and the
/// window, is allocated with the first byte.
public struct Inflater: ~Copyable {
    private let contextTakeover: Bool
    private var stream: InflateStream
    private var failure: InflateViolation?
    /// Of the message under way: compressed bytes read, bytes written, and whether a BFINAL was the last thing read.
    private var consumed = 0
    private var produced = 0
    private var atStreamEnd = false

    /// An inflater for what a peer compresses under these settings.
    ///
    /// The window is what is remembered, not what is enforced: zlib refuses a reference beyond it only when those
    /// bytes are really gone. So use 15 where every peer is to be read alike, whatever it agreed to.
    public init(windowBits: WindowBits = .max, contextTakeover: Bool = true) {
        self.contextTakeover = contextTakeover
        stream = InflateStream(windowBits: windowBits)
    }

    /// An inflater for one direction of what was agreed.
    public init(_ direction: DeflateParameters.Direction) {
        self.init(windowBits: direction.windowBits, contextTakeover: direction.contextTakeover)
    }

    /// Inflates the next bytes of a message and appends what they come to.
    ///
    /// `limit` is the most that the whole message may inflate to, fragments before this included. A message that
    /// goes beyond it stops there, with `output` grown by no more: so a bomb costs what the limit allows.
    public mutating func inflate(
        _ input: Span<UInt8>, into output: inout [UInt8], limit: Int
    ) throws(InflateViolation) {
        if let failure { throw failure }
        try run(input, into: &output, limit: limit)
    }

    /// Ends the message: what is still missing of it, and whether it is whole.
    public mutating func finishMessage(into output: inout [UInt8], limit: Int) throws(InflateViolation) {
        if let failure { throw failure }
        // Two things that senders should not do, and that lose nothing: browsers read no bytes at all as an empty
        // message, though it ought to be one 00 (RFC 7692 §7.2.3.6); and after a BFINAL block an empty one ought
        // to follow (§7.2.3.4), without which the four bytes would be read as half a header.
        if consumed > 0 && !atStreamEnd { try readTrailer(into: &output, limit: limit) }
        if !contextTakeover { stream.reset() }
        (consumed, produced, atStreamEnd) = (0, 0, false)
    }

    /// Gives zlib's memory back where nothing has to be remembered: between messages without context takeover.
    ///
    /// Worth a call when a connection falls idle; does nothing where it would lose something.
    public mutating func releaseMemory() {
        if !contextTakeover && consumed == 0 { stream.release() }
    }

    /// The sender cut 00 00 FF FF off (RFC 7692 §7.2.1). With it back, a whole message has nothing more to say and
    /// stands between two blocks; anything else took the four bytes for data.
    private mutating func readTrailer(into output: inout [UInt8], limit: Int) throws(InflateViolation) {
        let (length, size) = (consumed, output.count)
        let trailer: [4 of UInt8] = [0x00, 0x00, 0xFF, 0xFF]
        var violation = InflateViolation.truncated(length: length)
        do throws(InflateViolation) {
            // Whether these four bytes go over the limit is not the question.
            try run(trailer.span, into: &output, limit: max(limit, produced))
            if output.count == size && (atStreamEnd || stream.isBetweenBlocks) { return }
        } catch {
            if error == .outOfMemory { violation = error }
        }
        output.removeLast(output.count - size)
        throw fail(violation)
    }

    private mutating func run(
        _ input: Span<UInt8>, into output: inout [UInt8], limit: Int
    ) throws(InflateViolation) {
        var offset = 0
        var step = ZStep.drained
        while offset < input.count || step == .full {
            let (read, size) = (offset, output.count)
            let room = room(for: input.count - offset, in: output, limit: limit)
            step = stream.run(input, from: &offset, into: &output, room: room)
            consumed += offset - read
            produced += output.count - size
            atStreamEnd = step == .ended || (atStreamEnd && offset == read)
            if produced > limit {
                output.removeLast(min(produced - max(limit, 0), output.count - size))
                throw fail(.tooBig(limit: limit))
            }
            if step == .damaged { throw fail(.damaged(offset: consumed)) }
            if step == .outOfMemory { throw fail(.outOfMemory) }
        }
    }

    /// Room for what is likely to come, in the free part of the array if it has one; and for one byte over the
    /// limit, to see whether there is more.
    private func room(for remaining: Int, in output: [UInt8], limit: Int) -> Int {
        let guess = min(max(remaining, 64) * 4, 1 << 16)
        let room = max(guess, output.capacity - output.count)
        return min(room - 1, max(limit - produced, 0)) + 1
    }

    private mutating func fail(_ violation: InflateViolation) -> InflateViolation {
        failure = violation
        return violation
    }
}
