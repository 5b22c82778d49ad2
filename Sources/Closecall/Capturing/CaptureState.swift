public import Reactor
public import Trace

/// How far a capture is, or how far it came.
public struct CaptureState: Hashable, Sendable {
    /// Packets that came.
    public internal(set) var packets: UInt64 = 0
    /// How long they were on the wire, together.
    public internal(set) var bytes: UInt64 = 0
    /// Of them, those that are in no file: it did not take them.
    public internal(set) var lost: UInt64 = 0
    /// What the kernel counted.
    public internal(set) var statistics = CaptureStatistics()
    /// The files, in the order they were begun; of a ring, with those that are gone.
    public internal(set) var files: [String] = []
    /// Of those, the oldest ones that are gone.
    public internal(set) var removed = 0
    /// The first thing that went wrong with a file.
    public internal(set) var trouble: CaptureTrouble?
    /// Why it ended; nil as long as it runs.
    public internal(set) var end: CaptureEnd?

    /// The files that are there.
    public var present: ArraySlice<String> { files.dropFirst(removed) }

    /// Packets that nobody could read in time.
    public var dropped: UInt64 { statistics.droppedByKernel &+ statistics.droppedByInterface }
}

/// Why a capture ended.
public enum CaptureEnd: Hashable, Sendable {
    /// Somebody stopped it.
    case stopped
    /// There were as many packets as were asked for.
    case enoughPackets
    /// The time is over.
    case enoughTime
    /// Nobody reads the standard output any more.
    case readerGone
    /// The standard output took a part of a packet, so that nothing can come behind it.
    case torn(CaptureTrouble)
    /// The interface gives no more packets.
    case failed(CaptureProblem)
}

/// Why a capture did not begin.
public enum CaptureFailure: Error, Hashable, Sendable {
    /// There are no packets to be had.
    case capture(CaptureProblem)
    /// The file, and why it cannot be written.
    case file(String, SystemError)
    /// The file does not take its first bytes.
    case refused(CaptureTrouble)
    /// libpcap cannot write the file.
    case dump(TraceProblem)
    /// There is no thread.
    case thread(SystemError)
}

extension CaptureFailure: CustomStringConvertible {
    /// One line about it.
    public var description: String {
        switch self {
        case .capture(let problem): "\(problem)"
        case .file(let path, let error):
            error.isLocked
                ? "another program is writing to \(path), name another file"
                : "\(path) cannot be written: \(error.words)"
        case .refused(let trouble): "\(trouble)"
        case .dump(let problem): "\(problem)"
        case .thread(let error): "\(error)"
        }
    }
}
