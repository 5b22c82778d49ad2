internal import CLinux
internal import Glibc

/// What a descriptor is watched for, and what was found; epoll's own bits.
struct Readiness: OptionSet {
    let rawValue: UInt32

    static let readable = Readiness(rawValue: EPOLLIN.rawValue)
    static let writable = Readiness(rawValue: EPOLLOUT.rawValue)
}

/// What a poller calls.
protocol Pollable: AnyObject {
    /// The descriptor is ready. Bytes may be read into `area`, which is shared and holds nothing afterwards.
    func ready(_ events: Readiness, _ area: inout [UInt8]) throws(Failure)
}

// Safe: events point nowhere here, their data is the number of a slot.
/// Level-triggered epoll and a table of who is watched.
@safe final class Poller {
    private let epoll: Int32
    private var targets: [(any Pollable)?] = []
    private var free: [Int] = []
    /// Given back in this turn: events that were fetched for them may still be in hand.
    private var freed: [Int] = []
    // Safe: as above.
    private var events = unsafe [epoll_event](repeating: epoll_event(), count: 256)
    private var area = [UInt8](repeating: 0, count: 256 << 10)

    init() throws(Failure) {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw .unable("epoll_create1: \(Sockets.text(errno))") }
    }

    deinit { Sockets.close(epoll) }

    /// Watches `descriptor` for `target`, until it is removed; the answer names it.
    func add(
        _ target: any Pollable, _ descriptor: Int32, for events: Readiness
    ) throws(Failure) -> Int {
        let slot = free.popLast() ?? targets.count
        if slot == targets.count { targets.append(target) } else { targets[slot] = target }
        try control(EPOLL_CTL_ADD, descriptor, events, slot)
        return slot
    }

    func change(_ slot: Int, _ descriptor: Int32, for events: Readiness) throws(Failure) {
        try control(EPOLL_CTL_MOD, descriptor, events, slot)
    }

    /// To be called before the descriptor is closed, which ends the kernel's watch.
    func remove(_ slot: Int) {
        targets[slot] = nil
        freed.append(slot)
    }

    /// Waits for events and hands them out; answers how many there were.
    @discardableResult
    func turn(atMost milliseconds: Int32) throws(Failure) -> Int {
        try Interrupts.check()
        // Safe: the array stays in place for the length of the call, which is told its count.
        let count = unsafe events.withUnsafeMutableBufferPointer {
            unsafe epoll_wait(epoll, $0.baseAddress, Int32($0.count), milliseconds)
        }
        guard count >= 0 || errno == EINTR else { throw .unable("epoll_wait: \(Sockets.text(errno))") }
        for index in 0..<Int(max(count, 0)) {
            // Safe: the kernel has just filled the event.
            let slot = Int(unsafe closecall_epoll_tag(&events[index]))
            // Safe: as above.
            let ready = unsafe Readiness(rawValue: events[index].events)
            try targets[slot]?.ready(ready, &area)
        }
        free.append(contentsOf: freed)
        freed.removeAll(keepingCapacity: true)
        return Int(max(count, 0))
    }

    private func control(
        _ operation: Int32, _ descriptor: Int32, _ events: Readiness, _ slot: Int
    ) throws(Failure) {
        guard closecall_epoll_control(epoll, operation, descriptor, events.rawValue, UInt64(slot)) == 0
        else { throw .unable("epoll_ctl: \(Sockets.text(errno))") }
    }
}
