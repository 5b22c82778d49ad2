internal import Reactor

/// One libFuzzer program of a campaign.
final class FuzzerJob {
    private let child: ChildProcess
    private var cutter = LineCutter()
    private(set) var log = FuzzerLog()

    init(_ command: FuzzerCommand, environment: [(String, String)]) throws(FuzzProblem) {
        do throws(SystemError) {
            child = try ChildProcess(command.words, environment: environment, output: .pipe)
        } catch {
            throw .program(command.program, error)
        }
    }

    /// Listens for so long; how it ended, when it has.
    func turn(within wait: Duration) -> ListenedProgram.Ending? {
        if let bytes = child.read(within: wait) {
            cutter.take(bytes) { log.take($0) }
            return nil
        }
        cutter.end { log.take($0) }
        return ListenedProgram.ending(of: child)
    }

    /// libFuzzer ends at once when it is told so, and says how much it ran.
    func stop() {
        child.stop(patience: ListenedProgram.farewell)
        while turn(within: .zero) == nil {}
    }
}
