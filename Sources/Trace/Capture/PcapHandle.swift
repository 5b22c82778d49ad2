internal import CPcap
internal import Glibc

/// libpcap's handle of a device, owned. Every call of libpcap that captures is in this file.
// Safe: the pointer is a handle of libpcap's for as long as the value lives, and the value has no copy.
@safe struct PcapHandle: ~Copyable {
    private let pcap: OpaquePointer

    /// A handle of `device`, which is not opened yet: nearly any name will do.
    init(device: String) throws(TraceProblem) {
        var reason = ErrorText()
        // Safe: libpcap copies the name, and writes into a text that is as long as it demands.
        guard let pcap = unsafe reason.filled({ unsafe pcap_create(device, $0) }) else {
            throw TraceProblem("libpcap has no handle for \(device): \(reason)")
        }
        unsafe self.pcap = pcap
    }

    /// The version of the libpcap that is loaded: its answer begins "libpcap version 1.10.3 (".
    static var libraryVersion: String {
        // Safe: a constant that ends with a zero.
        let words = unsafe String(cString: pcap_lib_version()).split(separator: " ")
        return words.first { $0.first?.isNumber == true }.map(String.init) ?? words.joined(separator: " ")
    }

    deinit {
        // Safe: nobody else has the pointer.
        unsafe pcap_close(pcap)
    }

    // MARK: Before it is opened

    /// Of longer packets only so many bytes are handed over.
    // Safe: here and below, the handle lives as long as `self`, and libpcap keeps the number.
    func setSnapLength(_ length: UInt32) { unsafe pcap_set_snaplen(pcap, Int32(clamping: length)) }

    /// How much room the kernel has for packets that wait to be read.
    func setBufferSize(_ bytes: Int) { unsafe pcap_set_buffer_size(pcap, Int32(clamping: bytes)) }

    /// How long the kernel collects packets before it tells of them.
    func setTimeout(milliseconds: Int32) { unsafe pcap_set_timeout(pcap, milliseconds) }

    /// Asks for times to the nanosecond, where the device can tell them.
    func setNanoseconds() {
        unsafe pcap_set_tstamp_precision(pcap, Int32(PCAP_TSTAMP_PRECISION_NANO))
    }

    /// Opens the device: 0, a warning's number (above 0), or an error's (below).
    // Safe: the handle lives as long as `self`.
    func activate() -> Int32 { unsafe pcap_activate(pcap) }

    // MARK: Once it is open

    /// Calls return at once, packets or none; an answer says why they will not.
    func setNonblocking() -> String? {
        var reason = ErrorText()
        // Safe: the text is as long as libpcap demands.
        return unsafe reason.filled({ unsafe pcap_setnonblock(pcap, 1, $0) }) < 0 ? "\(reason)" : nil
    }

    /// Reads packets with this link-layer header from now on, if the device offers it.
    func preferLink(_ type: LinkType) {
        var list: UnsafeMutablePointer<Int32>?
        // Safe: libpcap makes a list of as many numbers as it answers, which is given back to it.
        let count = unsafe pcap_list_datalinks(pcap, &list)
        guard count > 0, let list = unsafe list else { return }
        let offered = unsafe UnsafeBufferPointer(start: list, count: Int(count)).contains(Int32(type.number))
        unsafe pcap_free_datalinks(list)
        if offered { unsafe pcap_set_datalink(pcap, Int32(type.number)) }
    }

    /// What packets begin with.
    // Safe: the handle, here and below, lives as long as `self`.
    var link: LinkType { LinkType(number: UInt32(clamping: unsafe pcap_datalink(pcap))) }

    /// Of longer packets only so many bytes are handed over.
    var snapLength: UInt32 { UInt32(clamping: unsafe pcap_snapshot(pcap)) }

    /// Whether times count nanoseconds, not microseconds.
    var hasNanoseconds: Bool {
        // Safe: the handle lives as long as `self`.
        unsafe pcap_get_tstamp_precision(pcap) == Int32(PCAP_TSTAMP_PRECISION_NANO)
    }

    /// Lets only those packets through; an answer says what is wrong with the filter.
    func setFilter(_ text: String) -> String? {
        var program = unsafe bpf_program()
        // Safe: libpcap fills the program, copies it into the kernel, and frees what it made.
        guard unsafe pcap_compile(pcap, &program, text, 1, UInt32(PCAP_NETMASK_UNKNOWN)) == 0 else {
            return lastError
        }
        defer { unsafe pcap_freecode(&program) }
        return unsafe pcap_setfilter(pcap, &program) == 0 ? nil : lastError
    }

