internal import Trace
internal import WebSocketWire

/// Matches one side's pings with the other side's pongs.
struct PingWatch {
    private struct Ping {
        let payload: [UInt8]
        let time: PacketTime
    }

    private var open: [Ping] = []
    private var counted = PingTally()
    /// Round trips in microseconds; of many every second, every fourth and so on.
    private var samples: [UInt64] = []
    private var stride: UInt64 = 1
    private var least = UInt64.max
    private var most: UInt64 = 0

    /// Pings that nobody answers are not to fill the memory.
    private static let mostOpen = 64
    private static let mostSamples = 512

    mutating func ping(_ payload: [UInt8], at time: PacketTime) {
        counted.pings &+= 1
        if open.count == Self.mostOpen { open.removeFirst() }
        open.append(Ping(payload: payload, time: time))
    }

    /// A pong answers the latest ping that says the same (RFC 6455 §5.5.3: whoever has several to answer may answer the
    /// last alone).
    mutating func pong(_ payload: [UInt8], at time: PacketTime) {
        guard let place = open.lastIndex(where: { $0.payload == payload }) else {
            return counted.unasked &+= 1
        }
        let ping = open.remove(at: place)
        counted.answered &+= 1
        let nanoseconds =
            time > ping.time ? time.nanoseconds - ping.time.nanoseconds : 0
        add(nanoseconds / 1000)
    }

    private mutating func add(_ microseconds: UInt64) {
        least = min(least, microseconds)
        most = max(most, microseconds)
        if counted.answered % stride == 0 { samples.append(microseconds) }
        guard samples.count == Self.mostSamples else { return }
        samples = samples.indices.filter { $0 % 2 == 1 }.map { samples[$0] }
        stride *= 2
    }

    /// What it came to.
    var tally: PingTally {
        var tally = counted
        guard !samples.isEmpty else { return tally }
        let median = samples.sorted()[(samples.count - 1) / 2]
        tally.roundTrip = PingTally.RoundTrip(
            least: .microseconds(Int64(clamping: least)), median: .microseconds(Int64(clamping: median)),
            most: .microseconds(Int64(clamping: most)))
        return tally
    }
}
