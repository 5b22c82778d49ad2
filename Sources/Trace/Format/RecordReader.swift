internal import CPcap
internal import Glibc

// Safe: the handles are this object's own, and what libpcap points at is read before libpcap is called again.
/// Reads a classic capture file through libpcap, which knows all their variants.
@safe final class RecordReader {
    let interface: TraceInterface
    /// Where the next record begins.
    private(set) var position: UInt64 = 24
    private(set) var unfinished: TraceProblem?

    private let pcap: OpaquePointer
    /// Belongs to `pcap`.
    private let stream: UnsafeMutablePointer<FILE>
    /// What the stream reads, of a file in memory; else its buffer.
    private let memory: UnsafeMutableRawBufferPointer
    private let file: TraceDescriptor?
    private let recordHeader: UInt64
    private let snapLength: Int
    private var packets: UInt64 = 0
    /// A pipe cannot go back to the beginning of a record that is not all there.
    private var isOver = false

    /// An open file, of which `first` was read already.
    convenience init(_ file: TraceDescriptor, after first: [UInt8]) throws(TraceProblem) {
        // Safe: the memory stays until the stream is closed. What the C library allocates is 4 KiB: a system call every
        // three packets.
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
        guard let stream = unsafe file.stream(again: first, buffer: memory) else {
            unsafe memory.deallocate()
            throw TraceProblem("cannot read \(file.name)", errno: errno)
        }
        unsafe try self.init(stream, named: file.name, first: first, file: file, memory: memory)
    }

    /// A file in memory, which is copied: it must stay where it is.
    convenience init(bytes: [UInt8], named name: String) throws(TraceProblem) {
        // Safe: the memory has the length that is told, and stays until the stream is closed.
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        unsafe memory.copyBytes(from: bytes)
        guard let stream = unsafe fmemopen(memory.baseAddress, memory.count, "rb") else {
            unsafe memory.deallocate()
            throw TraceProblem("cannot read \(name)", errno: errno)
        }
        unsafe try self.init(stream, named: name, first: Array(bytes.prefix(4)), file: nil, memory: memory)
    }

    private init(
        _ stream: UnsafeMutablePointer<FILE>, named name: String, first: [UInt8], file: TraceDescriptor?,
        memory: UnsafeMutableRawBufferPointer
    ) throws(TraceProblem) {
        var complaint = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
        // Safe: the buffer has the size that libpcap asks for, and the stream is open.
        let opened = unsafe pcap_fopen_offline_with_tstamp_precision(
            stream, UInt32(PCAP_TSTAMP_PRECISION_NANO), &complaint)
        guard let opened = unsafe opened else {
            let isTorn = unsafe feof(stream) != 0
            // Safe: libpcap closes only what it has accepted.
            unsafe fclose(stream)
            unsafe memory.deallocate()
            if isTorn {
                let advice = "its writer was stopped before its first packet"
                throw TraceProblem("\(name) ends within its header", advice: advice)
            }
            let text = complaint.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            throw TraceProblem("\(name) cannot be read: \(String(decoding: text, as: UTF8.self))")
        }
        // Safe: the handle is open, and only asked.
        unsafe (self.pcap, self.stream, self.memory, self.file) = (opened, stream, memory, file)
        snapLength = Int(unsafe pcap_snapshot(opened))
        // The magic numbers of records with longer heads, and of ticks of a nanosecond, in both byte orders.
        recordHeader = first == [0x34, 0xCD, 0xB2, 0xA1] || first == [0xA1, 0xB2, 0xCD, 0x34] ? 24 : 16
        let isNano = first == [0x4D, 0x3C, 0xB2, 0xA1] || first == [0xA1, 0xB2, 0x3C, 0x4D]
        interface = TraceInterface(
            link: LinkType(number: UInt32(bitPattern: unsafe pcap_datalink(opened))),
            snapLength: UInt32(clamping: snapLength), ticksPerSecond: isNano ? 1_000_000_000 : 1_000_000)
        findPosition()
    }

    deinit {
        // Safe: closes the stream too, so the memory is used no more behind it.
        unsafe pcap_close(pcap)
        unsafe memory.deallocate()
    }

    /// How long the file is by now, where that can be known.
    var size: UInt64? { if let file { file.size } else { unsafe UInt64(memory.count) } }

    /// Shows the next packet; false when there is no more at present.
    func next(_ body: (PacketHead, Span<UInt8>) -> Void) throws(TraceProblem) -> Bool {
        if isOver { return false }
        var header: UnsafeMutablePointer<pcap_pkthdr>?
        var data: UnsafePointer<UInt8>?
        // Safe: both are set together with the answer 1, and are read before the next call.
        let answer = unsafe pcap_next_ex(pcap, &header, &data)
        guard answer == 1, let record = unsafe header?.pointee, let data = unsafe data else {
            try stop(answer)
            return false
        }
        guard record.caplen <= BlockLayout.largestPacket else {
            throw TraceProblem("a packet claims a length of \(record.caplen) bytes", at: position)
        }
        unfinished = nil
        packets &+= 1
        position += recordHeader + UInt64(record.caplen)
        // Of what is longer than the file says packets are, libpcap skips the rest.
        if record.caplen == snapLength { findPosition() }
        let head = PacketHead(
            number: packets, time: Self.time(record.ts), link: interface.link,
            originalLength: Int(max(record.len, record.caplen)))
        // Safe: libpcap has read so many bytes there.
        body(head, unsafe Span(_unsafeStart: data, count: Int(record.caplen)))
        return true
    }

    /// Why there is no packet: the file ends, between two records or within one, or is damaged.
    private func stop(_ answer: Int32) throws(TraceProblem) {
        // Safe: the stream is open as long as this object lives, as for all calls below.
        let isAtEnd = unsafe feof(stream) != 0
        unfinished = nil
        if answer != PCAP_ERROR_BREAK {
            guard isAtEnd else { throw damage() }
            let there = size.map { " only \($0 - min($0, position)) bytes are there" }
            unfinished = TraceProblem(
                "of the last record\(there ?? " not everything is there")", at: position,
                advice: "its writer was stopped, or still writes")
            isOver = unsafe fseeko(stream, off_t(position), SEEK_SET) != 0
        }
        // A stream that has met its end does not look again.
        unsafe clearerr(stream)
    }

    private func damage() -> TraceProblem {
        // Safe: libpcap's own text, which stays until the next call; it is copied at once.
        let text = unsafe String(cString: pcap_geterr(pcap))
        return TraceProblem("a record is damaged: \(text)", at: position)
    }

    private func findPosition() {
        let place = unsafe ftello(stream)
        if place >= 0 { position = UInt64(place) }
    }

    /// Seconds are unsigned in the file, though libpcap takes them for signed; parts of a second may be anything there.
    private static func time(_ time: timeval) -> PacketTime {
        let seconds = UInt64(UInt32(truncatingIfNeeded: time.tv_sec))
        return PacketTime(
            nanoseconds: seconds &* 1_000_000_000 &+ UInt64(UInt32(truncatingIfNeeded: time.tv_usec)))
    }
}
