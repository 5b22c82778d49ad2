internal import Faults
internal import Observer

/// Takes out all bytes, passes on the end of a peer, and closes both connections when nothing has come for so long:
/// Toxiproxy's `timeout`.
///
/// Scenarios have `black-hole`, which keeps the ends, too.
struct Swallow: LastingFault {
    /// How long nothing may come; nil for as long as anybody likes.
    var patience: Duration?

    static let about = About<Self>(
        "timeout", .stream, "Takes out all bytes, and closes what is silent.",
        details: "Ends are passed on.", example: "")

    var silence: Silence? { patience.map { Silence(limit: $0, end: PlannedEnd(.close)) } }

    func effect(
        on direction: Direction, _ random: RandomStream, at now: Moment
    ) -> (any StreamEffect)? { SwallowEffect() }
}

private struct SwallowEffect: StreamEffect {
    mutating func pass(_ bytes: inout [UInt8], at offset: UInt64) -> Fate { .vanishes }
}
