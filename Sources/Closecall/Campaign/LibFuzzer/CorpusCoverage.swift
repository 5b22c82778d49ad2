internal import Reactor

extension FuzzCampaign {
    /// Which lines of a room the seeds and regressions of these targets reach; of all without names.
    ///
    /// The programs are built once more, with counters of lines in place of AddressSanitizer, and run each input once.
    public func coverage(
        of targets: [String], room: String, building tell: @escaping @Sendable (String) -> Void
    ) async -> Result<LineCoverage, FuzzProblem> {
        await onThread { () throws(FuzzProblem) in
            var names: [String] = []
            for name in targets { names.append(try tree.target(name)) }
            if names.isEmpty { names = try tree.targets() }
            let sources = tree.path("Sources/\(room)")
            do throws(SystemError) { _ = try FileTree.isFolder(sources) } catch {
                throw .file("look at the room \(sources)", error)
            }
            let toolchain = try SwiftToolchain()
            try FuzzBuild(.coverage, in: tree).run(until: stop, tell)
            let run = CoverageRun(tree: tree, toolchain: toolchain, stop: stop)
            try FuzzFile.makeFolder(run.profiles)
            for name in names { try run.replay(name) }
            return try run.coverage(of: sources, by: names)
        }
    }
}

/// Inputs that are run for the lines they reach.
struct CoverageRun {
    let tree: FuzzTree
    let toolchain: SwiftToolchain
    let stop: StopSign

    var profiles: String { "\(tree.coverageScratch)/profiles" }

    private func profile(_ target: String) -> String { "\(profiles)/\(target).profraw" }
    private func program(_ target: String) -> String { "\(tree.coverageScratch)/debug/\(target)" }

    func replay(_ target: String) throws(FuzzProblem) {
        AppendFile.remove(profile(target))
        var environment = FuzzerCommand.environment(toolchain: toolchain.folder)
        environment.append(("LLVM_PROFILE_FILE", profile(target)))
        _ = try lines([program(target), "-runs=0"] + tree.storedInputs(target), environment)
    }

    func coverage(of sources: String, by targets: [String]) throws(FuzzProblem) -> LineCoverage {
        let merged = "\(profiles)/all.profdata"
        _ = try lines(
            [toolchain.program("llvm-profdata"), "merge", "-sparse", "-o", merged] + targets.map(profile))
        var command = [toolchain.program("llvm-cov"), "export", "-format=lcov", "-instr-profile", merged]
        for (index, target) in targets.enumerated() {
            command += index == 0 ? [program(target)] : ["-object", program(target)]
        }
        return LineCoverage(lcov: try lines(command + [sources]))
    }

    private func lines(
        _ command: [String], _ environment: [(String, String)] = []
    ) throws(FuzzProblem) -> [String] {
        var lines: [String] = []
        let ending = try ListenedProgram(command, environment: environment).run(until: stop) {
            lines.append($0)
        }
        if ending == .stopped { throw .interrupted }
        guard ending.isSuccess else {
            throw .didNotRun(program: command[0], ending: ending.words, lines: lines.suffix(12))
        }
        return lines
    }
}
