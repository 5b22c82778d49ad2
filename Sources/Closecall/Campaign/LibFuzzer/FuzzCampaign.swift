internal import Reactor

/// Campaigns with libFuzzer, from a source tree: fuzzing a target, trying and minimising single inputs.
///
/// libFuzzer's programs do the work; this starts them, listens, and says what came of it. Every call here waits for
/// programs on a thread of its own, and ends soon after the sign was raised.
public struct FuzzCampaign: Sendable {
    /// Where the targets are.
    public let tree: FuzzTree
    /// Raised, it ends what runs.
    public let stop: StopSign

    /// Campaigns in that tree.
    public init(in tree: FuzzTree, stop: StopSign = StopSign()) {
        self.tree = tree
        self.stop = stop
    }

    /// Fuzzes as planned, and keeps what broke among the regressions. An interrupt is no failure: what was found
    /// until then counts.
    public func run(
        _ plan: CampaignPlan, _ tell: @escaping @Sendable (CampaignEvent) -> Void
    ) async -> Result<CampaignResult, FuzzProblem> {
        await onThread { () throws(FuzzProblem) in
            let toolchain = try prepare(plan.target, skipsBuild: plan.skipsBuild) { tell(.building($0)) }
            return try CampaignRun(plan, in: tree, toolchain: toolchain, until: stop, tell).run()
        }
    }

    /// Runs an input; what it breaks, nil when it keeps all promises.
    public func replay(
        _ path: String, through target: String, skipsBuild: Bool,
        building tell: @escaping @Sendable (String) -> Void
    ) async -> Result<BrokenPromise?, FuzzProblem> {
        await onThread { () throws(FuzzProblem) in
            // Named before a build that takes minutes.
            _ = try FuzzFile.read(path)
            let trial = try trial(target, skipsBuild, tell)
            return try trial.promise(brokenBy: path)
        }
    }

    /// Makes an input smaller that breaks something, and keeps it among the regressions.
    public func minimise(
        _ path: String, of target: String, patience: Duration, skipsBuild: Bool,
        _ tell: @escaping @Sendable (CampaignEvent) -> Void
    ) async -> Result<FuzzFinding, FuzzProblem> {
        await onThread { () throws(FuzzProblem) in
            let input = try FuzzFile.read(path)
            var trial = try trial(target, skipsBuild) { tell(.building($0)) }
            guard let promise = try trial.promise(brokenBy: path) else {
                if stop.isRaised { throw .interrupted }
                throw .keepsPromises(input: path, target: target)
            }
            tell(.broke(promise))
            tell(.minimising(bytes: input.count))
            trial.deadline = MonotonicTime.current + patience
            var entry = FindingShelf.Entry(promise: promise, input: input, foundLength: input.count)
            entry.input = try trial.reduced(input, breaking: promise.signature)
            return try tree.keep(entry, of: target)
        }
    }

    // MARK: Parts

    func onThread<Value: Sendable>(
        _ work: @escaping @Sendable () throws(FuzzProblem) -> Value
    ) async -> Result<Value, FuzzProblem> {
        await FuzzThread.run {
            do throws(FuzzProblem) { return .success(try work()) } catch { return .failure(error) }
        }
    }

    /// Builds if need be. Without a toolchain, functions' names stay as the linker knows them.
    func prepare(
        _ target: String, skipsBuild: Bool, _ tell: (String) -> Void
    ) throws(FuzzProblem) -> SwiftToolchain? {
        let target = try tree.target(target)
        if !skipsBuild { try FuzzBuild(.fuzzing, in: tree).run(until: stop, tell) }
        let program = tree.program(target)
        do throws(SystemError) { _ = try FileTree.isFolder(program) } catch {
            throw .notBuilt(program: program)
        }
        return try? SwiftToolchain()
    }

    private func trial(
        _ target: String, _ skipsBuild: Bool, _ tell: (String) -> Void
    ) throws(FuzzProblem) -> InputTrial {
        let toolchain = try prepare(target, skipsBuild: skipsBuild, tell)
        return InputTrial(target: target, tree: tree, toolchain: toolchain, stop: stop)
    }
}
