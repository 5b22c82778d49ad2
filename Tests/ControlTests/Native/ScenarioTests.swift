import Closecall
import Testing

@testable import Control

@Suite(.timeLimit(.minutes(1)))
struct ScenarioTests {
    @Test func `a scenario is put, shown, listed, replaced and deleted`() async throws {
        try await NativeRig.with { rig in
            #expect(try await rig.ask("GET", "/v1/scenarios") == .record(["scenarios": .array([])]))
            let put = try await rig.ask("PUT", "/v1/scenarios/a%20b", NativeRig.reset, status: 201)
            #expect(
                GoJSON.bytes(put).text
                    == #"{"name":"a b","title":"Reset for a word","about":"","seed":"0","armed":[],"#
                    + #""text":"name: Reset for a word\nrules:\n  - name: cut\n    when: { kind: text, direction: "#
                    + #"toServer }\n    do: reset","rules":[{"name":"cut","line":3,"faults":["reset"]}]}"#)
            #expect(try await rig.ask("GET", "/v1/scenarios/a%20b") == put)
            let json = #"{"name":"As JSON","seed":7,"rules":[{"do":[{"delay":"1s"},"drop"]}]}"#
            let replaced = try await rig.ask("PUT", "/v1/scenarios/a%20b", json)
            #expect(replaced["seed"]?.text == "7" && replaced["text"]?.text == json)
            #expect(replaced["rules"]?.elements?[0]["faults"] == .array([.text("delay"), .text("drop")]))
            let list = try await rig.ask("GET", "/v1/scenarios")
            #expect(list["scenarios"]?.elements?.map { $0["title"]?.text } == ["As JSON"])
            try await rig.ask("DELETE", "/v1/scenarios/a%20b", status: 204)
            let gone = try await rig.ask("GET", "/v1/scenarios/a%20b", status: 404)
            #expect(
                gone["error"]?.text
                    == "no scenario is called \"a b\", PUT /v1/scenarios/NAME with its text puts one there")
        }
    }

    @Test func `all that is wrong is told with its place, and nothing is put`() async throws {
        let broken = "name: x\nrules:\n  - do: rset\n  - do: { delay: 5 }\n"
        try await NativeRig.with { rig in
            let refused = try await rig.ask("PUT", "/v1/scenarios/x", broken, status: 422)
            #expect(refused["error"]?.text == "the scenario has 2 problems")
            let problems = try #require(refused["problems"]?.elements)
            #expect(problems.map { $0["line"]?.whole(Int.self) } == [3, 4])
            #expect(problems.map { $0["column"]?.whole(Int.self) } == [9, 18])
            #expect(problems[0]["message"]?.text?.contains("did you mean \"reset\"?") == true)
            try await rig.ask("GET", "/v1/scenarios/x", status: 404)
            let check = try await rig.ask("POST", "/v1/check", broken)
            #expect(check["valid"] == .flag(false) && check["problems"] == .array(problems))
            let fine = try await rig.ask("POST", "/v1/check", NativeRig.reset)
            #expect(GoJSON.bytes(fine).text == #"{"valid":true,"title":"Reset for a word","problems":[]}"#)
        }
    }

    @Test func `a client cannot have files read`() async throws {
        let recorded = [
            "name: x\nlink: { trace: /etc/passwd }\n",
            "name: x\nphases: [{ name: a, at: 0s, link: { trace: /etc/passwd } }]\n",
            "name: x\nrules: [{ do: { link: { trace: /etc/passwd } } }]\n",
        ]
        try await NativeRig.with { rig in
            for text in recorded {
                let refused = try await rig.ask("PUT", "/v1/scenarios/x", text, status: 422)
                let message = refused["problems"]?.elements?.first?["message"]?.text ?? ""
                #expect(message.hasPrefix("the recorded link /etc/passwd is a file"), "\(refused)")
            }
        }
    }

    @Test func `what cannot be a text is refused`() async throws {
        try await NativeRig.with { rig in
            let form = try await rig.ask(
                "PUT", "/v1/scenarios/x", "--x", status: 415,
                headers: "Content-Type: multipart/form-data; boundary=x\r\n")
            #expect(form["error"]?.text?.contains("--data-binary") == true)
            try await rig.ask("POST", "/v1/check", "x", status: 415, headers: "Content-Encoding: gzip\r\n")
            let empty = try await rig.ask("PUT", "/v1/scenarios/x", status: 422)
            #expect(empty["problems"]?.elements?.count == 1)
            let large = String(repeating: "#", count: 1_048_577)
            try await rig.ask("PUT", "/v1/scenarios/x", large, status: 413)
        }
    }

    @Test func `there is room for so many`() throws {
        let shelf = ScenarioShelf()
        let scenario = try ScenarioShelf.read(Array(NativeRig.reset.utf8))
        for number in 0..<1000 { #expect(try shelf.put(scenario, as: "\(number)")) }
        #expect(throws: NativeError.self) { try shelf.put(scenario, as: "one more") }
        #expect(try !shelf.put(scenario, as: "7"))
    }
}
