internal import CPcap
internal import Glibc

// Sendable: the value has one owner, and the handle one value. Safe: the handle is only handed to libpcap and to the C
// library.
/// Writes a classic capture file through libpcap. What it cannot hold of a packet's head, comments above all, is lost.
///
/// The C library keeps what is written until its buffer is full: `flush` now and then, and before the value goes.
@safe public struct PcapDump: ~Copyable, @unchecked Sendable {
    /// How long the file is, with what is not flushed yet.
    public private(set) var count: UInt64 = 24

    private let dump: OpaquePointer
    private let stream: UnsafeMutablePointer<FILE>
    /// What the stream keeps.
    private let buffer: UnsafeMutableRawBufferPointer
    private let name: String
    private let snapLength: UInt32
    private let isNano: Bool
    /// Why the first write that failed did: behind it, libpcap writes nothing.
    private var failure: TraceProblem?

    /// Begins a file, in place of any that is there, or writes to standard output for `-`.
    public init(path: String, _ interface: TraceInterface) throws(TraceProblem) {
        let name = path == "-" ? "standard output" : path
        // Safe: the path is lent as a C string during the call.
        let descriptor =
            unsafe path == "-"
            ? dup(STDOUT_FILENO) : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw TraceProblem("cannot write \(name)", errno: errno) }
        try self.init(descriptor: descriptor, name: name, interface)
    }

    /// Begins a file in an open descriptor, which this value closes, also if it cannot begin.
    ///
    /// Of the interface count its link type, its snap length (0 for libpcap's greatest, 262,144) and whether it has
    /// ticks of a nanosecond: others are written in microseconds.
    public init(descriptor: Int32, name: String, _ interface: TraceInterface) throws(TraceProblem) {
        // Safe: the mode is a C string literal.
        guard let stream = unsafe fdopen(descriptor, "wb") else {
            let problem = TraceProblem("cannot write \(name)", errno: errno)
            close(descriptor)
            throw problem
        }
        // Safe: the buffer stays until the stream is closed, and is as long as is told. What the C library allocates is
        // 4 KiB: a system call every three packets.
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
        unsafe setvbuf(stream, buffer.baseAddress, _IOFBF, buffer.count)
        let limit: UInt32 = 262_144
        let snapLength = interface.snapLength == 0 ? limit : min(interface.snapLength, limit)
        let isNano = interface.ticksPerSecond == 1_000_000_000
        // libpcap counts raw IP otherwise in memory than in files.
        let link = interface.link == .raw ? DLT_RAW : Int32(clamping: interface.link.number)
        // Safe: the handle is only needed to begin a file, and closed behind that.
        let pcap = unsafe pcap_open_dead_with_tstamp_precision(
            link, Int32(truncatingIfNeeded: snapLength),
            UInt32(isNano ? PCAP_TSTAMP_PRECISION_NANO : PCAP_TSTAMP_PRECISION_MICRO))
        defer { unsafe pcap_close(pcap) }
        guard let dump = unsafe pcap_dump_fopen(pcap, stream) else {
            // Safe: libpcap's own text, which stays until the handle is closed; it is copied at once.
            let text = unsafe String(cString: pcap_geterr(pcap))
            unsafe fclose(stream)
            unsafe buffer.deallocate()
            throw TraceProblem("cannot write \(name): \(text)")
        }
        unsafe (self.dump, self.stream, self.buffer) = (dump, stream, buffer)
        (self.name, self.snapLength, self.isNano, failure) = (name, snapLength, isNano, nil)
    }

    deinit {
        // Safe: nobody else has the handle. The stream goes with it, so the buffer is used no more behind it.
        unsafe pcap_dump_close(dump)
        unsafe buffer.deallocate()
    }

    /// Adds a packet; more of it than the snap length is cut off. Throws where an earlier write has failed, too.
    public mutating func write(_ packet: Span<UInt8>, _ head: PacketHead) throws(TraceProblem) {
        let kept = min(packet.count, Int(snapLength))
        var record = pcap_pkthdr()
        let nanoseconds = head.time.nanoseconds % 1_000_000_000
        record.ts.tv_sec = Int(truncatingIfNeeded: head.time.nanoseconds / 1_000_000_000)
        record.ts.tv_usec = Int(truncatingIfNeeded: isNano ? nanoseconds : nanoseconds / 1000)
        record.caplen = UInt32(truncatingIfNeeded: kept)
        record.len = UInt32(clamping: max(head.originalLength, packet.count))
        // Safe: libpcap reads as many bytes as the record says, which are there, and takes its handle as bytes.
        unsafe packet.withUnsafeBufferPointer { bytes in
            unsafe pcap_dump(UnsafeMutablePointer<UInt8>(dump), &record, bytes.baseAddress)
        }
        count += 16 + UInt64(kept)
        // Safe: the stream is open as long as this value lives.
        try check(unsafe ferror(stream) != 0)
    }

    /// Hands everything to the system, so that a reader sees it, and a kill loses none of it.
    public mutating func flush() throws(TraceProblem) {
        // Safe: the handle is open as long as this value lives.
        try check(unsafe pcap_dump_flush(dump) != 0 || ferror(stream) != 0)
    }

    private mutating func check(_ hasFailed: Bool) throws(TraceProblem) {
        guard hasFailed else { return }
        let problem = failure ?? TraceProblem("writing \(name) failed", errno: errno)
        failure = problem
        throw problem
    }
}
