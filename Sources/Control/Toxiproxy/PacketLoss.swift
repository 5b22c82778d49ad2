internal import Faults
internal import Observer

/// Takes out what came in one read, or a frame, by lot: Toxiproxy's `packet_loss`.
///
/// TCP loses nothing on the way, so this is no network: the reader gets a stream with holes. Scenarios have `link` for
/// losses as a network has them.
struct PacketLoss: LastingFault {
    var rate = 0.0
    /// How much likelier it is behind one that was lost.
    var correlation = 0.0

    static let about = About<Self>(
        "packet_loss", .stream, "Takes out what came in one read, by lot.",
        details: "The bytes are missing from the stream, and nothing is sent again.", example: "")

    func effect(
        on direction: Direction, _ random: RandomStream, at now: Moment
    ) -> (any StreamEffect)? { PacketLossEffect(fault: self, random: random) }
}

private struct PacketLossEffect: StreamEffect {
    let fault: PacketLoss
    var random: RandomStream
    private var isLost = false

    init(fault: PacketLoss, random: RandomStream) {
        self.fault = fault
        self.random = random
    }

    mutating func startUnit(at offset: UInt64) {
        let rate = isLost ? min(1, fault.rate + fault.correlation) : fault.rate
        isLost = random.chance(rate)
    }

    mutating func pass(_ bytes: inout [UInt8], at offset: UInt64) -> Fate { isLost ? .vanishes : .passes }
}
