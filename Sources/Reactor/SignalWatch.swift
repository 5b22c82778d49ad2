// Sendable: `loop` never changes; the rest is touched on the loop's thread only (checked in debug builds), and by
// `init`, which happens before the reference can travel.

/// Signals as events of a loop, where a handler may do anything, unlike in a signal handler.
public final class SignalWatch: @unchecked Sendable {
    /// The loop that hears of them.
    public let loop: EventLoop
    private var descriptor: Descriptor
    private var registration: Registration?
    private var received: ((Int32) -> Void)?

    /// Takes `signals` (such as SIGINT, SIGTERM) away from the calling thread and those it makes later. Call it
    /// first thing in `main`: any other thread would still die of them.
    public init(_ signals: [Int32], on loop: EventLoop) throws(SystemError) {
        self.loop = loop
        descriptor = try Syscalls.makeSignalDescriptor(signals)
    }

    /// Calls `received` with each signal's number from now on. On the loop only.
    public func start(_ received: @escaping (Int32) -> Void) throws(SystemError) {
        loop.assertOnLoop()
        guard descriptor.isOpen, registration == nil else { return }
        registration = try loop.register(descriptor.number, for: .readable, self)
        self.received = received
    }

    /// Hears no more. The signals stay blocked. On the loop only.
    public func close() {
        loop.assertOnLoop()
        if let registration { loop.unregister(descriptor.number, registration) }
        registration = nil
        received = nil
        descriptor.close()
    }
}

extension SignalWatch: EventTarget {
    func ready(_ events: Readiness) {
        while descriptor.isOpen, let signal = Syscalls.nextSignal(descriptor.number) { received?(signal) }
    }

    func loopStopped() {
        close()
    }
}
