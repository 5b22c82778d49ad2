internal import Synchronization

/// Says how old the packets are that one loop has at hand: the writing thread writes nothing later before they come.
///
/// How soon a loop hands on its packets depends on the machine, so no length of waiting for them is long enough.
final class DeskMark: Sendable {
    private let oldest = Atomic<UInt64>(none)

    /// There are no packets.
    private static let none = UInt64.max
    /// There will be, and nobody knows yet how old.
    private static let unknown: UInt64 = 0

    /// Packets are about to come, none of them before `ticks`, a clock.
    func begin(_ ticks: () -> UInt64) {
        // Before the clock is read: who finds nothing here has read the clock before.
        oldest.store(Self.unknown, ordering: .sequentiallyConsistent)
        oldest.store(ticks(), ordering: .sequentiallyConsistent)
    }

    /// All that came was handed on.
    func end() { oldest.store(Self.none, ordering: .sequentiallyConsistent) }

    /// Everything before this was handed on, if `now` was read from the clock before.
    func limit(_ now: UInt64) -> UInt64 { min(now, oldest.load(ordering: .sequentiallyConsistent)) }
}
