public import Observer

/// Lets only so many bytes through in a second.
public struct Bandwidth: LastingFault {
    /// How many.
    public var rate = BitRate(1e6)
    /// What goes through at once after a silence.
    public var burst = ByteCount(0)
    /// How long.
    public var time: Duration?

    /// A megabit a second.
    public init() {}

    /// What is said about it.
    public static let about = About<Self>(
        "bandwidth", .stream, "Lets only so many bytes through in a second.",
        details: """
            Bytes leave as a link of this rate would deliver them: in pieces of at most 10 ms, each when its last bit \
            has passed, and what comes faster than that waits. The rate counts WebSocket's bytes (headers and \
            masks, not TCP's or TLS's). With `burst`, a token bucket: after a silence so many bytes go through at \
            once, then the rate holds. Each direction has a rate of its own. Shows whether an application notices \
            that what it sends piles up (`bufferedAmount`), and whether heartbeats survive behind a large message.
            """,
        example: """
            - when: { direction: toClient }
              do:
                - bandwidth: { rate: 256 kbit/s, burst: 16 KiB }
            """,
        parameters: [
            Parameter("rate", \.rate, "how many bits pass in a second", isRequired: true),
            Parameter("burst", \.burst, "how many bytes pass at once after a silence"),
            Parameter("for", \.time, "how long it lasts; for ever if not given"),
        ])

    /// How long it lasts.
    public var lasts: Duration? { time }

    /// Counts bytes against the clock.
    public func effect(
        on direction: Direction, _ random: RandomStream, at now: Moment
    ) -> (any StreamEffect)? { BandwidthEffect(rate: rate, burst: burst.bytes) }
}

/// A token bucket, kept as the time when it was last full and the bytes that have passed since.
///
/// So nothing is rounded twice, and it does not matter how the bytes are cut.
struct BandwidthEffect: StreamEffect {
    private let bytesPerSecond: Double
    private let burst: Int
    private let piece: UInt64
    private var full = Moment(microseconds: 0)
    private var passed = 0

    init(rate: BitRate, burst: Int) {
        bytesPerSecond = rate.bitsPerSecond / 8
        self.burst = burst
        // A full segment at least where that takes less than 10 ms, and a millisecond's worth where that is more.
        let small = min(1460.0, max(1.0, bytesPerSecond / 100))
        piece = UInt64(max(small, min(bytesPerSecond / 1000, 0x1p20)))
    }

    mutating func slice(of count: Int, at offset: UInt64) -> Int {
        Int(truncatingIfNeeded: piece - offset % piece)
    }

    mutating func departure(
        of count: Int, at offset: UInt64, ready: Moment, startsUnit: Bool
    ) -> Moment {
        if ready >= full + time(passed) {
            full = ready
            passed = 0
        }
        passed += count
        return max(ready, full + time(passed - burst))
    }

    /// As if the burst had just been used up: what waits has to be paid for.
    mutating func restartTiming(at now: Moment) {
        full = now
        passed = burst
    }

    private func time(_ bytes: Int) -> Duration {
        let microseconds = (Double(max(0, bytes)) * 1e6 / bytesPerSecond).rounded(.up)
        return .microseconds(Int64(min(microseconds, 1e15)))
    }
}

extension Fault where Self == Bandwidth {
    /// `bandwidth` with its defaults.
    public static var bandwidth: Bandwidth { Bandwidth() }
}
