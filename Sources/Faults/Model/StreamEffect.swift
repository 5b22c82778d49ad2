public import Observer

/// A lasting change to the bytes of one direction: when they leave, in what slices, and what becomes of them.
///
/// It counts offsets of the stream and never reads, so that the same bytes fare the same however they arrive.
/// A shaper asks the effects of its direction in the order they began.
///
/// What it knows of time it keeps apart from what it knows of the bytes: when effects begin or end, what still waits
/// is timed anew, but not cut or changed again. An offset counts the bytes that came since the effect began; it is 0
/// for what waited already.
public protocol StreamEffect: Sendable {
    /// A frame begins at the next byte, or what came in one read where there are no frames.
    mutating func startUnit(at offset: UInt64)

    /// How many of the next bytes, `count` at most, make the next slice.
    ///
    /// - Parameters:
    ///   - count: bytes that are there.
    ///   - offset: where the first of them stands.
    mutating func slice(of count: Int, at offset: UInt64) -> Int

    /// Changes a slice, or says what else becomes of it.
    mutating func pass(_ bytes: inout [UInt8], at offset: UInt64) -> Fate

    /// When a slice leaves that could leave at `ready`; never before `ready`, and `Moment.never` for never.
    ///
    /// - Parameters:
    ///   - count: its bytes; 0 for an end, which starts a unit, and for a pause or a mark, which do not.
    ///   - offset: where the first of them stands.
    ///   - startsUnit: whether a unit begins with it.
    mutating func departure(of count: Int, at offset: UInt64, ready: Moment, startsUnit: Bool) -> Moment

    /// Forgets what was said of departures: what waits is asked about once more, and leaves now at the earliest.
    mutating func restartTiming(at now: Moment)
}

/// What becomes of a slice.
public enum Fate: Hashable, Sendable {
    /// It goes on.
    case passes
    /// It is taken out.
    case vanishes
    /// What is left of it goes on, and then this; nothing goes on behind it.
    case ends(PlannedEnd)
}

extension StreamEffect {
    /// Nothing to it.
    public mutating func startUnit(at offset: UInt64) {}
    /// All in one.
    public mutating func slice(of count: Int, at offset: UInt64) -> Int { count }
    /// It goes on as it is.
    public mutating func pass(_ bytes: inout [UInt8], at offset: UInt64) -> Fate { .passes }
    /// At once.
    public mutating func departure(
        of count: Int, at offset: UInt64, ready: Moment, startsUnit: Bool
    ) -> Moment { ready }
    /// There is nothing to forget.
    public mutating func restartTiming(at now: Moment) {}
}

extension Moment {
    /// The end of time: what is due then never happens.
    public static let never = Moment(microseconds: .max)
}
