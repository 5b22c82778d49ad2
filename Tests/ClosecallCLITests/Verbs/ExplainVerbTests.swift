import Testing

@testable import ClosecallCLI

@Suite struct ExplainVerbTests {
    @Test func `without a code the whole table is shown`() async throws {
        try await Snapshot.check("explain-table", [["explain"]])
        try await Snapshot.check("explain-table-french", [["explain", "--lang", "fr"]])
    }

    @Test func `1006 is explained in both languages`() async throws {
        try await Snapshot.check("explain-1006", [["explain", "1006"]])
        try await Snapshot.check("explain-1006-french", [["explain", "1006", "--lang=fr"]])
    }

    @Test func `a code without a name is explained by its class`() async throws {
        try await Snapshot.check(
            "explain-classes",
            [
                ["explain", "0"], ["explain", "1016"], ["explain", "2000"], ["explain", "3500"],
                ["explain", "4401"], ["explain", "65535"],
            ])
    }

    @Test func `a range is cut out of the table`() async throws {
        try await Snapshot.check("explain-ranges", [["explain", "1000-1015"], ["explain", "3000-3999"]])
    }

    @Test func `json is one object a line`() async throws {
        try await Snapshot.check(
            "explain-json", [["explain", "1006", "--json"], ["explain", "998-1000", "--json"]])
        let table = await Run(["explain", "--json"]).standardOutput.split(separator: "\n")
        #expect(table.count == 27)
        #expect(table.allSatisfy { $0.hasPrefix("{\"code\":") && $0.hasSuffix("]}") })
    }

    @Test func `a terminal gets colours and its own width`() async throws {
        let terminal = Output.Stream(isTerminal: true, style: .coloured, width: 60)
        try await Snapshot.check(
            "explain-terminal", [["explain", "1005"], ["explain", "1005-1009"]],
            stream: terminal)
    }

    @Test func `wrong codes, ranges and languages say what to change`() async throws {
        try await Snapshot.check(
            "explain-errors",
            [
                ["explain", "70000"], ["explain", "99999999999999999999999"], ["explain", "abc"],
                ["explain", "-5"],
                ["explain", "10-5"], ["explain", "1000-"], ["explain", "1-2-3"], ["explain", "1000-70000"],
                ["explain", ""], ["explain", "1006", "1007"], ["explain", "--lang", "de"],
                ["explain", "--lang"],
                ["explain", "--lang", "--json"], ["explain", "--json=1"], ["explain", "--json", "--json"],
                ["explain", "--jsno"], ["explain", "-json"], ["explain", "--colour"],
            ])
    }

    @Test(arguments: [
        (["LANG": "fr_FR.UTF-8"], true), (["LANG": "fr"], true), (["LC_MESSAGES": "fr_CA"], true),
        (["LC_ALL": "fr_BE.UTF-8", "LANG": "en_US.UTF-8"], true), (["LC_ALL": "C", "LANG": "fr_FR"], false),
        (["LC_ALL": "", "LANG": "fr_FR"], true), (["LANG": "de_DE"], false), ([:], false),
    ])
    func `the locale chooses the language`(environment: [String: String], isFrench: Bool) async {
        let text = await Run(["explain", "1006"], environment: environment).standardOutput
        #expect(text.contains("Causes habituelles") == isFrench)
        #expect(text.contains("Usual causes") == !isFrench)
    }

    @Test func `the option is stronger than the locale`() async {
        let text = await Run(["explain", "1006", "--lang", "en"], environment: ["LC_ALL": "fr_FR"])
            .standardOutput
        #expect(text.contains("Usual causes"))
    }

    /// A code's texts may be long, its lines may not: a terminal would break them anywhere.
    @Test(arguments: ["en", "fr"])
    func `no line is longer than the terminal is wide`(language: String) async {
        let codes =
            (1000...1016).map(String.init) + ["0", "2000", "3000", "3003", "3008", "3500", "4000", "5000"]
        var texts = [await Run(["explain", "--lang", language]).standardOutput]
        for code in codes { texts.append(await Run(["explain", code, "--lang", language]).standardOutput) }
        for line in texts.joined().split(separator: "\n") {
            #expect(line.count <= 80, "\(line)")
            #expect(line.last != " ", "\(line)")
        }
    }
}
