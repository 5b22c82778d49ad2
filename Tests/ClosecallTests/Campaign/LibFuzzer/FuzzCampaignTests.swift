import Foundation
import Reactor
import Testing

@testable import Closecall

/// With a script in place of libFuzzer; `.ci/fuzz` runs the real one.
@Suite(.timeLimit(.minutes(1)))
struct FuzzCampaignTests {
    @Test func `what breaks is minimised, told and kept, and ends the campaign`() async throws {
        let stage = try FuzzStage(["bad"])
        let events = Locked<[String]>([])
        let result = try await run(stage, events: events)
        #expect(result.end == .found && result.progress.executions == 900)
        let finding = try #require(result.findings.first)
        #expect(result.findings.count == 1 && finding.foundLength == 15 && finding.times == 1)
        #expect(String(decoding: finding.input, as: UTF8.self) == "bad")
        #expect(finding.promise.words == "the input is bad")
        #expect(finding.promise.place == "FuzzBodies/Fake.swift:10")
        #expect(finding.promise.frames.map(\.function) == ["check10", "fuzzFake"])
        let name = "the-input-is-bad-\(ContentName.digest(of: finding.input).prefix(8))"
        #expect(finding.path == stage.path("Fuzz/Regressions/fake/\(name)") && !finding.isKnown)
        #expect(finding.replay == "closecall fuzz run fake --input \(finding.path)")
        #expect(try stage.text("Fuzz/Regressions/fake/\(name)") == "bad")
        #expect(
            events.withLock { $0 } == ["started 1", "broke the input is bad", "minimising 15", "finding 3"])
        #expect(stage.names(in: ".build/fuzz/reduce").isEmpty)
    }

    @Test func `who keeps going is told of each stack once`() async throws {
        let stage = try FuzzStage(["bad", "worse", "bad", "worse", "bad", "done"])
        let result = try await run(stage) { $0.keepsGoing = true }
        #expect(result.findings.map { String(decoding: $0.input, as: UTF8.self) } == ["bad", "worse"])
        #expect(result.findings.map(\.times) == [3, 2])
        #expect(result.progress.executions == 5 * 900 + 1000)
        #expect(stage.names(in: "Fuzz/Regressions/fake").count == 2)
        #expect(try stage.text("starts/2/arguments").contains("-seed=8 "))
    }

    @Test func `several jobs run at once, and one finding ends them all`() async throws {
        let stage = try FuzzStage(["wait", "wait", "bad"])
        let result = try await run(stage) { $0.jobs = 3 }
        #expect(result.end == .found && result.findings.count == 1)
        #expect(result.progress.executions == 4321 * 2 + 900)
        let arguments = try (1...3).map { try stage.text("starts/\($0)/arguments") }
        #expect(arguments.allSatisfy { $0.contains("-reload=1 ") })
        let folders = "\(stage.path(".build/fuzz/corpus/fake")) \(stage.path("Fuzz/Corpus/fake"))\n"
        #expect(arguments.allSatisfy { $0.hasSuffix(folders) })
    }

    @Test func `an interrupt ends it gently, with what was run`() async throws {
        let stage = try FuzzStage()
        let campaign = FuzzCampaign(in: try stage.tree)
        let result = await campaign.run(plan()) { event in
            if case .progress(let state) = event, state.coverage == 651 { campaign.stop.raise() }
        }
        let end = try result.get()
        #expect(end.end == .interrupted && end.findings.isEmpty)
        #expect(end.progress.executions == 4321 && end.progress.coverage == 651)
    }

    @Test func `what breaks on the corpus ends even who keeps going`() async throws {
        let stage = try FuzzStage(["corpus", "wait"])
        try stage.write("bad", to: "Fuzz/Regressions/fake/old")
        let result = try await run(stage) { $0.keepsGoing = true }
        let finding = try #require(result.findings.first)
        #expect(finding.isKnown && finding.path == stage.path("Fuzz/Regressions/fake/old"))
        #expect(stage.names(in: "Fuzz/Regressions/fake") == ["old"])
    }

    @Test(arguments: [
        ("slow", "timeout after 11 seconds"), ("memory", "out-of-memory (used: 4200Mb; limit: 4096Mb)"),
    ])
    func `slowness and greed break promises`(deed: String, words: String) async throws {
        let stage = try FuzzStage([deed])
        let result = try await run(stage) { $0.patience = .zero }
        #expect(result.findings.map(\.promise.words) == [words])
        #expect(result.findings.map(\.promise.kind) == [deed == "slow" ? .timeout : .outOfMemory])
    }

    @Test func `a slow input that breaks nothing is none`() async throws {
        let result = try await run(try FuzzStage(["unit"]))
        #expect(result.findings.isEmpty && result.end == .time)
    }

    @Test func `a program that cannot run is quoted`() async throws {
        let problem = await #expect(throws: FuzzProblem.self) { try await run(try FuzzStage(["fail"])) }
        let words = "\(try #require(problem))"
        #expect(
            words.contains("/release/fake ended with status 1 before it found anything; its last words:\n"))
        #expect(words.hasSuffix("\n    ParseDictionaryFile: error in line 3"))
    }

    @Test func `a program that libFuzzer sees nothing of is refused`() async throws {
        let problem = await #expect(throws: FuzzProblem.self) { try await run(try FuzzStage(["blind"])) }
        #expect("\(try #require(problem))".contains("runs blind"))
    }

    @Test func `without a program, who skips the build is told so`() async throws {
        let stage = try FuzzStage()
        try FileManager.default.removeItem(atPath: stage.path(".build"))
        let problem = await #expect(throws: FuzzProblem.self) { try await run(stage) }
        #expect(
            "\(try #require(problem))"
                == "\(stage.path(".build/fuzz/release/fake")) is not built yet, leave --skip-build out")
    }

    // MARK: One input

    @Test func `an input is tried alone`() async throws {
        let stage = try FuzzStage()
        try stage.write("good", to: "good")
        try stage.write("worse", to: "worse")
        let campaign = FuzzCampaign(in: try stage.tree)
        func broken(_ name: String) async throws -> BrokenPromise? {
            try await campaign.replay(stage.path(name), through: "fake", skipsBuild: true) { _ in }.get()
        }
        #expect(try await broken("good") == nil)
        let promise = try #require(try await broken("worse"))
        #expect(promise.words.hasPrefix("it is worse than ") && promise.place == "FuzzBodies/Fake.swift:20")
        await #expect(throws: FuzzProblem.self) { try await broken("missing") }
    }

    @Test func `minimising keeps to the promise that was broken first`() async throws {
        let stage = try FuzzStage()
        // Both are broken, and the worse one is told: without it, the input would be merely bad.
        try stage.write("a bad and worse input", to: "input")
        let campaign = FuzzCampaign(in: try stage.tree)
        let finding = try await campaign.minimise(
            stage.path("input"), of: "fake", patience: .seconds(60), skipsBuild: true
        ) { _ in }.get()
        #expect(String(decoding: finding.input, as: UTF8.self) == "worse")
        #expect(finding.path.contains("/Fuzz/Regressions/fake/it-is-worse-than-others-"))
        #expect(try stage.text("input") == "a bad and worse input")
    }

    @Test func `what breaks nothing cannot be minimised`() async throws {
        let stage = try FuzzStage()
        let result = await FuzzCampaign(in: try stage.tree).minimise(
            stage.path("Fuzz/Corpus/fake/one"), of: "fake", patience: .seconds(60), skipsBuild: true
        ) { _ in }
        let problem = #expect(throws: FuzzProblem.self) { try result.get() }
        #expect("\(try #require(problem))" == "\(stage.path("Fuzz/Corpus/fake/one")) breaks nothing in fake")
    }

    // MARK: Merging

    @Test func `merging adds seeds, and leaves out what breaks something`() async throws {
        let stage = try FuzzStage()
        try stage.write("two", to: "new/two")
        try stage.write("three", to: "new/three")
        try stage.write("bad", to: "new/four")
        let merge = try await FuzzCampaign(in: try stage.tree).merge(
            [stage.path("new")], into: "fake", skipsBuild: true
        ) { _ in }.get()
        let seeds = stage.path("Fuzz/Corpus/fake")
        #expect(
            merge
                == CorpusMerge(
                    looked: 3, added: ["\(seeds)/three", "\(seeds)/two"], broken: 1, folder: seeds))
    }

    @Test func `there is nothing to merge before a campaign`() async throws {
        let stage = try FuzzStage()
        let result = await FuzzCampaign(in: try stage.tree).merge([], into: "fake", skipsBuild: true) { _ in }
        let problem = #expect(throws: FuzzProblem.self) { try result.get() }
        #expect(
            "\(try #require(problem))".hasPrefix("there is nothing to merge: "))
    }

    // MARK: Help

    private func plan() -> CampaignPlan {
        var plan = CampaignPlan("fake")
        plan.skipsBuild = true
        plan.seed = 7
        return plan
    }

    private func run(
        _ stage: FuzzStage, events: Locked<[String]>? = nil, _ change: (inout CampaignPlan) -> Void = { _ in }
    ) async throws -> CampaignResult {
        var plan = plan()
        change(&plan)
        return try await FuzzCampaign(in: try stage.tree).run(plan) { event in
            guard let words = words(event) else { return }
            events?.withLock { $0.append(words) }
        }.get()
    }

    private func words(_ event: CampaignEvent) -> String? {
        switch event {
        case .building, .progress: nil
        case .started(let jobs): "started \(jobs)"
        case .broke(let promise): "broke \(promise.words)"
        case .minimising(let bytes): "minimising \(bytes)"
        case .finding(let finding): "finding \(finding.input.count)"
        }
    }
}
