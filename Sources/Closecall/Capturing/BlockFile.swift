internal import Reactor
internal import Trace

/// A pcapng file. Packets go to it by pages of whole blocks; a page that the disk took only in part is taken back to its
/// last whole block.
final class BlockFile: CaptureFile {
    private var file: AppendFile
    private let interface: TraceInterface
    private var page = BlockWriter()
    /// Where each packet of the page ends.
    private var ends: [Int] = []
    /// Where the page's section header and interface end; 0 where the file has them already.
    private var headEnd = 0
    /// Whether the file lacks them.
    private var needsHead = true
    private(set) var isTorn = false

    /// A file that is empty.
    init(_ file: consuming AppendFile, _ interface: TraceInterface) {
        self.file = file
        self.interface = interface
        begin()
    }

    var size: Int { file.isRegular ? file.size + waiting : 0 }
    var waiting: Int { page.bytes.count }

    func add(_ packet: Span<UInt8>, _ head: PacketHead, dropped: UInt64) {
        if needsHead { begin() }
        page.packet(packet, head, dropped: dropped)
        ends.append(page.bytes.count)
    }

    func finish(
        from start: PacketTime, to end: PacketTime, _ counts: CaptureStatistics
    ) -> CaptureFlush {
        if needsHead { begin() }
        let dropped = counts.droppedByKernel &+ counts.droppedByInterface
        let words =
            "dropped by the kernel \(counts.droppedByKernel), by the interface \(counts.droppedByInterface)"
        page.statistics(
            interface: 0, from: start, to: end, received: counts.received, dropped: dropped,
            comment: dropped > 0 ? words : nil)
        return flush()
    }

    func flush() -> CaptureFlush {
        guard waiting > 0 else { return CaptureFlush() }
        defer {
            page.removeAll()
            ends.removeAll(keepingCapacity: true)
            headEnd = 0
        }
        if isTorn { return CaptureFlush(lost: ends.count) }
        let bytes = page.bytes
        let (written, failure) = file.append(bytes.span)
        guard let failure else { return CaptureFlush() }
        return keepWhole(written, failure)
    }

    private func begin() {
        page.removeAll()
        page.sectionHeader(application: "closecall capture")
        page.interface(interface)
        headEnd = waiting
        needsHead = false
        ends = []
    }

    private func keepWhole(_ written: Int, _ failure: SystemError) -> CaptureFlush {
        let whole = ends.count { $0 <= written }
        needsHead = written < headEnd
        let kept = whole > 0 ? ends[whole - 1] : needsHead ? 0 : headEnd
        let isWhole = file.takeBack(written - kept)
        isTorn = !isWhole
        return CaptureFlush(lost: ends.count - whole, trouble: CaptureTrouble(failure))
    }
}

extension CaptureTrouble {
    init(_ error: SystemError) { self.init(description: "\(error)", isReaderGone: error.name == "EPIPE") }
}
