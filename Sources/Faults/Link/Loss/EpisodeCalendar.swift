internal import Observer

/// When the episodes of a loss model are. It says of any time, in any order and however far ahead, at the same price.
///
/// A calendar of even stretches holds one episode in each, at any place in it, all alike; where the first stretch
/// begins is drawn too, so that no time is special.
struct EpisodeCalendar: Sendable {
    private let stretch: UInt64
    private let lasts: UInt64
    private let random: RandomStream
    /// Where in a stretch the link comes up.
    private let phase: UInt64
    private let start: Moment

    init(_ model: LossEpisodes, _ random: RandomStream, from start: Moment) {
        stretch = max(1, Self.microseconds(model.every))
        lasts = min(stretch, Self.microseconds(model.lasts))
        self.random = random
        var draw = random
        phase = draw.next(upperBound: stretch)
        self.start = start
    }

    /// Whether this time lies in an episode.
    func isInside(at now: Moment) -> Bool {
        let elapsed = now > start ? now.microseconds - start.microseconds : 0
        let (time, overflows) = elapsed.addingReportingOverflow(phase)
        guard !overflows else { return false }
        var draw = random.named(time / stretch)
        let begin = draw.next(upperBound: stretch - lasts + 1)
        return begin..<begin + lasts ~= time % stretch
    }

    private static func microseconds(_ duration: Duration) -> UInt64 {
        min(UInt64.max / 4, (Moment(microseconds: 0) + duration).microseconds)
    }
}
