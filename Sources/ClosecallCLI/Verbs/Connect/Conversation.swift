internal import Closecall
internal import Reactor
internal import WebSocketWire

/// The client's half of a conversation: what it says, and when it has heard enough to close.
///
/// Closing at once would cost the answers: a socket that is closing hands out no more messages. So a script's
/// or a pipe's close waits for as many messages as were sent, or as long as it was told to.
final class Conversation: Sendable {
    /// Whoever answers in good faith has done so by then.
    static let longestWait = Duration.seconds(5)

    private static let highWater = 4 << 20

    private struct State {
        var owed = 0
        /// A close was asked for; it may still be pending. Nothing is said after it.
        var isClosing = false
        var pending: ConnectStep?
        var timer: Task<Void, Never>?
    }

    private let socket: WebSocket
    private let report: ConnectReport
    private let wait: Duration?
    /// A person at a terminal sees what comes, and means at once.
    private let isPatient: Bool
    private let state = Locked(State())

    init(_ socket: WebSocket, report: ConnectReport, wait: Duration?, isPatient: Bool) {
        self.socket = socket
        self.report = report
        self.wait = wait
        self.isPatient = isPatient
    }

    var isOpen: Bool { socket.readyState == .open && !state.withLock(\.isClosing) }

    func perform(_ step: ConnectStep) {
        if case .close = step { return close(step) }
        if isPatient { report.did(step) }
        if step.isMessage { state.withLock { $0.owed += 1 } }
        socket.perform(step)
    }

    /// A fast pipe and a slow server: lines wait here, not in our memory.
    func waitForRoom() async {
        while socket.readyState == .open, socket.bufferedAmount > Self.highWater {
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    /// A message has come.
    func heard() {
        let due = state.withLock { state in
            state.owed -= 1
            return wait == nil && state.owed <= 0 ? state.pending.take() : nil
        }
        if let due { closeNow(due) }
    }

    /// It is over: nothing waits any more.
    func ended() {
        state.withLock { state in
            state.timer?.cancel()
            state.timer = nil
        }
    }

    private func close(_ step: ConnectStep) {
        let isDue = state.withLock { state in
            guard !state.isClosing else { return false }
            state.isClosing = true
            if !isPatient || (wait == nil && state.owed <= 0) { return true }
            state.pending = step
            state.timer = Task { [self] in
                try? await Task.sleep(for: wait ?? Self.longestWait)
                if let due = self.state.withLock({ $0.pending.take() }) { closeNow(due) }
            }
            return false
        }
        if isDue { closeNow(step) }
    }

    private func closeNow(_ step: ConnectStep) {
        if isPatient { report.did(step) }
        socket.perform(step)
    }
}
