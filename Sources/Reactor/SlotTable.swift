internal import CLinux

/// What a descriptor is watched for, and what was found; epoll's own bits.
struct Readiness: OptionSet {
    let rawValue: UInt32

    static let readable = Readiness(rawValue: EPOLLIN.rawValue)
    static let writable = Readiness(rawValue: EPOLLOUT.rawValue)
    /// The peer's FIN has arrived; told apart from bytes, it saves a read that would find nothing.
    static let peerFinished = Readiness(rawValue: EPOLLRDHUP.rawValue)
    /// These two are reported whether asked for or not.
    static let failed = Readiness(rawValue: EPOLLERR.rawValue)
    static let hungUp = Readiness(rawValue: EPOLLHUP.rawValue)
}

/// What epoll's events are for.
protocol EventTarget: AnyObject {
    /// Its descriptor is ready for something.
    func ready(_ events: Readiness)
    /// The loop ends; nothing will be called any more after this turn.
    func loopStopped()
}

/// A place in the table, valid until it is given back.
struct Registration: Equatable {
    let slot: UInt32
    let generation: UInt32

    /// The form that travels through the kernel.
    var tag: UInt64 { UInt64(generation) << 32 | UInt64(slot) }

    init(slot: UInt32, generation: UInt32) {
        self.slot = slot
        self.generation = generation
    }

    init(tag: UInt64) {
        slot = UInt32(truncatingIfNeeded: tag)
        generation = UInt32(truncatingIfNeeded: tag >> 32)
    }
}

/// Who is watched. A reused slot has a new generation, so that an event fetched before never reaches its successor.
struct SlotTable {
    private struct Slot {
        var generation: UInt32
        var target: (any EventTarget)?
    }

    private var slots: [Slot] = []
    private var free: [UInt32] = []

    /// The generation no slot has; the loop's own descriptor uses it.
    static let reservedGeneration = UInt32.max

    mutating func insert(_ target: any EventTarget) -> Registration {
        if let slot = free.popLast() {
            slots[Int(slot)].target = target
            return Registration(slot: slot, generation: slots[Int(slot)].generation)
        }
        slots.append(Slot(generation: 0, target: target))
        return Registration(slot: UInt32(slots.count - 1), generation: 0)
    }

    mutating func remove(_ registration: Registration) {
        guard self[registration] != nil else { return }
        let index = Int(registration.slot)
        slots[index].target = nil
        slots[index].generation &+= 1
        if slots[index].generation == Self.reservedGeneration { slots[index].generation = 0 }
        free.append(registration.slot)
    }

    /// Who holds the place, unless it was given back.
    subscript(registration: Registration) -> (any EventTarget)? {
        let index = Int(registration.slot)
        guard index < slots.count, slots[index].generation == registration.generation else { return nil }
        return slots[index].target
    }

    /// All that are there.
    var targets: [any EventTarget] { slots.compactMap(\.target) }
}
