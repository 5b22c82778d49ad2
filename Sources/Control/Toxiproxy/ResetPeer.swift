internal import Faults
internal import Observer

/// Resets both connections when the first bytes come, or some time after: Toxiproxy's `reset_peer`.
///
/// No scenario has it: `limit: { bytes: 0, then: reset }` is the same without the time.
struct ResetPeer: LastingFault {
    var after = Duration.zero

    static let about = About<Self>(
        "reset_peer", .stream, "Resets both connections when bytes come.",
        details: "The first bytes that come are taken out, and both peers get an RST.", example: "")

    func effect(
        on direction: Direction, _ random: RandomStream, at now: Moment
    ) -> (any StreamEffect)? { ResetPeerEffect(delay: after) }
}

private struct ResetPeerEffect: StreamEffect {
    let delay: Duration
    private var hasBegun = false

    init(delay: Duration) {
        self.delay = delay
    }

    mutating func pass(_ bytes: inout [UInt8], at offset: UInt64) -> Fate {
        hasBegun = true
        bytes = []
        return .ends(PlannedEnd(.reset))
    }

    mutating func departure(
        of count: Int, at offset: UInt64, ready: Moment, startsUnit: Bool
    ) -> Moment { hasBegun && count == 0 && startsUnit ? ready + delay : ready }
}
