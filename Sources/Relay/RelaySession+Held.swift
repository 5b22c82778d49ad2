internal import Faults
package import Observer

/// What a session keeps of one direction's bytes, for who checks that it is bounded.
package struct HeldBytes: Hashable, Sendable {
    /// Of heads that are not complete, and of what a client sent before it had its answer.
    package var heads = 0
    /// Of frames and messages that are not complete, or that a rule keeps back.
    package var units = 0
    /// What waits for its time.
    package var waiting = 0

    /// All of it.
    package var total: Int { heads + units + waiting }
}

extension RelaySession {
    /// What is kept of the bytes in this direction. It is counted anew with each call.
    package func held(_ direction: Direction) -> HeldBytes {
        var held = HeldBytes()
        switch phase {
        case .http(let http), .answering(let http):
            held.heads =
                direction == .toServer
                ? http.heldHead.count + http.undecided.count - http.undecidedSent : http.heldResponse.count
        case .framed, .opaque, .closing: break
        }
        guard let lane = faults?.lane(direction) else { return held }
        held.units = lane.keptBytes
        held.waiting = lane.shaper.queuedBytes
        return held
    }
}

/// Frames are counted with the longest header there is: to count them exactly would mean to write them.
private let longestHeader = 14

extension FaultLane {
    fileprivate var keptBytes: Int {
        var count = partialHeader.count
        if let gathering { count += gathering.size + gathering.members.count * longestHeader }
        for held in held { count += held.back.frames.reduce(0) { $0 + $1.keptBytes } }
        for plan in waiting { count += plan.items.reduce(0) { $0 + $1.keptBytes } }
        return count
    }
}

extension DraftFrame {
    fileprivate var keptBytes: Int { payload.count + longestHeader }
}

extension Plan.Item {
    fileprivate var keptBytes: Int {
        switch self {
        case .frame(let frame): frame.keptBytes
        case .head(let head): head.bytes.count
        case .bytes(let bytes): bytes.count
        case .held(let back): back.frames.reduce(0) { $0 + $1.keptBytes }
        case .pause, .end, .begin: 0
        }
    }
}
