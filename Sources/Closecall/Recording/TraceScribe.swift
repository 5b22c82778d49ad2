internal import Reactor
internal import Trace

/// Writes a trace's pages, on the trace's thread.
struct TraceScribe: ~Copyable, Sendable {
    private var file: TraceFile
    private let plan: TracePlan
    private let clock: FineClock
    private let start: UInt64
    private var merger = TraceMerger()
    private var counts = PacketCounts()
    /// What the last pages hold that came in the order of time.
    private var bytes: [UInt8] = []
    private(set) var failure: TraceProblem?

    init(_ plan: TracePlan, _ clock: FineClock) throws(TraceProblem) {
        self.plan = plan
        self.clock = clock
        start = clock.nanoseconds
        file = try TraceFile.begin(plan)
    }

    /// What has become of it so far.
    var tally: RecordingTally {
        RecordingTally(
            written: counts.written.reduce(0, +), dropped: counts.dropped.reduce(0, +),
            bytes: file.length, failure: failure)
    }

    /// Whether packets wait for older ones.
    var holdsBack: Bool { !merger.isEmpty }

    /// Counts what never came.
    mutating func lose(_ new: PacketCounts) { counts += new }

    /// Takes pages, and answers those that are of no more use. All packets before `limit` have come.
    mutating func write(_ pages: [FilledPage], before limit: UInt64, ofSeveral: Bool, isLast: Bool)
        -> [PacketPage]
    {
        let done = ofSeveral || holdsBack ? merge(pages, before: limit) : writeWhole(pages)
        if isLast { writeStatistics() }
        return done
    }

    private mutating func writeWhole(_ pages: [FilledPage]) -> [PacketPage] {
        for filled in pages { append(filled.page, filled.counts) }
        return pages.map(\.page)
    }

    private mutating func append(_ page: PacketPage, _ new: PacketCounts) {
        note(page.show(into: &file) { $1.append($0) }, new)
    }

    private mutating func note(_ problem: TraceProblem?, _ new: PacketCounts) {
        counts += problem == nil ? new : new.lost
        failure = failure ?? problem
    }

    private mutating func merge(_ pages: [FilledPage], before limit: UInt64) -> [PacketPage] {
        for page in pages { merger.add(page) }
        let done = merger.take(before: limit, into: &bytes)
        var new = PacketCounts()
        for page in done { new += page.counts }
        if !bytes.isEmpty {
            let run = bytes
            note(file.append(run.span), new)
        } else {
            counts += new
        }
        bytes.removeAll(keepingCapacity: true)
        return done.map(\.page)
    }

    private mutating func writeStatistics() {
        let times = (PacketTime(nanoseconds: start), PacketTime(nanoseconds: clock.nanoseconds))
        for interface in 0...1 {
            file.finish(
                interface, from: times.0, to: times.1,
                received: counts.written[interface] + counts.dropped[interface],
                dropped: counts.dropped[interface])
        }
        failure = failure ?? file.close()
    }
}
