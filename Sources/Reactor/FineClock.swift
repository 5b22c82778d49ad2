/// Tells the calendar's time in nanoseconds, and never goes backwards: the monotonic clock, set once.
public struct FineClock: Sendable {
    /// Nanoseconds since 1970 (UTC) when the monotonic clock began.
    private let origin: UInt64

    /// The clocks as they are now.
    public init() {
        origin = Syscalls.wallNanoseconds() &- Syscalls.monotonicNanoseconds()
    }

    /// Nanoseconds since 1970 (UTC).
    public var nanoseconds: UInt64 { origin &+ Syscalls.monotonicNanoseconds() }
}
