internal import Trace

/// Traps where a reassembler breaks a promise of `StreamListener`; hands on what it hears.
final class StreamWatch: StreamListener {
    private struct Stream {
        var finished: Set<StreamSide> = []
        var reset: Set<StreamSide> = []
        var isOver = false
    }

    private let limits: ReassemblyLimits
    private let next: (any StreamListener)?
    private var streams: [Stream] = []
    private var open = 0
    private var head = PacketHead(
        number: 0, time: PacketTime(nanoseconds: 0), link: .raw, originalLength: 0)
    /// All bytes of packets, and those that were told: no byte is told twice.
    private var bytes = 0
    private var received = 0
    private var missed = 0

    init(_ limits: ReassemblyLimits, for next: (any StreamListener)? = nil) {
        self.limits = limits
        self.next = next
    }

    /// The reassembler takes this packet now.
    func seen(_ count: Int, _ head: PacketHead) {
        bytes += count
        self.head = head
    }

    /// The trace was told to its end.
    func check(_ tally: TraceTally) {
        precondition(streams.allSatisfy(\.isOver) && open == 0, "a connection that is not over at the end")
        precondition(tally.streams == streams.count, "connections were counted and not told")
        precondition(tally.missing == missed, "missing bytes were counted and not told")
        precondition(
            tally.packets == tally.tcp + tally.other + tally.fragments + tally.damaged,
            "a packet of no kind, or of two")
        precondition(
            tally.damages.allSatisfy { !$0.reason.isEmpty } && tally.damages.count <= tally.damaged,
            "damages that are none")
    }

    func began(_ stream: StreamBeginning, _ head: PacketHead) {
        precondition(stream.id.number == streams.count, "a number was left out, or came twice")
        precondition(head == self.head, "a connection begins with another packet than its first")
        streams.append(Stream())
        open += 1
        precondition(open <= limits.connections, "too many connections at once")
        next?.began(stream, head)
    }

    func received(_ bytes: Span<UInt8>, from side: StreamSide, of stream: StreamID, _ head: PacketHead) {
        precondition(!bytes.isEmpty, "no bytes were told")
        checkData(of: side, stream, head)
        received += bytes.count
        precondition(received <= self.bytes, "more bytes were told than came")
        next?.received(bytes, from: side, of: stream, head)
    }

    func missed(_ count: Int, from side: StreamSide, of stream: StreamID, _ head: PacketHead) {
        precondition(count > 0 && count <= Int32.max, "\(count) bytes cannot be missing between two numbers")
        checkData(of: side, stream, head)
        missed += count
        next?.missed(count, from: side, of: stream, head)
    }

    func ended(_ side: StreamSide, _ how: StreamEnd, of stream: StreamID, _ head: PacketHead) {
        check(stream, head)
        precondition(!streams[stream.number].reset.contains(side), "an end behind a reset")
        switch how {
        case .finished:
            precondition(streams[stream.number].finished.insert(side).inserted, "a side finished twice")
        case .reset: streams[stream.number].reset.insert(side)
        }
        next?.ended(side, how, of: stream, head)
    }

    func noted(_ comments: [String], from side: StreamSide, of stream: StreamID, _ head: PacketHead) {
        precondition(stream.number < streams.count, "a connection that has not begun")
        precondition(!comments.isEmpty && comments == self.head.comments, "comments of another packet")
        next?.noted(comments, from: side, of: stream, head)
    }

    func over(_ stream: StreamID, _ why: StreamOver, at time: PacketTime) {
        precondition(stream.number < streams.count && !streams[stream.number].isOver, "over twice")
        let told = streams[stream.number]
        let hasEnded = !told.reset.isEmpty || told.finished.count == 2
        precondition((why == .ended) == hasEnded, "over for another reason than its ends")
        streams[stream.number].isOver = true
        open -= 1
        next?.over(stream, why, at: time)
    }

    private func checkData(of side: StreamSide, _ stream: StreamID, _ head: PacketHead) {
        check(stream, head)
        let told = streams[stream.number]
        precondition(!told.finished.contains(side) && !told.reset.contains(side), "bytes behind an end")
    }

    private func check(_ stream: StreamID, _ head: PacketHead) {
        precondition(stream.number < streams.count, "a connection that has not begun")
        precondition(!streams[stream.number].isOver, "a connection that is over")
        precondition(head.number == self.head.number, "a packet that is not the present one")
    }
}
