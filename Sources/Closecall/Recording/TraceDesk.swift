internal import Reactor
internal import Trace

/// Where the sessions of one loop leave their packets: a page that is handed on when it is full, or soon.
///
/// Touched on its loop only.
final class TraceDesk: PacketRoom {
    let number: Int
    private let loop: EventLoop
    private let recorder: TraceRecorder
    private let clock: FineClock
    private let nanosecondsPerTick: UInt64
    private var page: PacketPage?
    private var counts = PacketCounts()
    private var secrets = BlockWriter()
    private var isFlushDue = false
    /// How old the packets on the page are.
    let mark = DeskMark()

    /// How long packets wait for others before they are handed on together.
    static let patience = Duration.milliseconds(50)

    init(_ number: Int, on loop: EventLoop, of recorder: TraceRecorder) {
        self.number = number
        self.loop = loop
        self.recorder = recorder
        clock = recorder.clock
        nanosecondsPerTick = recorder.plan.nanosecondsPerTick
    }

    /// Makes the packets of a leg.
    func synthesizer(from initiator: TCPEnd, to responder: TCPEnd, interface: Int, seed: Int)
        -> SegmentSynthesizer
    {
        SegmentSynthesizer(
            initiator: initiator, responder: responder, interface: interface,
            seed: UInt32(truncatingIfNeeded: seed), snapLength: recorder.plan.snapLength ?? .max)
    }

    var seesPlain: Bool { recorder.plan.seesPlain }
    var isRedacted: Bool { recorder.plan.isRedacted }

    var ticks: UInt64 { clock.nanoseconds / nanosecondsPerTick }

    func page(for size: Int, on interface: Int) -> PacketPage? {
        if recorder.secrets.hasAny { writeSecrets() }
        guard let page = page(for: size) else {
            counts.dropped[interface] += 1
            flushSoon()
            return nil
        }
        counts.written[interface] += 1
        return page
    }

    /// Hands on what there is.
    func flush() {
        handOn()
        guard counts.dropped != [0, 0] else { return }
        recorder.lose(counts)
        counts = PacketCounts()
    }

    private func handOn() {
        guard let page = page.take() else { return }
        recorder.hand(FilledPage(page: page, desk: number, counts: counts))
        mark.end()
        counts = PacketCounts()
    }

    private func page(for size: Int) -> PacketPage? {
        if let page, page.room >= size { return page }
        handOn()
        guard let new = recorder.freePage() else { return nil }
        precondition(size <= new.capacity, "a packet longer than IP allows")
        mark.begin { ticks }
        page = new
        flushSoon()
        return new
    }

    private func flushSoon() {
        guard !isFlushDue else { return }
        isFlushDue = true
        loop.schedule(after: Self.patience) { [self] in
            isFlushDue = false
            flush()
        }
    }

    /// The secrets stand before the packets that need them: programs read a trace from its beginning.
    private func writeSecrets() {
        let lines = recorder.secrets.take()
        guard !lines.isEmpty, let page = page(for: lines.count + 64) else { return }
        secrets.secrets(lines.span)
        let block = secrets.bytes
        page.append(block.span)
        secrets.removeAll()
    }
}
