internal import Glibc

// Sendable: everything is touched under the lock only. Safe: the lock and the condition are made and destroyed with the
// object, and never move.

/// A value that threads share, behind a lock, and that one of them can wait for.
@safe public final class Gate<Value: ~Copyable & Sendable>: @unchecked Sendable {
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var value: Value

    /// A value that nobody else has yet.
    public init(_ value: consuming Value) {
        self.value = value
        // Safe: the memory is a mutex's and a condition's, and is initialised by this.
        unsafe lock = .allocate(capacity: 1)
        unsafe changed = .allocate(capacity: 1)
        unsafe lock.initialize(to: pthread_mutex_t())
        unsafe changed.initialize(to: pthread_cond_t())
        let results = unsafe (pthread_mutex_init(lock, nil), pthread_cond_init(changed, nil))
        precondition(results == (0, 0), "a lock could not be made")
    }

    deinit {
        // Safe: nobody holds a lock of an object that nobody refers to, or waits for it.
        unsafe pthread_cond_destroy(changed)
        unsafe pthread_mutex_destroy(lock)
        unsafe changed.deallocate()
        unsafe lock.deallocate()
    }

    /// Runs `body` alone with the value, and wakes who waits for a change of it. It must not come back here.
    public func change<Result>(_ body: (inout Value) -> Result) -> Result {
        // Safe: lock and condition live as long as the object.
        unsafe pthread_mutex_lock(lock)
        defer {
            unsafe pthread_cond_broadcast(changed)
            unsafe pthread_mutex_unlock(lock)
        }
        return body(&value)
    }

    /// Runs `body` alone with the value, again after each change, until it has an answer.
    public func wait<Result>(for body: (inout Value) -> Result?) -> Result {
        // Safe: lock and condition live as long as the object; waiting gives the lock back meanwhile.
        unsafe pthread_mutex_lock(lock)
        defer { unsafe pthread_mutex_unlock(lock) }
        while true {
            if let answer = body(&value) { return answer }
            unsafe pthread_cond_wait(changed, lock)
        }
    }
}
