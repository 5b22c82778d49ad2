/// What became of packets, as the kernel counts them: those of loopback twice, when they leave and when they arrive.
public struct CaptureStatistics: Hashable, Sendable {
    /// Packets that passed the filter, with those that were dropped behind it.
    public var received: UInt64
    /// Those for which the kernel's buffer had no room: they were read too slowly.
    public var droppedByKernel: UInt64
    /// Those that the interface or its driver had no room for.
    public var droppedByInterface: UInt64

    /// None, or so many.
    public init(received: UInt64 = 0, droppedByKernel: UInt64 = 0, droppedByInterface: UInt64 = 0) {
        self.received = received
        self.droppedByKernel = droppedByKernel
        self.droppedByInterface = droppedByInterface
    }

    /// libpcap counts to four billion and begins anew: what was added since `last`, added to `self`.
    mutating func advance(from last: CaptureStatistics, to now: CaptureStatistics) {
        func grown(_ last: UInt64, _ now: UInt64) -> UInt64 {
            UInt64(UInt32(truncatingIfNeeded: now) &- UInt32(truncatingIfNeeded: last))
        }
        received &+= grown(last.received, now.received)
        droppedByKernel &+= grown(last.droppedByKernel, now.droppedByKernel)
        droppedByInterface &+= grown(last.droppedByInterface, now.droppedByInterface)
    }
}
