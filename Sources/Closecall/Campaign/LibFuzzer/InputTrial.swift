internal import Reactor

/// Asks a target's program what inputs break.
struct InputTrial {
    let target: String
    let tree: FuzzTree
    let toolchain: SwiftToolchain?
    let stop: StopSign
    var deadline: MonotonicTime?

    /// What came of running inputs, until one broke something.
    struct Outcome {
        let ending: ListenedProgram.Ending
        let log: FuzzerLog

        /// Nil when all promises were kept.
        var promise: BrokenPromise? {
            if !log.report.isEmpty { return BrokenPromise(report: log.report) }
            switch ending {
            case .signal, .status(1...): return BrokenPromise("the program \(ending.words)")
            case .status, .late, .stopped: return nil
            }
        }
    }

    func run(_ files: [String]) throws(FuzzProblem) -> Outcome {
        var log = FuzzerLog()
        let command = FuzzerCommand.replaying(files, through: target, in: tree)
        let program = ListenedProgram(
            command.words, environment: FuzzerCommand.environment(toolchain: toolchain?.folder),
            deadline: deadline)
        let ending = try program.run(until: stop) { log.take($0) }
        return Outcome(ending: ending, log: log)
    }

    /// The same, with functions' names as people write them.
    func promise(brokenBy file: String) throws(FuzzProblem) -> BrokenPromise? {
        guard let promise = try run([file]).promise else { return nil }
        return toolchain?.demangled(promise) ?? promise
    }

    /// The index of the first input that breaks what has this signature; nil too when there is no time left.
    func first(of inputs: [[UInt8]], breaking signature: String) throws(FuzzProblem) -> Int? {
        if stop.isRaised || deadline.map({ $0 < .current }) == true { return nil }
        let folder = "\(tree.scratch)/reduce"
        let mark = ContentName.hex((0..<4).map { _ in UInt8.random(in: .min ... .max) })
        var files: [String] = []
        defer { files.forEach(AppendFile.remove) }
        for (index, input) in inputs.enumerated() {
            files.append("\(folder)/\(mark)-\(index)")
            try FuzzFile.write(input, to: files[index])
        }
        var start = 0
        while start < files.count {
            let outcome = try run(Array(files[start...]))
            guard let promise = outcome.promise, let last = outcome.log.lastInput,
                let index = files.firstIndex(of: last), index >= start
            else { return nil }
            if (toolchain?.demangled(promise) ?? promise).signature == signature { return index }
            start = index + 1
        }
        return nil
    }

    /// The input made smaller, for as long as there is time.
    func reduced(_ input: [UInt8], breaking signature: String) throws(FuzzProblem) -> [UInt8] {
        try FuzzFile.makeFolder("\(tree.scratch)/reduce")
        var reducer = InputReducer(input)
        try reducer.reduce { candidates throws(FuzzProblem) in
            try first(of: candidates, breaking: signature)
        }
        return reducer.best
    }
}
