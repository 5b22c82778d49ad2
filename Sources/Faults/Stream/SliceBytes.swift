public import Observer

/// Delivers the stream in small pieces.
public struct SliceBytes: LastingFault {
    /// How long a piece is.
    public var size = ByteCount(1)
    /// How much longer or shorter pieces may be.
    public var variation = ByteCount(0)
    /// How long the next one waits.
    public var pause = Duration.milliseconds(1)
    /// How long.
    public var time: Duration?

    /// Single bytes.
    public init() {}

    /// What is said about it.
    public static let about = About<Self>(
        "slice", .stream, "Delivers the stream in small pieces, one after the other.",
        details: """
            Cuts the stream every `size` bytes without regard to frames, and lets each piece leave by itself, `pause` \
            after the one before it. With `variation` each cut is moved at random, so that pieces are as much \
            shorter or longer at most. No byte is changed. A reader that takes one read for one frame, or one header \
            for granted, breaks here: with `slice: 1` every header, mask and UTF-8 sequence is torn apart. Without \
            a pause TCP may join the pieces again.
            """,
        example: """
            - when: { direction: toClient }
              do:
                - slice: { size: 7, variation: 3, pause: 2ms }
            """,
        parameters: [
            Parameter("size", \.size, "how long a piece is", isRequired: true),
            Parameter("variation", \.variation, "how much longer or shorter pieces may be"),
            Parameter("pause", \.pause, "how long a piece waits behind the one before it"),
            Parameter("for", \.time, "how long it lasts; for ever if not given"),
        ])

    /// No piece may be empty.
    public var conflict: String? {
        if size.bytes < 1 { return "\"size\" is 1 byte at least" }
        return variation < size ? nil : "\"variation\" has to be less than \"size\""
    }

    /// How long it lasts.
    public var lasts: Duration? { time }

    /// Cuts by offsets of the stream.
    public func effect(
        on direction: Direction, _ random: RandomStream, at now: Moment
    ) -> (any StreamEffect)? { SliceEffect(self, random) }
}

/// Cuts at `n · size`, moved by a draw of the cut's own: so any cut is known without those before it.
struct SliceEffect: StreamEffect {
    private let size: UInt64
    private let variation: Int
    private let pause: Duration
    private let random: RandomStream
    private var piece: UInt64?
    private var last = Moment(microseconds: 0)

    init(_ fault: SliceBytes, _ random: RandomStream) {
        size = UInt64(max(1, fault.size.bytes))
        variation = max(0, min(fault.variation.bytes, fault.size.bytes - 1))
        pause = fault.pause
        self.random = random
    }

    mutating func slice(of count: Int, at offset: UInt64) -> Int {
        Int(clamping: cut(number(of: offset) + 1) - offset)
    }

    mutating func departure(
        of count: Int, at offset: UInt64, ready: Moment, startsUnit: Bool
    ) -> Moment {
        guard count > 0 else { return max(ready, last) }
        let number = number(of: offset)
        if let piece { last = max(ready, piece == number ? last : last + pause) } else { last = ready }
        piece = number
        return last
    }

    mutating func restartTiming(at now: Moment) {
        piece = nil
        last = now
    }

    /// Which piece has this offset: its neighbours' cuts may have moved over it.
    private func number(of offset: UInt64) -> UInt64 {
        var number = offset / size
        if offset < cut(number) { number -= 1 }
        return offset >= cut(number + 1) ? number + 1 : number
    }

    /// Where a piece begins. Two cuts are never moved more than `variation` against each other.
    private func cut(_ number: UInt64) -> UInt64 {
        guard variation > 0, number > 0 else { return number * size }
        var draw = random.named(number)
        let moved = draw.within(0...variation) - variation / 2
        return UInt64(clamping: Int(clamping: number * size) + moved)
    }
}

extension Fault where Self == SliceBytes {
    /// `slice` with its defaults.
    public static var slice: SliceBytes { SliceBytes() }
}
