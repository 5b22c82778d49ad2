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
    /// Urgent bytes, at which a read stops short of what follows them.
    static let urgent = Readiness(rawValue: EPOLLPRI.rawValue)

    /// Tell only of changes.
    static let edges = Readiness(rawValue: EPOLLET.rawValue)
    /// Wake one of the loops that watch the same socket, not all.
    static let exclusive = Readiness(rawValue: EPOLLEXCLUSIVE.rawValue)

    /// The peer's end is there, of one kind or another.
    static let anyEnd: Readiness = [.peerFinished, .failed, .hungUp]
    /// A read will find something.
    static let anyInput: Readiness = [.readable, .urgent, .anyEnd]
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

    /// Gives the place to another target.
    mutating func replace(_ registration: Registration, by target: any EventTarget) -> (any EventTarget)? {
        let before = self[registration]
        if before != nil { slots[Int(registration.slot)].target = target }
        return before
    }

    /// Gives the place back. The answer keeps the target alive until the table is no longer being changed: it may
    /// be the last reference, and its end may come back here.
    @discardableResult
    mutating func remove(_ registration: Registration) -> (any EventTarget)? {
        guard let target = self[registration] else { return nil }
        let index = Int(registration.slot)
        slots[index].target = nil
        slots[index].generation &+= 1
        if slots[index].generation == Self.reservedGeneration { slots[index].generation = 0 }
        free.append(registration.slot)
        return target
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
