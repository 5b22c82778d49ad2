internal import Closecall
internal import Reactor

/// One line of progress on the standard error of a terminal, gone when done; elsewhere nothing.
final class FuzzProgress: Sendable {
    private let output: Output
    private let isShown: Bool
    private let state = Locked(State())

    private struct State {
        var isOnScreen = false
        var lastShown: MonotonicTime?
    }

    /// Quicker nobody reads.
    private static let rhythm = Duration.milliseconds(150)

    init(_ output: Output) {
        self.output = output
        isShown = output.standardError.isTerminal
    }

    /// Shows a line in place of the last one, unless that came just now.
    func show(_ line: @autoclosure () -> String) {
        guard isShown else { return }
        let now = MonotonicTime.current
        let isDue = state.withLock { state in
            if let last = state.lastShown, now < last + Self.rhythm { return false }
            state.lastShown = now
            state.isOnScreen = true
            return true
        }
        // A longer line would wrap, and its first part stay.
        if isDue { output.errorText("\r\u{1B}[K\(line().prefix(output.standardError.width - 1))") }
    }

    /// Takes the line away, so that others can be written.
    func wipe() {
        let wasShown = state.withLock { state in
            defer { state = State() }
            return state.isOnScreen
        }
        if wasShown { output.errorText("\r\u{1B}[K") }
    }

    /// `[123/609] Compiling Closecall Journal.swift`, or one line in all where nobody watches.
    func building(_ line: String, _ hasBegun: Locked<Bool>) {
        let isFirst = hasBegun.withLock { hasBegun in
            defer { hasBegun = true }
            return !hasBegun
        }
        if isFirst, !isShown { output.error("building the targets, which can take minutes") }
        show("building \(line)")
    }
}
