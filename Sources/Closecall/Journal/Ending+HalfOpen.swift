internal import Observer

extension Ending {
    /// A time in which one half of a leg had ended and the other had not.
    struct HalfOpenSpan: Hashable {
        let leg: Leg
        /// Whether it was the endpoint who ended its half first, and not we ours.
        let isEndedByPeer: Bool
        let from: Moment
        let to: Moment
    }

    /// All such times, the client's first.
    var halfOpenSpans: [HalfOpenSpan] { [clientSide, serverSide].compactMap(\.halfOpenSpan) }
}

extension Experience {
    fileprivate var halfOpenSpan: Ending.HalfOpenSpan? {
        let halves = [(end: ended, isPeers: true), (end: told, isPeers: false)]
            .compactMap { half in half.end.map { (end: $0, isPeers: half.isPeers) } }
            .sorted { $0.end.mark < $1.end.mark }
        guard let first = halves.first, first.end.how.leavesAHalf else { return nil }
        let end = [halves.dropFirst().first?.end.mark, gone].compactMap(\.self).min()?.at ?? now
        guard end > first.end.mark.at else { return nil }
        return Ending.HalfOpenSpan(
            leg: leg, isEndedByPeer: first.isPeers, from: first.end.mark.at, to: end)
    }
}

extension LegEnd {
    /// Whether the connection's other half still is there.
    fileprivate var leavesAHalf: Bool {
        switch self {
        case .finished, .truncated: true
        case .reset, .failed: false
        }
    }
}
