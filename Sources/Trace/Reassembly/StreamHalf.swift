/// One side's half of a connection: puts its bytes in order and tells of them.
///
/// Sequence numbers are 32 bits and wrap; positions are the same numbers unwrapped, so that they can be compared.
struct StreamHalf {
    private let stream: StreamID
    private let side: StreamSide
    /// The next byte in order.
    private var next: Int64 = 0
    /// The number of its SYN, or what it must have been; nil while nothing was seen of this side.
    private var origin: UInt32?
    /// The same by what the other side acknowledged first; only to know a SYN that comes later.
    private var presumedOrigin: UInt32?
    /// Whether `next` may be one too low: an idle connection that was met in its middle shows itself by keep-alives,
    /// whose number is one below the next byte's (RFC 9293 §3.8.4).
    private var isUnproven = false
    /// What the other side has of it.
    private var acknowledged = Int64.min
    /// Up to where it had acknowledged what was not seen, so many packets ago.
    private var doubt = (upTo: Int64.min, packets: 0)
    /// An end that was seen before the bytes in front of it.
    private var announced: (end: StreamEnd, at: Int64)?
    /// How it ended, if it has.
    private(set) var ended: StreamEnd?
    private var waiting = WaitingBytes()
    /// Where the last segment ended that was out of reach.
    private var strayEnd: UInt32?

    /// How far from the next byte a number may be. Receive windows are rarely over 6 MiB, so what is farther away
    /// belongs to an older connection between the same ports, or is damaged, or the capture paused.
    private static let reach: Int64 = 16 << 20

    init(_ side: StreamSide, of stream: StreamID) {
        self.stream = stream
        self.side = side
    }

    private func position(of number: UInt32) -> Int64 {
        next + Int64(Int32(bitPattern: number &- UInt32(truncatingIfNeeded: next)))
    }

    private mutating func begin(behind origin: UInt32) {
        self.origin = origin
        next = Int64(origin &+ 1)
    }
}

// MARK: - What this side sends

extension StreamHalf {
    /// A segment of this side.
    mutating func take(
        _ segment: TCPSegment, _ bytes: Span<UInt8>, _ head: PacketHead, _ teller: Teller
    ) {
        let isSYN = segment.flags.contains(.syn)
        let first = isSYN ? segment.sequence &+ 1 : segment.sequence
        if origin == nil {
            begin(behind: first &- 1)
            isUnproven = segment.payloadLength == 0 && segment.flags.isDisjoint(with: [.syn, .fin, .rst])
        }
        let position = self.position(of: first)
        if segment.flags.contains(.rst) { return reset(at: position, head, teller) }
        if segment.payloadLength > 0 {
            take(bytes.extracting(segment.payload), at: position, length: segment.payloadLength, head, teller)
        }
        if segment.flags.contains(.fin) {
            finish(at: position + Int64(segment.payloadLength), head, teller)
        }
    }

    private mutating func take(
        _ bytes: Span<UInt8>, at position: Int64, length: Int, _ head: PacketHead, _ teller: Teller
    ) {
        if isUnproven, position == next + 1 { next = position }
        isUnproven = false
        let end = position + Int64(length)
        guard end > next else {
            let isKeepAlive = length == 1 && end == next
            if !isKeepAlive { teller.tally.retransmitted += 1 }
            return
        }
        guard end <= announced?.at ?? (ended == nil ? .max : next) else { return teller.tally.strayed += 1 }
        if position - next > Self.reach {
            guard resumes(at: position, length: length, head, teller) else { return }
        }
        if position > next { teller.tally.outOfOrder += 1 }
        if position < next { teller.tally.overlapping += 1 }
        // What waits came first, and the first copy counts.
        if position <= next, waiting.runs.first.map({ end <= $0.position }) ?? true {
            hand(bytes, at: position, length: length, head, teller)
        } else {
            keep(bytes, at: position, length: length, head, teller)
        }
        if !waiting.isEmpty { drain(head, teller) }
        if announced != nil { settle(head, teller) }
    }

    /// Of bytes far ahead, two segments in a row say that the capture paused.
    private mutating func resumes(at position: Int64, length: Int, _ head: PacketHead, _ teller: Teller)
        -> Bool
    {
        let number = UInt32(truncatingIfNeeded: position)
        guard strayEnd == number else {
            strayEnd = number &+ UInt32(truncatingIfNeeded: length)
            teller.tally.strayed += 1
            return false
        }
        strayEnd = nil
        giveUpWaiting(head, teller)
        giveUp(upTo: position, head, teller)
        return true
    }

    /// Bytes that begin at the next one or before it: tells of them from there on.
    private mutating func hand(
        _ bytes: Span<UInt8>, at position: Int64, length: Int, _ head: PacketHead, _ teller: Teller
    ) {
        let known = Int(next - position)
        let kept = bytes.count - known
        next = position + Int64(length)
        if kept > 0 {
            let new = known == 0 ? bytes : bytes.extracting(droppingFirst: known)
            teller.listener.received(new, from: side, of: stream, head)
        }
        if kept < length - known { tellMissed(length - known - max(kept, 0), head, teller) }
    }

    private mutating func keep(
        _ bytes: Span<UInt8>, at position: Int64, length: Int, _ head: PacketHead, _ teller: Teller
    ) {
        let cost = waiting.cost
        let overlap = waiting.insert(bytes, at: position, length: length)
        teller.waiting += waiting.cost - cost
        teller.tally.differing += overlap.differing
        if overlap.known == length {
            teller.tally.retransmitted += 1
        } else if overlap.known > 0 {
            teller.tally.overlapping += 1
        }
        while let first = waiting.runs.first, teller.isFull(waiting.cost) {
            giveUp(upTo: first.position, head, teller)
            drain(head, teller)
        }
    }

