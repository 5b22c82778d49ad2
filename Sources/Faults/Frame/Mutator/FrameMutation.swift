/// One change that a mutator can make.
enum FrameMutation: Hashable {
    case header(HeaderMutation)
    case payload(PayloadMutation)
    case order(OrderMutation)

    /// The kinds of change: a kind is drawn first, so that the few that there are for payloads come up as often
    /// as the many for headers.
    static let kinds: [[FrameMutation]] = [
        HeaderMutation.allCases.map { .header($0) }, PayloadMutation.allCases.map { .payload($0) },
        OrderMutation.allCases.map { .order($0) },
    ]

    /// Makes the change at a drawn place. Where there is no frame to change, one is put in.
    func apply(
        to frames: inout [DraftFrame], _ invention: FrameInvention, _ random: inout RandomStream,
        payloads: inout some ByteMutator
    ) {
        guard !frames.isEmpty else { return frames.append(invention.data(&random)) }
        let place = random.below(frames.count)
        switch self {
        case .header(let change): change.apply(to: &frames[place], &random)
        case .payload(let change):
            change.apply(to: &frames[place], room: invention.room, &random, payloads: &payloads)
        case .order(let change): change.apply(to: &frames, at: place, invention, &random)
        }
    }
}
