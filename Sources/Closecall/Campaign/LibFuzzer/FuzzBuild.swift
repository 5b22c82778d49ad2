internal import Reactor

/// Builds the targets' programs, or those that tell which lines they reach.
struct FuzzBuild {
    enum Purpose {
        /// With libFuzzer and AddressSanitizer.
        case fuzzing
        /// With libFuzzer, and counters of lines.
        case coverage
    }

    let command: [String]

    /// `.ci/fuzz` builds the same: see there why the flags are what they are.
    init(_ purpose: Purpose, in tree: FuzzTree) {
        var command = ["swift", "build", "--package-path", tree.path("Fuzz")]
        switch purpose {
        case .fuzzing:
            command += ["--scratch-path", tree.scratch, "-c", "release", "--sanitize=fuzzer"]
            command += [
                "-Xswiftc", "-sanitize=fuzzer,address", "-Xswiftc", "-assert-config", "-Xswiftc", "Debug",
            ]
        case .coverage:
            // Not optimised: a line that was moved or folded away would count as reached, or as none.
            command += ["--scratch-path", tree.coverageScratch, "-c", "debug", "--sanitize=fuzzer"]
            command += ["-Xswiftc", "-sanitize=fuzzer"]
            command += ["-Xswiftc", "-profile-generate", "-Xswiftc", "-profile-coverage-mapping"]
        }
        self.command = command
    }

    /// Another command in its place.
    init(command: [String]) { self.command = command }

    /// Builds, and tells how far it is.
    func run(until stop: StopSign, _ tell: (String) -> Void) throws(FuzzProblem) {
        var said: [String] = []
        let ending = try ListenedProgram(command).run(until: stop) { line in
            if line.hasPrefix("[") { tell(line) }
            // The gold linker says of some hundred sanitizer symbols that it cannot export them, which harms nothing.
            if !line.hasPrefix("["), !line.contains("Cannot export local symbol") { said.append(line) }
            if said.count > Self.mostLines { said.removeFirst() }
        }
        if ending == .stopped { throw .interrupted }
        if !ending.isSuccess { throw .buildFailed(Self.lastWords(said)) }
    }

    private static let mostLines = 400
    private static let shown = 12

    /// The errors with their places, and if there are none, what was said last.
    static func lastWords(_ lines: [String]) -> [String] {
        var errors: [String] = []
        for line in lines where line.contains("error: ") && !errors.contains(line) { errors.append(line) }
        return Array((errors.isEmpty ? lines.filter { !$0.isEmpty }.suffix(shown) : errors.prefix(shown)))
    }
}

extension FuzzTree {
    /// Where the programs that count lines are built.
    var coverageScratch: String { path(".build/fuzz-coverage") }
}