    /// Tells of what waited for nothing but what has come by now.
    private mutating func drain(_ head: PacketHead, _ teller: Teller) {
        let cost = waiting.cost
        var count = 0
        while count < waiting.runs.count, waiting.runs[count].position <= next {
            let run = waiting.runs[count]
            count += 1
            hand(run.bytes.span, at: run.position, length: run.length, head, teller)
        }
        waiting.removeFirst(count)
        teller.waiting += waiting.cost - cost
    }

    /// Tells of all that waits, and of what it waits for.
    private mutating func giveUpWaiting(_ head: PacketHead, _ teller: Teller) {
        while let first = waiting.runs.first {
            giveUp(upTo: first.position, head, teller)
            drain(head, teller)
        }
    }

    /// Nobody will know the bytes from the next one to `position`.
    private mutating func giveUp(upTo position: Int64, _ head: PacketHead, _ teller: Teller) {
        guard position > next else { return }
        let count = Int(position - next)
        next = position
        tellMissed(count, head, teller)
    }

    private func tellMissed(_ count: Int, _ head: PacketHead, _ teller: Teller) {
        teller.tally.missing += count
        teller.listener.missed(count, from: side, of: stream, head)
    }
}

// MARK: - What the other side has

extension StreamHalf {
    /// The other side waits for the byte with this number. With `fromStart`, nothing before it was missed that is not
    /// missed in this half anyway.
    mutating func acknowledge(_ number: UInt32, fromStart: Bool, _ teller: Teller) {
        guard origin != nil else {
            presume(number)
            if fromStart { begin(behind: number &- 1) }
            return
        }
        let position = self.position(of: number)
        guard position > next, ended == nil else { return }
        if isUnproven, position == next + 1 {
            next = position
            isUnproven = false
        } else if position - next > Self.reach {
            teller.tally.strayed += 1
        } else {
            acknowledged = max(acknowledged, position)
            if doubt.upTo <= next { doubt = (acknowledged, 0) }
        }
    }

    /// A reset acknowledges too, but nothing that its sender need have seen.
    mutating func presume(_ number: UInt32) {
        if presumedOrigin == nil { presumedOrigin = number &- 1 }
    }

    /// Whether a SYN with this number begins another connection between the same ports. With the same number it is
    /// only sent again.
    func isReplaced(bySYN number: UInt32) -> Bool {
        guard let known = origin ?? presumedOrigin else { return false }
        return known != number
    }

    /// One more packet of the connection was seen. What the other side acknowledged before some of them is lost.
    @inline(__always)
    mutating func lookAgain(_ head: PacketHead, _ teller: Teller) {
        if acknowledged > next, ended == nil { wonder(head, teller) }
    }

    private mutating func wonder(_ head: PacketHead, _ teller: Teller) {
        // A single number with nothing behind it may be a FIN that was lost.
        guard acknowledged > next + 1 || !waiting.isEmpty else { return }
        doubt.packets += 1
        guard doubt.packets > teller.limits.patience else { return }
        giveUpAcknowledged(doubt.upTo, head, teller)
        settle(head, teller)
        // What was acknowledged only since then may still come.
        doubt = (acknowledged, 0)
    }

    private mutating func giveUpAcknowledged(_ position: Int64, _ head: PacketHead, _ teller: Teller) {
        // An acknowledgement counts the FIN as a byte.
        let end = min(position, announced?.at ?? .max)
        while next < end {
            giveUp(upTo: min(end, waiting.runs.first?.position ?? end), head, teller)
            drain(head, teller)
        }
    }
}

// MARK: - How this side ends

extension StreamHalf {
    private mutating func finish(at position: Int64, _ head: PacketHead, _ teller: Teller) {
        guard ended == nil, announced == nil else { return }
        // One before the next byte: it was lost, given up as a byte, and comes again.
        guard position >= next - 1, position - next <= Self.reach,
            position >= waiting.runs.last?.end ?? position
        else {
            return teller.tally.strayed += 1
        }
        announced = (.finished, position)
        settle(head, teller)
    }

    /// A reset's number may be lower than the next one: whoever no longer knows the connection takes it from what the
    /// other side acknowledges (RFC 9293 §3.5.2).
    private mutating func reset(at position: Int64, _ head: PacketHead, _ teller: Teller) {
        guard ended != .reset else { return }
        guard abs(position - next) <= Self.reach else { return teller.tally.strayed += 1 }
        announced = (.reset, ended == nil ? max(position, next, waiting.runs.last?.end ?? next) : next)
        settle(head, teller)
    }

    private mutating func settle(_ head: PacketHead, _ teller: Teller) {
        guard let announced, next >= announced.at else { return }
        self.announced = nil
        ended = announced.end
        if announced.end == .finished { next = max(next, announced.at + 1) }
        teller.listener.ended(side, announced.end, of: stream, head)
    }

    /// Nothing more of the connection is told: tells what waits, and what it waits for.
    mutating func flush(_ head: PacketHead, _ teller: Teller) {
        giveUpWaiting(head, teller)
        if announced == nil, ended == nil, acknowledged == next + 1 {
            announced = (.finished, next)
        }
        if ended == nil { giveUpAcknowledged(acknowledged, head, teller) }
        if let announced { giveUp(upTo: announced.at, head, teller) }
        settle(head, teller)
    }
}
