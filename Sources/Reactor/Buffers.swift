internal import CLinux

// Safe: the pointer leaves only for system calls that are told the capacity.
/// Memory that a loop reads into. There is one for all its connections, so that idle ones hold none.
@safe struct ReadBuffer: ~Copyable {
    let start: UnsafeMutablePointer<UInt8>
    let capacity: Int

    init(capacity: Int) {
        unsafe start = .allocate(capacity: capacity)
        // Safe: the memory was just allocated with this capacity.
        unsafe start.initialize(repeating: 0, count: capacity)
        self.capacity = capacity
    }

    deinit {
        // Safe: nobody else owns it, and bytes need no deinitialisation.
        unsafe start.deallocate()
    }

    /// Lets `body` work on the first `count` bytes, which may be changed in place.
    func withFirst(_ count: Int, _ body: (inout MutableSpan<UInt8>) -> Void) {
        precondition(count <= capacity)
        // Safe: the memory is initialised, lives as long as `self`, and the span cannot leave the closure.
        var span = unsafe MutableSpan(_unsafeStart: start, count: count)
        body(&span)
    }
}

/// Room for the events of one turn.
@safe struct EventBuffer: ~Copyable {
    let start: UnsafeMutablePointer<epoll_event>
    let capacity: Int

    init(capacity: Int) {
        unsafe start = .allocate(capacity: capacity)
        // Safe: the memory was just allocated with this capacity.
        unsafe start.initialize(repeating: epoll_event(), count: capacity)
        self.capacity = capacity
    }

    deinit {
        // Safe: nobody else owns it, and events need no deinitialisation.
        unsafe start.deallocate()
    }

    /// What happened, and the tag it was registered with.
    subscript(index: Int) -> (events: Readiness, tag: UInt64) {
        precondition(index >= 0 && index < capacity)
        // Safe: the index is within the initialised memory.
        let event = unsafe start + index
        return unsafe (Readiness(rawValue: event.pointee.events), closecall_epoll_tag(event))
    }
}
