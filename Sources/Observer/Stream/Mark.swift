/// When something happened in a session: its place among all else, and the time.
public struct Mark: Hashable, Sendable {
    /// The time.
    public let at: Moment
    /// What came in one read, and what left with it, is one step: who saw one part of it saw all.
    public let step: UInt32
    /// Everything that is marked has a number of its own, in order.
    public let order: UInt32

    /// A mark.
    public init(at: Moment, step: UInt32, order: UInt32) {
        self.at = at
        self.step = step
        self.order = order
    }
}

extension Mark: Comparable {
    /// Whether `left` came before `right`.
    public static func < (left: Mark, right: Mark) -> Bool { left.order < right.order }
}
