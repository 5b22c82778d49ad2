/// When a packet was seen, on the calendar's clock.
public struct PacketTime: Hashable, Comparable, Sendable {
    /// Nanoseconds since 1970, UTC. Enough until the year 2554.
    public let nanoseconds: UInt64

    /// A time.
    public init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    /// Whether `left` came first.
    public static func < (left: PacketTime, right: PacketTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// How long after `right` this is; files may hold packets in any order.
    public static func - (left: PacketTime, right: PacketTime) -> Duration {
        left >= right
            ? .nanoseconds(Int64(clamping: left.nanoseconds - right.nanoseconds))
            : .nanoseconds(-Int64(clamping: right.nanoseconds - left.nanoseconds))
    }
}
