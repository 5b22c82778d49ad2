internal import CLinux

/// A thread that can be waited for once.
final class LoopThread: Sendable {
    private let handle: Locked<pthread_t?>

    private init(_ handle: pthread_t) {
        self.handle = Locked(handle)
    }

    /// Runs `body` on a new thread that gets no signals. The kernel keeps 15 bytes of the name.
    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError)
        -> LoopThread
    {
        // Safe: the box is retained for the thread, which releases it; the name is a zero-ended text.
        let box = unsafe Unmanaged.passRetained(Box(body))
        var handle = pthread_t()
        let code = unsafe closecall_spawn(
            &handle, String(decoding: name.utf8.prefix(15), as: UTF8.self),
            { context in
                if let context = unsafe context {
                    unsafe Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body()
                }
                return nil
            }, box.toOpaque())
        if code == 0 { return LoopThread(handle) }
        // Safe: no thread was made that could have taken it.
        unsafe box.release()
        throw SystemError(code, operation: "pthread_create", subject: name)
    }

    /// Waits until the thread has ended. Only the first caller waits; on the thread itself nobody does.
    func join() {
        guard let handle = handle.withLock({ $0.take() }) else { return }
        if pthread_equal(handle, pthread_self()) != 0 {
            pthread_detach(handle)
        } else {
            // The handle was taken out, so nobody joins it twice.
            _ = pthread_join(handle, nil)
        }
    }

    /// Lets the thread end unwatched.
    func detach() {
        if let handle = handle.withLock({ $0.take() }) { pthread_detach(handle) }
    }

    /// A number for the calling thread.
    static var currentNumber: UInt { UInt(pthread_self()) }

    private final class Box: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }
}
