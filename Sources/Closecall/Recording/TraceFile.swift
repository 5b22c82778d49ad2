internal import Reactor
internal import Trace

/// The file of a trace, in either language.
struct TraceFile: ~Copyable, Sendable {
    /// One of both is there.
    private var blocks: AppendFile?
    private var records: PcapDump?
    private let path: String
    private let ticksPerSecond: UInt64
    private var writer = BlockWriter()
    private(set) var length: UInt64 = 0
    /// After a failure, when to try again.
    private var pause: MonotonicTime?

    /// A full disk is left alone for so long.
    private static let pauseLength = Duration.seconds(1)

    /// Begins the file anew.
    static func begin(_ plan: TracePlan) throws(TraceProblem) -> TraceFile {
        var trace = TraceFile(plan)
        switch plan.format {
        case .pcapng:
            trace.blocks = try emptied(plan.path)
            trace.writeHead(plan)
            if let problem = trace.appendWritten() { throw problem }
        case .pcap:
            trace.records = try PcapDump(path: plan.path, Self.interface(nil, nil, nil, plan))
            _ = trace.flush()
        }
        return trace
    }

    private init(_ plan: TracePlan) {
        path = plan.path
        ticksPerSecond = plan.ticksPerSecond
    }

    private static func emptied(_ path: String) throws(TraceProblem) -> AppendFile {
        do throws(SystemError) {
            return try AppendFile.emptying(path)
        } catch {
            if error.isLocked {
                throw TraceProblem("\"\(path)\" is written by somebody else, name another file")
            }
            throw TraceProblem("cannot write \"\(path)\": \(error.words), name another file")
        }
    }

    private mutating func writeHead(_ plan: TracePlan) {
        writer.sectionHeader(application: plan.application, comment: plan.about)
        let sides = [
            ("client side", "between the clients and closecall", plan.clientFilter),
            ("server side", "between closecall and the server", plan.serverFilter),
        ]
        for (name, about, filter) in sides { writer.interface(Self.interface(name, about, filter, plan)) }
        if !plan.names.isEmpty { writer.names(plan.names) }
    }

    private static func interface(
        _ name: String?, _ about: String?, _ filter: String?, _ plan: TracePlan
    ) -> TraceInterface {
        TraceInterface(
            link: .raw, name: name, about: about, filter: filter,
            snapLength: plan.snapLength.map { UInt32(clamping: $0) } ?? 0,
            ticksPerSecond: plan.ticksPerSecond)
    }

    /// Adds packets, whole ones: all that are in `bytes`, or none.
    mutating func append(_ bytes: Span<UInt8>) -> TraceProblem? {
        if let pause, MonotonicTime.current < pause { return TraceProblem("\(path) takes no more") }
        let failure = blocks != nil ? appendBlocks(bytes) : appendRecords(bytes)
        guard let failure else {
            pause = nil
            return nil
        }
        pause = .current + Self.pauseLength
        return TraceProblem("cannot write \"\(path)\": \(failure)")
    }

    /// What was taken in part is taken back, so that the file stays a row of whole blocks.
    private mutating func appendBlocks(_ bytes: Span<UInt8>) -> String? {
        guard let (written, failure) = blocks?.append(bytes) else { return nil }
        guard let failure else {
            length += UInt64(bytes.count)
            return nil
        }
        _ = blocks?.takeBack(written)
        return failure.words
    }

    /// Packets and their times are all that a classic file has.
    private mutating func appendRecords(_ bytes: Span<UInt8>) -> String? {
        var problem: TraceProblem?
        PacketBlocks.show(bytes, ticksPerSecond: ticksPerSecond) { head, packet in
            do throws(TraceProblem) { try records?.write(packet, head) } catch { problem = error }
        }
        return (problem ?? flush())?.reason
    }

    /// libpcap's own buffer is handed on at once: pages come seldom.
    private mutating func flush() -> TraceProblem? {
        defer { length = records?.count ?? length }
        do throws(TraceProblem) {
            try records?.flush()
            return nil
        } catch {
            return error
        }
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
        if blocks == nil { return }
        writer.statistics(interface: interface, from: start, to: end, received: received, dropped: dropped)
    }

    /// Writes what is left to say.
    mutating func close() -> TraceProblem? { blocks == nil ? flush() : appendWritten() }
}
