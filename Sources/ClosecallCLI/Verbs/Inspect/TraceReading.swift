internal import Closecall
internal import Reactor
internal import Trace

/// What reading files came to.
struct ReadTrace {
    let tally: Trace.TraceTally
    let totals: InspectionTotals
    /// Packets that got lost in the capture, as far as the files tell.
    let dropped: UInt64
    /// Whether somebody stopped it before the end.
    let wasStopped: Bool
}

/// Reads captures packet by packet, shows how far it is, and goes on waiting where it shall.
final class TraceReading {
    private let plan: InspectPlan
    private let report: any InspectReport
    private let output: Output
    private let inspector: TraceInspector
    private let reassembler: TCPReassembler
    private let isStopped = Locked(false)
    private var progress: InspectProgress
    private var dropped: UInt64 = 0
    private var packets: UInt64 = 0

    /// How often a growing file is looked at.
    private static let poll = Duration.milliseconds(200)
    /// So many packets are read between two looks at the clock.
    private static let packetsAtOnce: UInt64 = 4096

    init(_ plan: InspectPlan, _ report: any InspectReport, _ invocation: Invocation) {
        self.plan = plan
        self.report = report
        output = invocation.output
        inspector = TraceInspector(plan.options, listener: report)
        reassembler = TCPReassembler(inspector)
        progress = InspectProgress(invocation.output, isQuiet: plan.follows)
        invocation.interrupts.atFirst { [isStopped] in isStopped.withLock { $0 = true } }
    }

    func read() async throws(CommandFailure) -> ReadTrace {
        for part in try parts() {
            try await read(part)
            dropped &+= part.reader.dropped
            if !goesOn { break }
        }
        progress.wipe()
        reassembler.finish()
        return ReadTrace(
            tally: reassembler.tally, totals: inspector.totals, dropped: dropped,
            wasStopped: isStopped.withLock(\.self))
    }

    private var goesOn: Bool { report.isWanted && !isStopped.withLock(\.self) }

    // MARK: Files

    private struct Part {
        let name: String
        let reader: TraceReader
    }

    /// The files in the order of their first packets: a ring's names may stand in any.
    private func parts() throws(CommandFailure) -> [Part] {
        guard plan.paths.count > 1 else { return [try open(plan.paths[0])] }
        var begins: [(time: PacketTime, path: String)] = []
        for path in plan.paths where path != "-" {
            begins.append((Self.firstTime(try open(path).reader), path))
        }
        begins.sort { $0.time < $1.time }
        var parts: [Part] = []
        for path in begins.map(\.path) + plan.paths.filter({ $0 == "-" }) { parts.append(try open(path)) }
        return parts
    }

    private static func firstTime(_ reader: TraceReader) -> PacketTime {
        var time = PacketTime(nanoseconds: .max)
        _ = try? reader.next { head, _ in time = head.time }
        return time
    }

    private func open(_ path: String) throws(CommandFailure) -> Part {
        do throws(TraceProblem) {
            return Part(name: path == "-" ? "stdin" : path, reader: try TraceReader(path: path))
        } catch {
            throw CommandFailure("\(error)")
        }
    }

    private func read(_ part: Part) async throws(CommandFailure) {
        do throws(TraceProblem) {
            while true {
                try readAll(part.reader)
                guard plan.follows, goesOn else { break }
                reassembler.passed(to: Self.now)
                report.flush()
                try? await Task.sleep(for: Self.poll)
            }
            if goesOn, let unfinished = part.reader.unfinished { warn(part.name, unfinished) }
        } catch {
            warn(part.name, error)
        }
    }

    /// Reads what there is.
    private func readAll(_ reader: TraceReader) throws(TraceProblem) {
        let before = packets
        while goesOn {
            var count: UInt64 = 0
            while count < Self.packetsAtOnce {
                let isThere = try reader.next { head, bytes in
                    var head = head
                    head.number &+= before
                    reassembler.take(bytes, head)
                }
                guard isThere else { return }
                count &+= 1
                packets &+= 1
            }
            progress.show(reader, packets: packets, sessions: inspector.totals.sessions)
        }
    }

    private func warn(_ name: String, _ problem: TraceProblem) {
        progress.wipe()
        output.error("closecall inspect: \(name): \(problem)")
    }

    private static var now: PacketTime {
        PacketTime(nanoseconds: UInt64(clamping: WallTime.current.seconds) &* 1_000_000_000)
    }
}

/// A line on a terminal, while it takes long.
struct InspectProgress {
    private let output: Output
    private let begin = MonotonicTime.current
    private var shownAt = MonotonicTime.current
    private var isShown = false
    private let isQuiet: Bool

    /// Whoever waits no longer than this needs no line.
    private static let patience = Duration.seconds(2)
    private static let pace = Duration.milliseconds(250)

    init(_ output: Output, isQuiet: Bool) {
        self.output = output
        self.isQuiet = isQuiet || !output.standardError.isTerminal
    }

    mutating func show(_ reader: TraceReader, packets: UInt64, sessions: Int) {
        guard !isQuiet else { return }
        let now = MonotonicTime.current
        guard now - begin >= Self.patience, now - shownAt >= Self.pace else { return }
        wipe()
        (shownAt, isShown) = (now, true)
        let size = reader.size.map { " of \(Wording.size($0))" } ?? ""
        let line =
            "\(Wording.size(reader.position))\(size), \(packets) packets, \(Wording.count(sessions, "session"))"
        output.errorText(output.standardError.style.dim(line))
    }

    mutating func wipe() {
        guard isShown else { return }
        isShown = false
        output.errorText("\r\u{1B}[K")
    }
}
