internal import Reactor
internal import Trace

/// A capture's file, or files, as their one writer sees them: packets that none of them takes are counted.
struct CaptureWriter {
    private var file: any CaptureFile
    private let plan: CapturePlan
    private let interface: TraceInterface
    /// Whether the file has packets: one without is not full.
    private var hasPackets = false
    /// Not before then is asked again what was refused.
    private var pause: MonotonicTime?
    private var began: PacketTime
    /// What was counted when the file began.
    private var before = CaptureStatistics()

    /// Names of files, in order.
    private(set) var files: [String]
    private(set) var removed = 0
    /// Packets that no file took.
    private(set) var lost: UInt64 = 0
    /// The first thing that went wrong.
    private(set) var trouble: CaptureTrouble?

    /// So much is written at once.
    private static let pageSize = 256 * 1024

    /// Opens the file, and writes what stands in front of packets.
    init(
        _ plan: CapturePlan, _ interface: TraceInterface, at time: PacketTime
    ) throws(CaptureFailure) {
        let name =
            switch plan.target {
            case .standardOutput: "the standard output"
            case .file(let path): plan.ring == nil ? path : CaptureRing.name(path, number: 1, at: .current)
            }
        self.plan = plan
        self.interface = interface
        began = time
        files = [name]
        file = try Self.open(name, plan, interface)
        if let trouble = file.flush().trouble { throw .refused(trouble) }
    }

    private static func open(
        _ name: String, _ plan: CapturePlan, _ interface: TraceInterface
    ) throws(CaptureFailure) -> any CaptureFile {
        let file = try emptyFile(name, plan.target)
        guard plan.format == .pcap else { return BlockFile(file, interface) }
        return try DumpFile(file, interface)
    }

    private static func emptyFile(
        _ name: String, _ target: CaptureTarget
    ) throws(CaptureFailure) -> AppendFile {
        do throws(SystemError) {
            return target == .standardOutput ? try .standardOutput() : try .emptying(name)
        } catch {
            throw .file(name, error)
        }
    }

    /// Adds a packet, which is written with the next page. `dropped` got lost since the one before.
    mutating func add(_ packet: Span<UInt8>, _ head: PacketHead, dropped: UInt64) {
        if file.isTorn || pause.map({ MonotonicTime.current < $0 }) ?? false {
            lost += 1
            return
        }
        file.add(packet, head, dropped: dropped)
        hasPackets = true
        if file.waiting >= Self.pageSize { flush() }
    }

    /// Writes what waits.
    mutating func flush() { note(file.flush()) }

    /// Ends the file with what was counted meanwhile.
    mutating func finish(at time: PacketTime, _ counts: CaptureStatistics) {
        note(file.finish(from: began, to: time, counts.since(before)))
    }

    private mutating func note(_ flush: CaptureFlush) {
        lost += UInt64(flush.lost)
        guard let trouble = flush.trouble else { return }
        self.trouble = self.trouble ?? trouble
        pause = .current + plan.pause
    }
}

// MARK: - The next file

extension CaptureWriter {
    /// Whether the next packet belongs into another file.
    func isFull(for length: Int) -> Bool {
        guard let ring = plan.ring, hasPackets else { return false }
        if file.isTorn { return true }
        // What a packet's block and the statistics take besides.
        return file.size + length + 256 > ring.size
    }

    /// Ends the file, and begins the next one; where that cannot be, the old one goes on.
    mutating func turn(at time: PacketTime, _ counts: CaptureStatistics) {
        guard let ring = plan.ring, case .file(let path) = plan.target else { return }
        if let pause, MonotonicTime.current < pause { return }
        flush()
        if files.count - removed >= ring.files {
            AppendFile.remove(files[removed])
            removed += 1
        }
        let name = CaptureRing.name(path, number: files.count + 1, at: .current)
        do throws(CaptureFailure) {
            let next = try Self.open(name, plan, interface)
            finish(at: time, counts)
            file = next
            files.append(name)
            hasPackets = false
            (began, before) = (time, counts)
        } catch {
            trouble = trouble ?? CaptureTrouble(description: "\(error)", isReaderGone: false)
            pause = .current + plan.pause
        }
    }
}

extension CaptureStatistics {
    /// What was counted since `earlier`.
    fileprivate func since(_ earlier: CaptureStatistics) -> CaptureStatistics {
        CaptureStatistics(
            received: received &- earlier.received,
            droppedByKernel: droppedByKernel &- earlier.droppedByKernel,
            droppedByInterface: droppedByInterface &- earlier.droppedByInterface)
    }
}