    /// Waits until there may be packets, or so long.
    func wait(milliseconds: Int32) {
        // Safe: the descriptor is libpcap's own; one entry, ours, for the length of the call. A signal ends it early.
        var entry = unsafe pollfd(fd: pcap_get_selectable_fd(pcap), events: Int16(POLLIN), revents: 0)
        _ = unsafe poll(&entry, 1, milliseconds)
    }

    /// Hands over the packets that are there, at most so many; how many, or an error's number (below 0).
    func dispatch(most: Int32, _ body: (pcap_pkthdr, Span<UInt8>) -> Void) -> Int32 {
        withoutActuallyEscaping(body) { body in
            let receiver = Receiver(body)
            // Safe: libpcap calls back before it returns, with the pointer that it was given, a header, and as many
            // bytes as the header says.
            return unsafe pcap_dispatch(
                pcap, most,
                { receiver, head, bytes in
                    guard let receiver = unsafe receiver, let head = unsafe head else { return }
                    let packet = unsafe UnsafeBufferPointer(start: bytes, count: Int(head.pointee.caplen))
                    unsafe Unmanaged<Receiver>.fromOpaque(receiver).takeUnretainedValue()
                        .body(head.pointee, packet.span)
                }, Unmanaged.passUnretained(receiver).toOpaque().assumingMemoryBound(to: UInt8.self))
        }
    }

    private final class Receiver {
        let body: (pcap_pkthdr, Span<UInt8>) -> Void

        init(_ body: @escaping (pcap_pkthdr, Span<UInt8>) -> Void) { self.body = body }
    }

    /// Counts since the device was opened; nil when the kernel does not tell them.
    var statistics: CaptureStatistics? {
        var counts = pcap_stat()
        // Safe: libpcap fills the structure.
        guard unsafe pcap_stats(pcap, &counts) == 0 else { return nil }
        return CaptureStatistics(
            received: UInt64(counts.ps_recv), droppedByKernel: UInt64(counts.ps_drop),
            droppedByInterface: UInt64(counts.ps_ifdrop))
    }

    /// libpcap's words for a result's number.
    static func words(_ result: Int32) -> String {
        // Safe: libpcap answers a text of its own, which is copied at once.
        guard let text = unsafe pcap_statustostr(result) else { return "error \(result)" }
        return unsafe String(cString: text)
    }

    /// What libpcap says of the last call that failed.
    var lastError: String {
        // Safe: the text lies in the handle and is copied at once.
        guard let text = unsafe pcap_geterr(pcap) else { return "" }
        return unsafe String(cString: text)
    }
}

extension CaptureInterface {
    /// Those of this machine, as libpcap lists them.
    static func listed() throws(TraceProblem) -> [CaptureInterface] {
        var reason = ErrorText()
        var first: UnsafeMutablePointer<pcap_if_t>?
        // Safe: libpcap makes a chain of entries with zero-ended texts, all of which are copied before it frees them.
        guard unsafe reason.filled({ unsafe pcap_findalldevs(&first, $0) }) == 0 else {
            throw TraceProblem("libpcap cannot list the interfaces: \(reason)")
        }
        defer { unsafe pcap_freealldevs(first) }
        var interfaces: [CaptureInterface] = []
        var next = unsafe first
        // Safe: the chain is libpcap's until it is freed.
        while let entry = unsafe next?.pointee {
            let (name, about) = unsafe (entry.name, entry.description)
            unsafe interfaces.append(
                CaptureInterface(
                    name: name.map { unsafe String(cString: $0) } ?? "",
                    about: about.map { unsafe String(cString: $0) },
                    isUp: entry.flags & UInt32(PCAP_IF_UP) != 0))
            unsafe next = entry.next
        }
        return interfaces
    }
}

/// What libpcap writes into a text that the caller brings.
private struct ErrorText: CustomStringConvertible {
    private var bytes = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))

    mutating func filled<Value>(_ call: (UnsafeMutablePointer<CChar>?) -> Value) -> Value {
        // Safe: the array stays in place for the length of the call, and has the length that libpcap demands.
        unsafe bytes.withUnsafeMutableBufferPointer { unsafe call($0.baseAddress) }
    }

    var description: String {
        String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
