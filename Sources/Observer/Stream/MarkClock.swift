/// Gives out marks. Shared by all that watch one session, so that what they see has one order.
final class MarkClock {
    private(set) var now: Moment
    private var step: UInt32 = 0
    private var order: UInt32 = 0
    private var past: Mark?

    init(at now: Moment) { self.now = now }

    /// From here on it is another step.
    func advance(to now: Moment) {
        self.now = now
        step &+= 1
    }

    /// A mark of its own.
    func mark() -> Mark {
        if let past { return past }
        order &+= 1
        return Mark(at: now, step: step, order: order)
    }
}

extension MarkClock {
    /// Has all marks of `body` be this one: it is about something that was over then.
    func rewinds(to mark: Mark, _ body: () -> Void) {
        past = mark
        body()
        past = nil
    }
}
