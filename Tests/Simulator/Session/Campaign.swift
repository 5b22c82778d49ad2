/// Many simulations, one seed after another.
public struct Campaign: Sendable {
    /// What came of it.
    public struct Tally: Sendable {
        /// How many sessions were played.
        public var sessions = 0
        /// How many of them reached frames.
        public var framed = 0
        /// How often a session was given bytes.
        public var reads = 0
        /// How many bytes sessions were given.
        public var bytes = 0
        /// All that the sessions did, as one number: independent of their order.
        public var digest: UInt64 = 0
        /// The first seed that failed, and how.
        public var failure: Failure?

        /// Nothing yet.
        public init() {}

        /// Takes in what another part of the campaign did.
        public mutating func add(_ other: Tally) {
            sessions += other.sessions
            framed += other.framed
            reads += other.reads
            bytes += other.bytes
            digest ^= other.digest
            failure = failure ?? other.failure
        }

        mutating func add(_ outcome: Simulation.Outcome, seed: UInt64) {
            sessions += 1
            framed += outcome.isFramed ? 1 : 0
            reads += outcome.reads
            bytes += outcome.bytes
            digest ^= outcome.digest &* (2 &* seed &+ 1)
            if failure == nil, let complaint = outcome.complaint {
                failure = Failure(seed: seed, complaint: complaint)
            }
        }
    }

    /// A seed whose session broke a promise.
    public struct Failure: Sendable, CustomStringConvertible {
        /// The seed.
        public let seed: UInt64
        /// What was wrong.
        public let complaint: String

        /// What was wrong, and how to see it again.
        public var description: String {
            "seed \(seed), \(complaint). To see it again: make simulate SEED=\(seed)"
        }
    }

    /// Plays these seeds until one fails.
    public static func play(
        _ seeds: Range<UInt64>, defect: Defect? = nil, rules: SimulatedRules? = nil
    ) -> Tally {
        var tally = Tally()
        for seed in seeds where tally.failure == nil {
            tally.add(Simulation.play(seed: seed, defect: defect, rules: rules), seed: seed)
        }
        return tally
    }
}
