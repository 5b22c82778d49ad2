internal import WebSocketWire

/// A change of which frames there are, and in which order.
enum OrderMutation: CaseIterable {
    case double, remove, swap, split, join, putControl, putContinuation, putData, putFragments

    func apply(
        to frames: inout [DraftFrame], at place: Int, _ invention: FrameInvention,
        _ random: inout RandomStream
    ) {
        switch self {
        case .double, .remove, .swap, .split, .join:
            rearrange(&frames, at: place, room: invention.room, &random)
        case .putControl: frames.insert(invention.control(&random), at: random.below(frames.count + 1))
        case .putContinuation:
            frames.insert(invention.continuation(&random), at: random.below(frames.count + 1))
        case .putData: frames.insert(invention.data(&random), at: random.below(frames.count + 1))
        case .putFragments:
            frames.insert(contentsOf: invention.fragments(&random), at: random.below(frames.count + 1))
        }
    }

    private func rearrange(
        _ frames: inout [DraftFrame], at place: Int, room: Int, _ random: inout RandomStream
    ) {
        let other = random.below(frames.count)
        switch self {
        case .double:
            if frames[place].payload.count < room { frames.insert(frames[place], at: other) }
        case .remove: frames.remove(at: place)
        case .swap: frames.swapAt(place, other)
        case .split:
            let sizes = DraftFrame.equalSizes(of: frames[place].payload.count, into: 2 + random.below(3))
            frames.replaceSubrange(place...place, with: frames[place].split(sizes))
        default:
            let end = min(place + 2, frames.count)
            guard let joined = Array(frames[place..<end]).merged else { return }
            frames.replaceSubrange(place..<end, with: [joined])
        }
    }
}
