import Testing

@testable import Closecall

@Suite struct FuzzerCommandTests {
    @Test func `fuzzing reads the stored inputs and writes to its own corpus, which comes first`() throws {
        let stage = try FuzzStage()
        try stage.write("\"x\"", to: "Fuzz/Dictionaries/fake.dict")
        try stage.write("bad", to: "Fuzz/Regressions/fake/old")
        var plan = CampaignPlan("fake")
        plan.seed = 5
        plan.jobs = 2
        plan.longestInput = 99
        let command = FuzzerCommand.fuzzing(plan, job: 1, rest: .milliseconds(8100), in: try stage.tree)
        #expect(command.program == stage.path(".build/fuzz/release/fake"))
        #expect(
            command.arguments == [
                "-timeout=10", "-rss_limit_mb=4096", "-max_total_time=9", "-seed=6", "-max_len=99",
                "-print_final_stats=1", "-reload=1", "-dict=\(stage.path("Fuzz/Dictionaries/fake.dict"))",
                "-artifact_prefix=\(stage.path(".build/fuzz/findings/fake-"))",
                stage.path(".build/fuzz/corpus/fake"), stage.path("Fuzz/Corpus/fake"),
                stage.path("Fuzz/Regressions/fake"),
            ])
    }

    @Test func `a corpus of one's own takes the place of the usual one`() throws {
        let stage = try FuzzStage()
        var plan = CampaignPlan("fake")
        plan.corpus = "mine"
        let arguments = FuzzerCommand.fuzzing(plan, job: 0, rest: nil, in: try stage.tree).arguments
        #expect(arguments.suffix(2) == ["mine", stage.path("Fuzz/Corpus/fake")])
        #expect(!arguments.contains { $0.hasPrefix("-max_total_time") || $0.hasPrefix("-seed") })
    }

    @Test func `a program never starts Swift's own backtracer`() throws {
        let stage = try FuzzStage()
        try stage.write("", to: "bin/llvm-symbolizer")
        func values(_ folder: String?) -> [String] { FuzzerCommand.environment(toolchain: folder).map(\.1) }
        #expect(values(nil) == ["enable=no"] && values("/nowhere") == ["enable=no"])
        #expect(values(stage.path("bin")) == ["enable=no", stage.path("bin/llvm-symbolizer")])
    }
}
