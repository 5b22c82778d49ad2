internal import Reactor
internal import Trace

/// The file of a trace, in either language.
struct TraceFile: ~Copyable, Sendable {
    private var file: AppendFile
    private var writer = BlockWriter()
    private(set) var length: UInt64 = 0
    /// After a failure, when to try again.
    private var pause: MonotonicTime?

    /// A full disk is left alone for so long.
    private static let pauseLength = Duration.seconds(1)

    /// Begins the file anew.
    static func begin(_ plan: TracePlan) throws(TraceProblem) -> TraceFile {
        var trace = TraceFile(file: try open(plan.path))
        // A pipe cannot be cut, and is as good as empty.
        _ = trace.file.takeBack(trace.file.size)
        trace.writeHead(plan)
        if let problem = trace.appendWritten() { throw problem }
        return trace
    }

    private init(file: consuming AppendFile) { self.file = file }

    private static func open(_ path: String) throws(TraceProblem) -> AppendFile {
        do throws(SystemError) {
            return try AppendFile(path: path)
        } catch {
            if error.isLocked {
                throw TraceProblem("\"\(path)\" is written by somebody else, name another file")
            }
            throw TraceProblem("cannot write \"\(path)\": \(error.words), name another file")
        }
    }

    private mutating func writeHead(_ plan: TracePlan) {
        writer.sectionHeader(application: plan.application, comment: plan.about)
        let snapLength = plan.snapLength.map { UInt32(clamping: $0) } ?? 0
        let sides = [
            ("client side", "between the clients and closecall", plan.clientFilter),
            ("server side", "between closecall and the server", plan.serverFilter),
        ]
        for (name, about, filter) in sides {
            writer.interface(
                TraceInterface(
                    link: .raw, name: name, about: about, filter: filter, snapLength: snapLength,
                    ticksPerSecond: plan.ticksPerSecond))
        }
        if !plan.names.isEmpty { writer.names(plan.names) }
    }

    /// Adds a page's packets, or none of them.
    mutating func append(_ page: PacketPage) -> TraceProblem? {
        if let problem = refusal { return problem }
        let outcome = page.show(into: &file) { $1.append($0) }
        return concluded(page.count, outcome)
    }

    /// Adds whole blocks, or none of them.
    mutating func append(_ bytes: Span<UInt8>) -> TraceProblem? {
        if let problem = refusal { return problem }
        let outcome = file.append(bytes)
        return concluded(bytes.count, outcome)
    }

    private var refusal: TraceProblem? {
        guard let pause, MonotonicTime.current < pause else { return nil }
        return TraceProblem("\(file.path) takes no more")
    }

    /// What was taken in part is taken back, so that the file stays a row of whole blocks.
    private mutating func concluded(_ count: Int, _ outcome: (written: Int, failure: SystemError?))
        -> TraceProblem?
    {
        guard let failure = outcome.failure else {
            length += UInt64(count)
            pause = nil
            return nil
        }
        _ = file.takeBack(outcome.written)
        pause = .current + Self.pauseLength
        return TraceProblem("cannot write \(file.path): \(failure.words)")
    }

    private mutating func appendWritten() -> TraceProblem? {
        let bytes = writer.bytes
        writer.removeAll()
        return append(bytes.span)
    }

    /// Says at the end what an interface has seen.
    mutating func finish(
        _ interface: Int, from start: PacketTime, to end: PacketTime, received: UInt64, dropped: UInt64
    ) {
        writer.statistics(interface: interface, from: start, to: end, received: received, dropped: dropped)
    }

    /// Writes what is left to say.
    mutating func close() -> TraceProblem? { appendWritten() }
}
