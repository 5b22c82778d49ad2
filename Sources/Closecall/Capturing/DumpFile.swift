internal import Reactor
internal import Trace

/// A classic pcap file, which libpcap writes. After a failure it takes nothing more, and ends where it was flushed last.
final class DumpFile: CaptureFile {
    private var file: AppendFile
    private var dump: PcapDump?
    /// How much of it is certainly whole.
    private var kept = 0
    /// Packets since then.
    private var packets = 0
    private(set) var isTorn = false

    /// A file that is empty.
    init(_ file: consuming AppendFile, _ interface: TraceInterface) throws(CaptureFailure) {
        self.file = file
        let path = self.file.path
        let descriptor: Int32
        do throws(SystemError) { descriptor = try self.file.anotherDescriptor() } catch {
            throw .file(path, error)
        }
        do throws(TraceProblem) {
            dump = try PcapDump(descriptor: descriptor, name: path, interface)
        } catch {
            throw .dump(error)
        }
    }

    var size: Int { Int(clamping: dump?.count ?? 0) }
    var waiting: Int { max(0, size - kept) }

    func add(_ packet: Span<UInt8>, _ head: PacketHead, dropped: UInt64) {
        packets += 1
        // What cannot be written is told by the next flush.
        try? dump?.write(packet, head)
    }

    func flush() -> CaptureFlush {
        defer { packets = 0 }
        do throws(TraceProblem) {
            try dump?.flush()
            kept = size
            return CaptureFlush()
        } catch {
            let wasTorn = isTorn
            isTorn = true
            _ = file.cut(to: kept)
            let trouble = CaptureTrouble(description: "\(error)", isReaderGone: false)
            return CaptureFlush(lost: packets, trouble: wasTorn ? nil : trouble)
        }
    }

    func finish(
        from start: PacketTime, to end: PacketTime, _ counts: CaptureStatistics
    ) -> CaptureFlush {
        let last = flush()
        // The C library may write what it still has, behind what is whole.
        dump = nil
        if isTorn { _ = file.cut(to: kept) }
        return last
    }
}
