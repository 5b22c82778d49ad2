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

    init(_ plan: TracePlan) throws(TraceProblem) {
        do throws(SystemError) {
            file = try AppendFile(path: plan.path)
        } catch {
            throw TraceProblem(
                error.isLocked
                    ? "\(plan.path) is being written by somebody else"
                    : "cannot write \(plan.path): \(error.words)",
                advice: error.isLocked ? "stop the other one, or name another file" : "name another file")
        }
        // What is no longer than nothing cannot be cut, and a pipe cannot either.
        _ = file.takeBack(file.size)
        writeHead(plan)
        if let problem = appendWritten() { throw problem }
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

    /// Adds whole blocks, or none of them.
    mutating func append(_ bytes: Span<UInt8>) -> TraceProblem? {
        if let pause, MonotonicTime.current < pause { return TraceProblem("\(file.path) takes no more") }
        let (written, failure) = file.append(bytes)
        guard let failure else {
            length += UInt64(bytes.count)
            pause = nil
            return nil
        }
        _ = file.takeBack(written)
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
