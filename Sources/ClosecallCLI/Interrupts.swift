internal import Glibc
internal import Reactor

/// Somebody wants the verb to end: a person by Ctrl-C, a service manager by SIGTERM, a test by `raise()`. Or
/// somebody asks how things stand, by SIGUSR1.
final class Interrupts: Sendable {
    private enum State {
        case quiet
        case awaited(@Sendable () -> Void)
        case come
    }

    private let state = Locked(State.quiet)
    private let answer = Locked<(@Sendable () -> Void)?>(nil)
    private let reload = Locked<(@Sendable () -> Void)?>(nil)

    /// Calls `body` at the first interrupt, at once when that has come already. Replaces an earlier body.
    func atFirst(_ body: @escaping @Sendable () -> Void) {
        let hasCome = state.withLock { state in
            if case .come = state { return true }
            state = .awaited(body)
            return false
        }
        if hasCome { body() }
    }

    /// Waits for the first interrupt.
    func first() async {
        await withCheckedContinuation { continuation in
            atFirst { continuation.resume() }
        }
    }

    /// Calls `body` whenever somebody asks how things stand. Replaces an earlier body.
    func atQuestion(_ body: @escaping @Sendable () -> Void) {
        answer.withLock { $0 = body }
    }

    /// Asks how things stand. Who has no answer to it ignores it.
    func ask() {
        answer.withLock { $0 }?()
    }

    /// Calls `body` whenever somebody wants files to be read again. Replaces an earlier body.
    func atHangUp(_ body: @escaping @Sendable () -> Void) {
        reload.withLock { $0 = body }
    }

    /// Files are to be read again; false when nobody does that.
    func hangUp() -> Bool {
        guard let body = reload.withLock({ $0 }) else { return false }
        body()
        return true
    }

    /// False when it was not the first.
    @discardableResult
    func raise() -> Bool {
        let before = state.withLock { state in
            let before = state
            state = .come
            return before
        }
        switch before {
        case .quiet: break
        case .awaited(let body): body()
        case .come: return false
        }
        return true
    }

    /// The process's SIGINT and SIGTERM, SIGUSR1 as a question, and SIGHUP, which ends whoever does nothing about it,
    /// as it always did: a terminal that is closed sends it. The second interrupt ends the process,
    /// whatever hangs. Call it on the main thread while there is no other.
    static func ofProcess() -> Interrupts {
        let interrupts = Interrupts()
        // Fails only when the kernel has no descriptors or threads left; then signals kill, as always.
        guard let loop = try? EventLoop.start(name: "signals"),
            let watch = try? SignalWatch([SIGINT, SIGTERM, SIGUSR1, SIGHUP], on: loop)
        else { return interrupts }
        loop.submit {
            try? watch.start { signal in
                if signal == SIGUSR1 { return interrupts.ask() }
                if signal == SIGHUP, interrupts.hangUp() { return }
                if signal == SIGHUP { _exit(128 + signal) }
                if !interrupts.raise() { _exit(128 + signal) }
            }
        }
        return interrupts
    }
}
