internal import CPcap

/// Packets of an interface as they come, through libpcap: those that a filter lets through.
///
/// It needs CAP_NET_RAW. The kernel collects packets in a buffer and tells of them in blocks, at the latest a tenth of a
/// second after the first: so a busy interface costs few wake-ups, and the buffer holds many small packets. Whoever
/// reads too slowly finds in `statistics` how many there was no room for.
public struct LiveCapture: ~Copyable {
    /// What to capture, and how.
    public struct Options: Hashable, Sendable {
        /// The interface's name; `any` for all of them.
        public var interface: String
        /// Which packets.
        public var filter: CaptureFilter
        /// Of longer packets only so many bytes are kept.
        public var snapLength = standardSnapLength
        /// The kernel's room for packets that wait to be read.
        public var bufferSize = 8 << 20

        /// No packet is longer: tcpdump and Wireshark keep as much.
        public static let standardSnapLength: UInt32 = 262_144

        /// All of every packet.
        public init(interface: String = CaptureInterface.any, filter: CaptureFilter) {
            self.interface = interface
            self.filter = filter
        }
    }

    /// What a file says of where the packets come from.
    public let interface: TraceInterface
    /// What libpcap warned of when it opened the device; nil for nothing.
    public let warning: String?
    private let handle: PcapHandle
    private let hasNanoseconds: Bool
    private var number: UInt64 = 0
    private var counts = CaptureStatistics()
    private var lastCounts = CaptureStatistics()

    /// The kernel's blocks are told of after so many milliseconds, full or not: no packet waits longer.
    public static let longestWait = 100

    /// Opens the interface. It is not made to listen to what is for other machines.
    public init(_ options: Options) throws(CaptureProblem) {
        var warning: String?
        self.init(options, try Self.opened(options, &warning), warning)
    }

    private init(_ options: Options, _ handle: consuming PcapHandle, _ warning: String?) {
        self.warning = warning
        hasNanoseconds = handle.hasNanoseconds
        interface = TraceInterface(
            link: handle.link, name: options.interface, filter: options.filter.text,
            snapLength: handle.snapLength, ticksPerSecond: hasNanoseconds ? 1_000_000_000 : 1_000_000)
        self.handle = handle
    }

    private static func opened(
        _ options: Options, _ warning: inout String?
    ) throws(CaptureProblem) -> PcapHandle {
        let name = options.interface
        let handle = try unopened(options)
        let result = handle.activate()
        if result < 0 { throw problem(result, handle.lastError, name) }
        if result > 0 { warning = Self.warning(result, handle.lastError) }
        // What "any" gives can say which interface a packet was seen at only in the second version.
        if handle.link == .linuxCooked { handle.preferLink(.linuxCooked2) }
        if let reason = handle.setFilter(options.filter.text) {
            throw .badFilter(options.filter.text, reason: reason)
        }
        if let reason = handle.setNonblocking() { throw .failed(interface: name, reason: reason) }
        return handle
    }

    private static func unopened(_ options: Options) throws(CaptureProblem) -> PcapHandle {
        do throws(TraceProblem) {
            let handle = try PcapHandle(device: options.interface)
            handle.setSnapLength(options.snapLength)
            handle.setBufferSize(options.bufferSize)
            handle.setTimeout(milliseconds: Int32(longestWait))
            handle.setNanoseconds()
            return handle
        } catch {
            throw .failed(interface: options.interface, reason: error.reason)
        }
    }

    /// Waits for packets, at most so long, and hands over those that are there; how many they were.
    ///
    /// - Parameter most: so many and no more; ten thousand at a time are enough, lest a flood never lets go.
    public mutating func read(
        waiting milliseconds: Int, most: Int = .max, _ body: (PacketHead, Span<UInt8>) -> Void
    ) throws(CaptureProblem) -> Int {
        handle.wait(milliseconds: Int32(clamping: milliseconds))
        var number = number
        let (link, hasNanoseconds) = (interface.link, hasNanoseconds)
        // libpcap would take 0 for "all that are there".
        let count = handle.dispatch(most: Int32(min(10_000, max(1, most)))) { head, bytes in
            number &+= 1
            body(
                PacketHead(
                    number: number, time: head.time(hasNanoseconds: hasNanoseconds), link: link,
                    originalLength: Int(head.len)),
                bytes)
        }
        self.number = number
        guard count >= 0 else {
            throw .failed(interface: interface.name ?? "", reason: handle.lastError)
        }
        return Int(count)
    }

    /// What the kernel counted until now.
    public mutating func statistics() -> CaptureStatistics {
        if let now = handle.statistics {
            counts.advance(from: lastCounts, to: now)
            lastCounts = now
        }
        return counts
    }
}

// MARK: - libpcap's numbers

extension LiveCapture {
    private static func problem(_ result: Int32, _ reason: String, _ name: String) -> CaptureProblem {
        let there = (try? CaptureInterface.all().map(\.name)) ?? []
        // Without the privilege libpcap does not come so far as to look for the interface.
        let isUnknown = !there.isEmpty && !there.contains(name)
        return switch result {
        case PCAP_ERROR_NO_SUCH_DEVICE: .noSuchInterface(name, there: there)
        case PCAP_ERROR_PERM_DENIED, PCAP_ERROR_PROMISC_PERM_DENIED:
            isUnknown ? .noSuchInterface(name, there: there) : .notPermitted(interface: name)
        case PCAP_ERROR_IFACE_NOT_UP: .notUp(interface: name)
        default: .failed(interface: name, reason: reason.isEmpty ? PcapHandle.words(result) : reason)
        }
    }

    private static func warning(_ result: Int32, _ reason: String) -> String {
        reason.isEmpty || result != PCAP_WARNING ? PcapHandle.words(result) : reason
    }
}

extension pcap_pkthdr {
    /// The kernel's clock may be set before 1970, or far beyond our calendar.
    fileprivate func time(hasNanoseconds: Bool) -> PacketTime {
        let (seconds, isTooLate) = UInt64(clamping: ts.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        let part = UInt64(clamping: ts.tv_usec) &* (hasNanoseconds ? 1 : 1000)
        let (sum, isTooLateToo) = seconds.addingReportingOverflow(part)
        return PacketTime(nanoseconds: isTooLate || isTooLateToo ? .max : sum)
    }
}
