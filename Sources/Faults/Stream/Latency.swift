public import Observer

/// Makes everything late.
public struct Latency: LastingFault {
    /// How late.
    public var delay = Duration.zero
    /// How far it strays.
    public var jitter = Duration.zero
    /// How it strays.
    public var distribution = Distribution.uniform
    /// How much a delay is like the one before it.
    public var correlation = Share.none
    /// How long.
    public var time: Duration?

    /// None at all.
    public init() {}

    /// How delays stray.
    public enum Distribution: String, ParameterChoice {
        /// Not at all.
        case constant
        /// All alike between two bounds.
        case uniform
        /// The bell curve.
        case normal
        /// A long tail.
        case pareto

        /// What it means, in a line.
        public var summary: String {
            switch self {
            case .constant: "always the same"
            case .uniform: "anything from delay - jitter to delay + jitter, all alike"
            case .normal: "the bell curve; jitter is its standard deviation"
            case .pareto: "mostly a little less than delay, seldom up to four jitters more, as netem has it"
            }
        }

        fileprivate var model: DelayModel.Distribution {
            switch self {
            case .constant, .uniform: .uniform
            case .normal: .normal
            case .pareto: .pareto
            }
        }
    }

    /// What is said about it.
    public static let about = About<Self>(
        "latency", .stream, "Makes everything late, by a time that may vary; order is kept.",
        details: """
            Every byte leaves so much later than it came, and so do ends. With `jitter` each frame draws a delay of \
            its own, and of a longer one every 1460 bytes do, as TCP segments would. TCP keeps order, so what is \
            quick waits for what is slow before it. With `correlation` a delay is like its neighbour, and the \
            distribution stays as it is (netem's narrows). A ping takes longer by the delays of both directions. No \
            delay is negative: where jitter exceeds it, it is none.
            """,
        example: """
            - when: { direction: toClient }
              do:
                - latency: { delay: 50ms, jitter: 10ms, distribution: normal }
            """,
        parameters: [
            Parameter("delay", \.delay, "how much later everything leaves", isRequired: true),
            Parameter("jitter", \.jitter, "how far delays stray from that"),
            Parameter("distribution", \.distribution, "how they stray"),
            Parameter("correlation", \.correlation, "how much a delay is like the one before it"),
            Parameter("for", \.time, "how long it lasts; for ever if not given"),
        ])

    /// What is constant does not stray.
    public var conflict: String? {
        distribution == .constant && jitter > .zero ? "what is \"constant\" has no \"jitter\"" : nil
    }

    /// How long it lasts.
    public var lasts: Duration? { time }

    /// Draws for each frame.
    public func effect(
        on direction: Direction, _ random: RandomStream, at now: Moment
    ) -> (any StreamEffect)? {
        let model = DelayModel(
            delay, jitter: jitter, distribution: distribution.model, correlation: correlation.fraction)
        return LatencyEffect(DelayProcess(model, random))
    }
}

/// A delay for each unit and for every further 1460 bytes of it.
struct LatencyEffect: StreamEffect {
    private static let segment: UInt64 = 1460

    private var delays: DelayProcess
    private var unitStart: UInt64 = 0
    /// What the segment in hand has to wait.
    private var delay: Duration?
    private var filled = 0

    init(_ delays: DelayProcess) {
        self.delays = delays
    }

    mutating func startUnit(at offset: UInt64) { unitStart = offset }

    mutating func slice(of count: Int, at offset: UInt64) -> Int {
        Int(truncatingIfNeeded: Self.segment - (offset - unitStart) % Self.segment)
    }

    mutating func departure(
        of count: Int, at offset: UInt64, ready: Moment, startsUnit: Bool
    ) -> Moment {
        let isFull = count > 0 && filled >= Int(Self.segment)
        if startsUnit || isFull || delay == nil {
            delay = delays.next()
            filled = 0
        }
        filled += count
        return ready + (delay ?? .zero)
    }

    mutating func restartTiming(at now: Moment) {
        delay = nil
        filled = 0
    }
}

extension Fault where Self == Latency {
    /// `latency` with its defaults.
    public static var latency: Latency { Latency() }
}
