public import Trace

/// What a capture takes, where it goes, and when it ends by itself.
public struct CapturePlan: Hashable, Sendable {
    /// The interface, the filter, how much of each packet.
    public var capture: LiveCapture.Options
    /// Where packets go.
    public var target: CaptureTarget
    /// Begins a new file now and then; nil for one file.
    public var ring: CaptureRing?
    /// Ends by itself after so many packets.
    public var mostPackets: UInt64?
    /// Ends by itself after so long.
    public var longest: Duration?
    /// How long a file that refused packets, such as on a full disk, is left alone.
    public var pause = Duration.seconds(1)

    /// How packets are written.
    public var format: TraceFormat {
        if case .file(let path) = target, path.hasSuffix(".pcap") { return .pcap }
        return .pcapng
    }

    /// One file, until it is stopped.
    public init(_ capture: LiveCapture.Options, into target: CaptureTarget) {
        self.capture = capture
        self.target = target
    }
}

/// Where packets go.
public enum CaptureTarget: Hashable, Sendable {
    /// A file: pcapng, or classic pcap when its name ends so. What it held before is gone.
    case file(String)
    /// The standard output, as pcapng.
    case standardOutput
}

/// Files that follow one another, so that an endless capture takes so much of the disk and no more.
public struct CaptureRing: Hashable, Sendable {
    /// No file grows larger, unless one packet is.
    public var size: Int
    /// So many files stay; the oldest goes when one more begins.
    public var files: Int

    /// A ring by size.
    public init(size: Int, files: Int = 10) {
        self.size = size
        self.files = files
    }
}
