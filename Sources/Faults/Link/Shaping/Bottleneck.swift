internal import Observer

/// The narrowest place of a link: when what is sent there is through.
enum Bottleneck: Sendable {
    /// Everything is through at once.
    case none
    /// So many bits a second.
    case rate(RateClock)
    /// As was recorded.
    case trace(TraceClock)

    /// Sends so many bytes behind all others, and says when the last one is through.
    ///
    /// - Parameter packets: how many packets begin with these bytes: a recorded link carries their headers too.
    mutating func send(_ count: Int, packets: Int, at now: Moment) -> Moment {
        switch self {
        case .none: return now
        case .rate(var clock):
            let through = clock.send(count, at: now)
            self = .rate(clock)
            return through
        case .trace(var clock):
            let through = clock.send(count + packets * Self.headerLength, at: now)
            self = .trace(clock)
            return through
        }
    }

    /// IPv4's and TCP's headers, without options.
    private static let headerLength = 40
}

/// Bits one after the other, to the fraction of a microsecond: over a long time not one is lost to rounding.
struct RateClock: Sendable {
    private let bitsPerSecond: UInt64
    /// When it is free again, but for a fraction.
    private var free = Moment(microseconds: 0)
    /// The fraction: microseconds divided by `bitsPerSecond`.
    private var fraction: UInt64 = 0

    init(bitsPerSecond: Double) {
        self.bitsPerSecond = UInt64(max(1, min(bitsPerSecond, 1e15)).rounded())
    }

    mutating func send(_ count: Int, at now: Moment) -> Moment {
        if now > free { (free, fraction) = (now, 0) }
        let bits = UInt64(clamping: count).multipliedReportingOverflow(by: 8_000_000)
        let (sum, overflows) = bits.partialValue.addingReportingOverflow(fraction)
        guard !bits.overflow, !overflows, free < .never else { return .never }
        let (microseconds, rest) = sum.quotientAndRemainder(dividingBy: bitsPerSecond)
        free = free + .microseconds(Int64(clamping: microseconds))
        fraction = rest
        return rest == 0 ? free : free + .microseconds(1)
    }
}

/// The chances of a packet-delivery trace, one after the other. A chance that nothing waits for is gone.
struct TraceClock: Sendable {
    private let trace: [UInt32]
    private let period: UInt64
    private let start: Moment
    /// How often the trace has begun anew.
    private var round: UInt64 = 0
    /// The chance in use, or the next one.
    private var index = 0
    /// What is left of that.
    private var left = PacketDeliveryTrace.bytesAtOnce

    init(_ trace: PacketDeliveryTrace, from start: Moment) {
        self.trace = trace.milliseconds
        period = UInt64(trace.milliseconds.last ?? 1)
        self.start = start
    }

    mutating func send(_ count: Int, at now: Moment) -> Moment {
        guard now < .never else { return .never }
        skip(to: now)
        var rest = count
        while rest > left {
            rest -= left
            advance()
        }
        left -= rest
        return max(now, start + .milliseconds(Int64(clamping: time)))
    }

    /// The chance's milliseconds since the start.
    private var time: UInt64 { round &* period &+ UInt64(trace[index]) }

    /// Passes by the chances before `now`.
    private mutating func skip(to now: Moment) {
        let elapsed = now > start ? now.microseconds - start.microseconds : 0
        let target = elapsed / 1000 + (elapsed.isMultiple(of: 1000) ? 0 : 1)
        guard time < target else { return }
        // The end of a round and the beginning of the next are the same millisecond; the end comes first.
        round = (target - 1) / period
        index = firstIndex(from: UInt32(truncatingIfNeeded: target - round * period))
        left = PacketDeliveryTrace.bytesAtOnce
    }

    private mutating func advance() {
        index += 1
        left = PacketDeliveryTrace.bytesAtOnce
        guard index == trace.count else { return }
        index = 0
        round &+= 1
    }

    /// The first chance in the millisecond or after it; there is one, as the last chance is at the period's end.
    private func firstIndex(from millisecond: UInt32) -> Int {
        var (low, high) = (0, trace.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if trace[middle] < millisecond { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// The bytes that wait at a bottleneck, and how many may.
struct DroptailQueue: Sendable {
    private let limit: Int?
    private var waiting: [(count: Int, leaves: Moment)] = []
    private var first = 0
    private var total = 0

    init(limit: Int?) {
        self.limit = limit
    }

    /// Whether so many more may wait. An empty queue takes anything.
    mutating func hasRoom(for count: Int, at now: Moment) -> Bool {
        guard let limit else { return true }
        while first < waiting.count, waiting[first].leaves <= now {
            total -= waiting[first].count
            first += 1
        }
        if first > 64, first * 2 > waiting.count {
            waiting.removeFirst(first)
            first = 0
        }
        return total == 0 || total + count <= limit
    }

    /// Lets them wait until they leave.
    mutating func add(_ count: Int, leaves: Moment) {
        guard limit != nil else { return }
        waiting.append((count, leaves))
        total += count
    }
}
