public import Observer

/// A lasting change to the bytes of one direction: when they leave, in what slices, and what becomes of them.
///
/// It counts offsets of the stream and never reads, so that the same bytes fare the same however they arrive.
/// A shaper asks the effects of its direction in the order they began.
public protocol StreamEffect: Sendable {
    /// How many of the next bytes, `count` at most, make the next slice.
    ///
    /// - Parameters:
    ///   - count: bytes that are there.
    ///   - offset: bytes that this effect has been shown before.
    mutating func slice(of count: Int, at offset: UInt64) -> Int

    /// Changes a slice, or says what else becomes of it.
    mutating func pass(_ bytes: inout [UInt8], at offset: UInt64) -> Fate

    /// When a slice leaves that could leave at `ready`; never before `ready`, and `Moment.never` for never.
    ///
    /// - Parameters:
    ///   - count: its bytes.
    ///   - offset: bytes that this effect has been asked about before.
    ///   - startsUnit: whether a frame begins with it, or what came in one read where there are no frames.
    mutating func departure(of count: Int, at offset: UInt64, ready: Moment, startsUnit: Bool) -> Moment
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
    /// All in one.
    public mutating func slice(of count: Int, at offset: UInt64) -> Int { count }
    /// It goes on as it is.
    public mutating func pass(_ bytes: inout [UInt8], at offset: UInt64) -> Fate { .passes }
    /// At once.
    public mutating func departure(
        of count: Int, at offset: UInt64, ready: Moment, startsUnit: Bool
    ) -> Moment { ready }
}

extension Moment {
    /// The end of time: what is due then never happens.
    public static let never = Moment(microseconds: .max)
}
