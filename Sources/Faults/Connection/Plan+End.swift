extension Plan {
    /// Puts an end behind all that leaves, so much later.
    mutating func appendEnd(_ end: PlannedEnd, after time: Duration) {
        if time > .zero { items.append(.pause(time)) }
        items.append(.end(end))
    }
}
