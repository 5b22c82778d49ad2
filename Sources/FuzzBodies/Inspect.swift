internal import Closecall
internal import Trace
internal import WebSocketWire

/// Reads a capture, puts its connections in order and looks for WebSocket sessions in them. Whatever the file holds,
/// each connection is told as `StreamListener` promises, in bounded memory.
public func fuzzInspect(_ input: Span<UInt8>) {
    let file = [UInt8](copying: input)
    // Limits that a few packets reach.
    read(
        file,
        ReassemblyLimits(
            waitingPerSide: 400, waitingInAll: 1000, connections: 4, remembered: 2, linger: .milliseconds(1),
            patience: 1))

    let reader = InspectionReader()
    let inspector = TraceInspector(listener: reader)
    read(file, ReassemblyLimits(), for: inspector)
    precondition(
        inspector.totals.sessions == reader.ended, "not every session was told to its end, or one twice")
}

private func read(_ file: [UInt8], _ limits: ReassemblyLimits, for listener: (any StreamListener)? = nil) {
    let watch = StreamWatch(limits, for: listener)
    let reassembler = TCPReassembler(watch, limits: limits)
    do throws(TraceProblem) {
        let reader = try TraceReader(bytes: file)
        var isMore = true
        while isMore {
            isMore = try reader.next { head, bytes in
                watch.seen(bytes.count, head)
                reassembler.take(bytes, head)
                precondition(reassembler.waiting <= limits.waitingInAll, "too many bytes wait for others")
            }
        }
    } catch {
        precondition(!error.reason.isEmpty, "a problem without words")
    }
    reassembler.finish()
    watch.check(reassembler.tally)
    precondition(reassembler.waiting == 0, "bytes wait behind the end")
}

/// Wants to know everything of each session.
private final class InspectionReader: InspectionListener {
    var ended = 0

    func depth(of session: SessionBeginning) -> InspectionDepth {
        [.handshakes, .frames, .messages, .firings]
    }

    func fired(_ firing: TraceFiring, at packet: PacketPlace, of session: Int) {}

    func ended(_ session: InspectedSession) { ended += 1 }
}
