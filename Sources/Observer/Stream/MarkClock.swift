/// Gives out marks. Shared by all that watch one session, so that what they see has one order.
final class MarkClock {
    private(set) var now: Moment
    private var step: UInt32 = 0
    private var order: UInt32 = 0

    init(at now: Moment) { self.now = now }

    /// From here on it is another step.
    func advance(to now: Moment) {
        self.now = now
        step &+= 1
    }

    /// A mark of its own.
    func mark() -> Mark {
        order &+= 1
        return Mark(at: now, step: step, order: order)
    }
}

extension MarkClock {
    /// Has all marks of `body` bear an earlier time: it is about something that was there then.
    func rewinds(to time: Moment, _ body: () -> Void) {
        let present = now
        now = time
        body()
        now = present
    }
}
