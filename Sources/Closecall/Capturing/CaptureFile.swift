internal import Trace

/// A file that a capture adds packets to. What is in it can be read at any moment.
protocol CaptureFile: AnyObject {
    /// How long it is with what waits; 0 for what is no file on a disk.
    var size: Int { get }
    /// How much waits to be written.
    var waiting: Int { get }
    /// Whether nothing can be added any more: it ends in pieces that cannot be taken back.
    var isTorn: Bool { get }

    /// Adds a packet, which is written with the next flush. `dropped` got lost since the one before.
    func add(_ packet: Span<UInt8>, _ head: PacketHead, dropped: UInt64)

    /// Writes what waits.
    func flush() -> CaptureFlush

    /// Says what was counted in this file's time, and ends it.
    func finish(from start: PacketTime, to end: PacketTime, _ counts: CaptureStatistics) -> CaptureFlush
}

/// What a file did not take.
struct CaptureFlush {
    /// So many packets.
    var lost = 0
    /// Why.
    var trouble: CaptureTrouble?
}

/// What is wrong with a capture's file.
public struct CaptureTrouble: Hashable, Sendable, CustomStringConvertible {
    /// One line.
    public let description: String
    /// Whether nobody reads any more what goes to a pipe.
    let isReaderGone: Bool
}
