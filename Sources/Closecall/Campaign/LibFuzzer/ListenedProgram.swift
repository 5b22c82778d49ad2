internal import Reactor

/// A program that is listened to until it ends.
struct ListenedProgram {
    /// How it came to an end.
    enum Ending: Equatable {
        case status(Int32)
        case signal(Int32)
        /// It had no more time.
        case late
        /// Somebody raised the sign.
        case stopped

        var isSuccess: Bool { self == .status(0) }
    }

    let command: [String]
    var environment: [(String, String)] = []
    var deadline: MonotonicTime?

    /// What a program that is told to end may take for it.
    static let farewell = Duration.seconds(3)
    private static let turn = Duration.milliseconds(100)

    init(_ command: [String], environment: [(String, String)] = [], deadline: MonotonicTime? = nil) {
        self.command = command
        self.environment = environment
        self.deadline = deadline
    }

    /// Runs it, and hands out its lines as they come.
    func run(until stop: StopSign, _ take: (String) -> Void) throws(FuzzProblem) -> Ending {
        do throws(SystemError) { return try listen(until: stop, take) } catch {
            throw .program(command[0], error)
        }
    }

    private func listen(until stop: StopSign, _ take: (String) -> Void) throws(SystemError) -> Ending {
        let child = try ChildProcess(command, environment: environment, output: .pipe)
        var cutter = LineCutter()
        while let bytes = child.read(within: Self.turn) {
            cutter.take(bytes, take)
            if stop.isRaised || deadline.map({ $0 < .current }) == true {
                child.stop(patience: Self.farewell)
                return stop.isRaised ? .stopped : .late
            }
        }
        cutter.end(take)
        return ListenedProgram.ending(of: child)
    }

    /// After its output has ended.
    static func ending(of child: ChildProcess) -> Ending {
        switch child.wait(atMost: farewell) {
        case .status(let status): return .status(status)
        case .signal(let signal): return .signal(signal)
        case nil:
            child.stop(patience: .zero)
            return .late
        }
    }
}

extension ListenedProgram.Ending {
    /// As part of a sentence about the program.
    var words: String {
        switch self {
        case .status(let status): "ended with status \(status)"
        case .signal(let signal): "was ended by signal \(signal)"
        case .late: "did not end"
        case .stopped: "was stopped"
        }
    }
}
