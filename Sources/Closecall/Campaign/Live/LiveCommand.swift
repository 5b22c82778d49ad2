internal import Reactor

/// The command that runs the peer under test, if we run it: started, started again, and watched.
final class LiveCommand {
    private let command: [String]
    private let output: String?
    private var child: ChildProcess?
    /// How often it was started.
    private(set) var starts = 0

    /// - Parameter output: a file for what it prints; nil to drop it.
    init(_ command: [String], output: String?) {
        self.command = command
        self.output = output
    }

    deinit { stop() }

    func start() throws(LiveProblem) {
        stop()
        do throws(SystemError) {
            child = try ChildProcess(command, output: output.map { .file($0) } ?? .nothing)
            starts += 1
        } catch {
            throw .impossible("cannot start \(command.first ?? "nothing"): \(error.words)")
        }
    }

    func stop() {
        _ = child?.stop(patience: .seconds(1))
        child = nil
    }

    /// Whether it has ended by a signal.
    var wasKilled: Bool {
        if case .signal = child?.wait(atMost: .zero) { return true }
        return false
    }

    /// How it ended; nil while it runs.
    func exit() -> String? {
        guard let child else { return "it was not started" }
        switch child.wait(atMost: .zero) {
        case nil: return nil
        case .status(let status): return "exit status \(status)"
        case .signal(let signal): return "signal \(signal)"
        }
    }

    var pid: Int32? { child?.pid }
}
