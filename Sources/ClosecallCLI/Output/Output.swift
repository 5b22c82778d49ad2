internal import Synchronization

/// Where a verb writes: answers to the standard output, complaints and progress to the standard error.
///
/// Nothing is buffered, so a script that waits for a line gets it, and a killed process has lost nothing.
final class Output: Sendable {
    enum Channel: Sendable { case standardOutput, standardError }

    /// What a verb may know about a stream before it lays out text for it.
    struct Stream: Sendable {
        let isTerminal: Bool
        let style: Style
        /// Columns; 80 where there is no terminal, so that a pipe's text does not depend on a window.
        let width: Int

        static let pipe = Stream(isTerminal: false, style: .plain, width: 80)

        /// Lines longer than this are hard to read, however wide the terminal is.
        var proseWidth: Int { min(width, 100) }
    }

    /// How a write went. The numbers of the system's errors stay with who writes.
    enum WriteResult: Sendable {
        case written
        /// `closecall explain | head`: nobody reads any more, which is no mistake.
        case readerGone
        case failed(reason: String)
    }

    private enum Health {
        case working
        case readerGone
        case failed(reason: String)
    }

    let standardOutput: Stream
    let standardError: Stream
    private let write: @Sendable (Channel, String) -> WriteResult
    private let health = Mutex(Health.working)

    init(
        standardOutput: Stream, standardError: Stream,
        write: @escaping @Sendable (Channel, String) -> WriteResult
    ) {
        self.standardOutput = standardOutput
        self.standardError = standardError
        self.write = write
    }

    /// Writes whole lines. False when nobody reads any more, so that an endless verb can stop.
    @discardableResult
    func text(_ text: String) -> Bool {
        health.withLock { health in
            guard case .working = health else { return false }
            switch write(.standardOutput, text) {
            case .written: return true
            case .readerGone: health = .readerGone
            case .failed(let reason): health = .failed(reason: reason)
            }
            return false
        }
    }

    @discardableResult
    func line(_ line: String) -> Bool { text(line + "\n") }

    /// One line on the standard error.
    func error(_ message: String) { errorText(message + "\n") }

    /// Where this cannot be written there is nobody left to tell.
    func errorText(_ text: String) { _ = write(.standardError, text) }

    /// Why the standard output could not be written (a full disk); nil too when its reader had enough.
    var lostOutput: String? {
        health.withLock { health in
            if case .failed(let reason) = health { reason } else { nil }
        }
    }
}
