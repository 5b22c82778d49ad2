internal import Reactor

/// Command lines of libFuzzer programs.
struct FuzzerCommand {
    let program: String
    private(set) var arguments: [String] = []

    /// What every run of a program needs.
    ///
    /// On a crash Swift's own backtracer can hang for minutes in an instrumented program. A function's own name is
    /// better looked up by the symbolizer of the compiler than by an older one of the system.
    static func environment(toolchain: String?) -> [(String, String)] {
        var environment = [("SWIFT_BACKTRACE", "enable=no")]
        // A path that leads nowhere would be worse than none.
        let symbolizer = toolchain.map { "\($0)/llvm-symbolizer" }
        if let symbolizer, (try? FileTree.isFolder(symbolizer)) != nil {
            environment.append(("ASAN_SYMBOLIZER_PATH", symbolizer))
        }
        return environment
    }

    var words: [String] { [program] + arguments }

    private init(_ tree: FuzzTree, _ target: String) {
        program = tree.program(target)
        arguments = ["-timeout=\(CampaignPlan.slowest)", "-rss_limit_mb=\(CampaignPlan.mostMemory)"]
    }

    /// Fuzzes until `rest` is over; what it finds goes to the first of the folders.
    static func fuzzing(_ plan: CampaignPlan, job: Int, rest: Duration?, in tree: FuzzTree) -> FuzzerCommand {
        var command = FuzzerCommand(tree, plan.target)
        if let rest { command.arguments.append("-max_total_time=\(max(1, Int(rest.seconds.rounded(.up))))") }
        if let seed = plan.seed { command.arguments.append("-seed=\(UInt64(seed) + UInt64(job))") }
        if let length = plan.longestInput { command.arguments.append("-max_len=\(length)") }
        command.arguments.append("-print_final_stats=1")
        if plan.jobs > 1 { command.arguments.append("-reload=1") }
        if let words = tree.dictionary(plan.target) { command.arguments.append("-dict=\(words)") }
        command.arguments.append("-artifact_prefix=\(tree.findings(plan.target))")
        command.arguments.append(plan.corpus ?? tree.ownCorpus(plan.target))
        command.arguments += tree.storedInputs(plan.target)
        return command
    }

    /// Runs these inputs once each, in order, until one breaks something.
    static func replaying(_ files: [String], through target: String, in tree: FuzzTree) -> FuzzerCommand {
        var command = FuzzerCommand(tree, target)
        command.arguments += files
        return command
    }

    /// Seeds are read by people and run by every `swift test`: larger ones are cut off.
    private static let largestSeed = 4096

    /// Copies inputs of `folders` to the first one when they reach an edge that nothing there reaches. How often an
    /// edge is passed does not count: that would make ten times as many.
    static func merging(_ folders: [String], of target: String, in tree: FuzzTree) -> FuzzerCommand {
        var command = FuzzerCommand(tree, target)
        command.arguments += ["-merge=1", "-max_len=\(largestSeed)", "-use_counters=0"]
        command.arguments.append("-artifact_prefix=\(tree.findings(target))")
        command.arguments += folders
        return command
    }
}

extension FuzzTree {
    /// What libFuzzer puts before the name of an input that broke something.
    func findings(_ target: String) -> String { "\(scratch)/findings/\(target)-" }
}
