internal import Glibc

// Sendable: `value` is touched under the lock only, and is Sendable itself. Safe: `lock` is made and destroyed
// with the object, and never moves.

/// A value that threads share, behind a lock.
///
/// The standard library's `Mutex` would do, but on Linux a contended one is handed over inside the kernel
/// (FUTEX_LOCK_PI), where the thread sanitizer does not see it: it then reports races that are none, among
/// which a real one would drown. It knows a pthread mutex.
@safe public final class Locked<Value: ~Copyable & Sendable>: @unchecked Sendable {
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    /// A value that nobody else has yet.
    public init(_ value: consuming Value) {
        self.value = value
        // Safe: the memory is a mutex's, and is initialised by this.
        unsafe lock = .allocate(capacity: 1)
        unsafe lock.initialize(to: pthread_mutex_t())
        let result = unsafe pthread_mutex_init(lock, nil)
        precondition(result == 0, "pthread_mutex_init failed with \(result)")
    }

    deinit {
        // Safe: nobody holds a lock of an object that nobody refers to.
        unsafe pthread_mutex_destroy(lock)
        unsafe lock.deallocate()
    }

    /// Runs `body` alone with the value. It must not come back here: the lock is not recursive.
    public func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // Safe: the mutex lives as long as the object.
        let result = unsafe pthread_mutex_lock(lock)
        precondition(result == 0, "pthread_mutex_lock failed with \(result)")
        defer { unsafe pthread_mutex_unlock(lock) }
        return try body(&value)
    }
}
