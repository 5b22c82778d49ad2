/// What a load does.
struct LoadPlan {
    enum Work: Equatable {
        /// So many connections, each with so many messages on their way.
        case echo(connections: Int, inFlight: Int)
        /// So many sessions that have had one echo and then say nothing.
        case idle(sessions: Int)
        /// Handshake, one echo, closing handshake, end; so many at a time.
        case sessions(atOnce: Int)
    }

    var target: Address
    let work: Work
    let pattern: MessagePattern
    let seed: UInt64
    /// How long nothing may come back before the load gives up.
    var patience: UInt64 = 10_000_000_000

    init(target: Address, work: Work, size: Int, seed: UInt64) {
        self.target = target
        self.work = work
        self.seed = seed
        pattern = MessagePattern(size: size, seed: seed)
    }

    /// The most messages of one connection that are on their way.
    var inFlight: Int {
        if case .echo(_, let inFlight) = work { inFlight } else { 1 }
    }

    /// Thousands of connections of one address would use up its ports: those come from eight.
    func source(for connection: Int) -> UInt32? {
        guard case .idle = work else { return nil }
        return 0x7F00_0002 + UInt32(connection & 7)
    }
}

/// How long a load goes on.
enum Budget {
    case messages(Int)
    case seconds(Double)
}

/// What a load did, all of it verified.
struct LoadResult {
    /// Echoes, or sessions where those are what is counted.
    var count = 0
    var seconds = 0.0
    /// Of an echo, or of a whole session, in microseconds.
    var p50 = 0.0
    var p90 = 0.0
    var p99 = 0.0

    init(count: Int, seconds: Double, latencies: LatencyLog) {
        self.count = count
        self.seconds = seconds
        let percentiles = latencies.percentiles([0.5, 0.9, 0.99])
        (p50, p90, p99) = (percentiles[0], percentiles[1], percentiles[2])
    }

    var rate: Double { seconds > 0 ? Double(count) / seconds : 0 }
}

/// How much of a budget is left.
struct BudgetMeter {
    private var messagesLeft: Int
    private let deadline: UInt64

    init(_ budget: Budget, from now: UInt64) {
        switch budget {
        case .messages(let count): (messagesLeft, deadline) = (count, .max)
        case .seconds(let seconds): (messagesLeft, deadline) = (.max, now + UInt64(seconds * 1e9))
        }
    }

    /// How many of `count` may still be sent.
    mutating func take(_ count: Int, at now: UInt64) -> Int {
        guard now < deadline else { return 0 }
        let taken = min(count, messagesLeft)
        messagesLeft -= taken
        return taken
    }
}
