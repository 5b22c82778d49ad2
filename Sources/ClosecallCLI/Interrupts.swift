internal import Glibc
internal import Reactor

/// Somebody wants the verb to end: a person by Ctrl-C, a service manager by SIGTERM, a test by `raise()`.
final class Interrupts: Sendable {
    private enum State {
        case quiet
        case awaited(@Sendable () -> Void)
        case come
    }

    private let state = Locked(State.quiet)

    /// Calls `body` at the first interrupt, at once when that has come already. Replaces an earlier body.
    func atFirst(_ body: @escaping @Sendable () -> Void) {
        let hasCome = state.withLock { state in
            if case .come = state { return true }
            state = .awaited(body)
            return false
        }
        if hasCome { body() }
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

    /// The process's SIGINT and SIGTERM. The second one ends the process, whatever hangs. Call it on the main
    /// thread while there is no other.
    static func ofProcess() -> Interrupts {
        let interrupts = Interrupts()
        // Fails only when the kernel has no descriptors or threads left; then signals kill, as always.
        guard let loop = try? EventLoop.start(name: "signals"),
            let watch = try? SignalWatch([SIGINT, SIGTERM], on: loop)
        else { return interrupts }
        loop.submit {
            try? watch.start { signal in
                if !interrupts.raise() { _exit(128 + signal) }
            }
        }
        return interrupts
    }
}
