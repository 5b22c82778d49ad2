import Testing

@testable import ClosecallCLI

@Suite struct ClosecallCommandTests {
    @Test func `help is the same from both sides`() async throws {
        try await Snapshot.check(
            "help",
            [
                ["--help"], ["explain", "--help"], ["serve", "--help"], ["connect", "--help"],
                ["demo", "--help"], ["proxy", "--help"], ["run", "--help"],
            ])
        let overview = await Run(["--help"]).standardOutput
        for command in [["-h"], ["help"], ["help", "--help"]] {
            #expect(await Run(command).standardOutput == overview)
        }
        let page = await Run(["explain", "--help"]).standardOutput
        for command in [["help", "explain"], ["explain", "-h"], ["explain", "--jsno", "abc", "--help"]] {
            #expect(await Run(command).standardOutput == page)
        }
    }

    @Test func `help on a terminal has colours`() async throws {
        let terminal = Output.Stream(isTerminal: true, style: .coloured, width: 72)
        try await Snapshot.check("help-terminal", [["--help"], ["explain", "--help"]], stream: terminal)
    }

    @Test func `wrong verbs and options say what to change`() async throws {
        try await Snapshot.check(
            "command-errors",
            [
                [], ["explian"], ["frobnicate"], ["--hlep"], ["--json"], ["help", "explian"],
                ["help", "explain", "1006"], [""],
            ])
    }

    @Test func `a verb of verbs says which there are, and guesses`() async {
        let words = Verb.fuzz.subverbs.map(\.lastWord).joined(separator: ", ")
        for command in [["fuzz", "1"], ["help", "fuzz", "1"]] {
            let run = await Run(command)
            #expect(run.status == 2)
            #expect(run.standardError == "closecall fuzz: unknown word \"1\", it takes one of \(words)\n")
        }
        let bare = await Run(["fuzz"])
        #expect(bare.status == 2)
        #expect(bare.standardError.hasSuffix("closecall fuzz: say which: \(words)\n"))
        let help = await Run(["help", "fuzz"]).standardOutput
        #expect(await Run(["fuzz", "--help"]).standardOutput == help)
    }

    @Test(arguments: (Verb.all + Verb.all.flatMap(\.subverbs)).map(\.name))
    func `every verb has a page with an example and keeps within 80 columns`(name: String) async throws {
        let words = name.split(separator: " ").map(String.init)
        let verb = try #require(Verb.named(by: words)?.verb)
        #expect(verb.name == name)
        #expect(!verb.examples.isEmpty || !verb.subverbs.isEmpty)
        #expect(verb.examples.allSatisfy { $0.command.hasPrefix("closecall \(name)") })
        #expect(!verb.options.contains(.help))
        #expect(Set(verb.options.map(\.name)).count == verb.options.count)
        let page = await Run(["help"] + words)
        #expect(page.status == 0)
        for line in page.standardOutput.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }

    @Test func `output that cannot be written ends in 2 and names the reason`() async {
        let full = await outcome { _ in .failed(reason: "No space left on device") }
        #expect(full.status == 2)
        #expect(
            full.complaint == "closecall: could not write to the standard output: No space left on device\n")
    }

    @Test func `a reader that has enough is no failure`() async {
        let gone = await outcome { _ in .readerGone }
        #expect(gone.status == 0)
        #expect(gone.complaint == "")
    }

    private func outcome(
        _ result: @escaping @Sendable (String) -> Output.WriteResult
    ) async -> (status: Int32, complaint: String) {
        await confirmation("the standard output is tried once") { tried in
            let complaint = Complaint()
            let output = Output(standardOutput: .pipe, standardError: .pipe) { channel, text in
                if channel == .standardOutput {
                    tried()
                    return result(text)
                }
                complaint.add(text)
                return .written
            }
            let status = await ClosecallCommand.run(
                arguments: ["explain"], environment: Environment(), output: output)
            return (status, complaint.text)
        }
    }
}
