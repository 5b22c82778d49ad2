public import Observer

/// Throws away some of what comes, piece by piece.
public struct LoseChunks: LastingFault {
    /// How many.
    public var share = Share.none
    /// How much more probable it is behind a lost one.
    public var correlation = Share.none
    /// How long.
    public var time: Duration?

    /// None.
    public init() {}

    /// What is said about it.
    public static let about = About<Self>(
        "lose-chunks", .stream, "Throws away some of the pieces that come, and lets the others pass.",
        details: """
            A piece is a frame, whole, or where there are no frames what came in one read. Each is thrown away with \
            `share`, or with `share` and `correlation` together when the one before it was: losses come in bursts \
            then. TCP acknowledges all of it, so nothing is sent again. No network does this to a TCP stream; it is \
            what a test needs whose subject takes the stream for packets, and what Toxiproxy calls `packet_loss`. Of \
            compressed messages a loss leaves garbage behind. To lose messages so that the rest can be read use \
            `drop`; for what loss makes of TCP, a `link`.
            """,
        example: """
            - when: { direction: toClient }
              do:
                - lose-chunks: { share: 20%, correlation: 30% }
            """,
        parameters: [
            Parameter("share", \.share, "how many are thrown away", isRequired: true),
            Parameter("correlation", \.correlation, "how much more probable it is behind a lost one"),
            Parameter("for", \.time, "how long it lasts; for ever if not given"),
        ])

    /// How long it lasts.
    public var lasts: Duration? { time }

    /// Draws for each piece.
    public func effect(
        on direction: Direction, _ random: RandomStream, at now: Moment
    ) -> (any StreamEffect)? { LoseChunksEffect(share, correlation, random) }
}

extension Fault where Self == LoseChunks {
    /// `lose-chunks` with its defaults.
    public static var loseChunks: LoseChunks { LoseChunks() }
}

/// What is under way when it begins passes: a piece is lost from its first byte or not at all.
struct LoseChunksEffect: StreamEffect {
    private let share: Double
    private let behindLoss: Double
    private var random: RandomStream
    private var isLost = false

    init(_ share: Share, _ correlation: Share, _ random: RandomStream) {
        self.share = share.fraction
        behindLoss = min(1, share.fraction + correlation.fraction)
        self.random = random
    }

    mutating func startUnit(at offset: UInt64) { isLost = random.chance(isLost ? behindLoss : share) }

    mutating func pass(_ bytes: inout [UInt8], at offset: UInt64) -> Fate { isLost ? .vanishes : .passes }
}
