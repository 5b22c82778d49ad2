import Closecall
import Testing

@testable import Control

@Suite(.timeLimit(.minutes(1)))
struct ArmingTests {
    @Test func `an armed scenario ends a session that was open before, and the ending says which rule`()
        async throws
    {
        try await NativeRig.with { rig in
            let socket = try await OpenSocket(try await rig.makeProxy())
            try socket.send("one")
            #expect(try await socket.message() == "one")
            try await rig.ask("PUT", "/v1/scenarios/reset", NativeRig.reset, status: 201)
            let armed = try await rig.ask("POST", "/v1/scenarios/reset/arm")
            #expect(
                GoJSON.bytes(armed).text
                    == #"{"scenario":"reset","proxy":"p","beside":false,"seed":"0","toxicity":1}"#)
            try socket.send("two")
            #expect(try await socket.end() == 1006)
            let ending = try await rig.ask("GET", "/v1/proxies/p/endings/1?wait=5s")
            #expect(ending["event"]?.text == "session.end" && ending["proxy"]?.text == "p")
            #expect(ending["by"]?.text == "fault" && ending["rule"]?.text == "cut")
            #expect(ending["client"]?["code"]?.whole(Int.self) == 1006)
            #expect(ending["story"]?.text?.contains("cut") == true)
            let shown = try await rig.ask("GET", "/v1/scenarios/reset")
            #expect(shown["armed"] == .array([armed]))
            #expect(try await rig.ask("GET", "/v1/proxies/p")["armed"] == .array([armed]))
        }
    }

    @Test func `a disarmed scenario does nothing any more`() async throws {
        try await NativeRig.with { rig in
            let socket = try await OpenSocket(try await rig.makeProxy())
            try await rig.ask("PUT", "/v1/scenarios/reset", NativeRig.reset, status: 201)
            for arming in [
                "{}", #"{"beside":true}"#, #"{"toxicity":1}"#, #"{"seed":"18446744073709551615"}"#,
            ] {
                try await rig.ask("POST", "/v1/scenarios/reset/arm", arming)
                let disarmed = try await rig.ask("POST", "/v1/scenarios/reset/disarm", #"{"proxy":"p"}"#)
                #expect(disarmed == .record(["proxies": .array([.text("p")])]))
                try socket.send(arming)
                #expect(try await socket.message() == arming)
            }
            let twice = try await rig.ask("POST", "/v1/scenarios/reset/disarm", status: 404)
            #expect(twice["error"]?.text == "the scenario \"reset\" is not armed")
        }
    }

    @Test func `rules stand beside each other, and a toxicity of 0 hits nobody`() async throws {
        let drop = "name: x\nrules: [{ when: { kind: text, contains: lost }, do: drop }]\n"
        try await NativeRig.with { rig in
            let socket = try await OpenSocket(try await rig.makeProxy())
            try await rig.ask("PUT", "/v1/scenarios/drop", drop, status: 201)
            try await rig.ask("PUT", "/v1/scenarios/reset", NativeRig.reset, status: 201)
            try await rig.ask("POST", "/v1/scenarios/reset/arm", #"{"toxicity":0}"#)
            try await rig.ask("POST", "/v1/scenarios/drop/arm", #"{"beside":true}"#)
            try socket.send("lost")
            try socket.send("kept")
            #expect(try await socket.message() == "kept")
            let armed = try await rig.ask("GET", "/v1/proxies/p")["armed"]?.elements ?? []
            #expect(armed.map { $0["scenario"]?.text } == ["reset", "drop"])
            try await rig.ask("POST", "/v1/scenarios/reset/arm", #"{"toxicity":1}"#)
            try socket.send("more")
            #expect(try await socket.end() == 1006)
        }
    }

    @Test func `one scenario is played at a time, and a reset or a delete ends it`() async throws {
        try await NativeRig.with { rig in
            _ = try await rig.makeProxy()
            for name in ["a", "b", "c"] {
                try await rig.ask("PUT", "/v1/scenarios/\(name)", NativeRig.reset, status: 201)
            }
            func armed() async throws -> [String?] {
                try await rig.ask("GET", "/v1/proxies/p")["armed"]?.elements?.map { $0["scenario"]?.text }
                    ?? []
            }
            try await rig.ask("POST", "/v1/scenarios/a/arm")
            try await rig.ask("POST", "/v1/scenarios/b/arm", #"{"seed":3}"#)
            try await rig.ask("POST", "/v1/scenarios/c/arm", #"{"toxicity":0.5}"#)
            #expect(try await armed() == ["b", "c"])
            try await rig.ask("DELETE", "/v1/scenarios/c", status: 204)
            #expect(try await armed() == ["b"])
            try await rig.ask("POST", "/reset", status: 204)
            #expect(try await armed() == [])
        }
    }

    @Test func `what is armed outlives a proxy that is disabled for a while`() async throws {
        try await NativeRig.with { rig in
            _ = try await rig.makeProxy()
            try await rig.ask("PUT", "/v1/scenarios/reset", NativeRig.reset, status: 201)
            try await rig.ask("PATCH", "/proxies/p", #"{"enabled":false}"#)
            try await rig.ask("POST", "/v1/scenarios/reset/arm")
            #expect(try await rig.ask("GET", "/v1/proxies/p")["url"] == .null)
            try await rig.ask("PATCH", "/proxies/p", #"{"enabled":true,"listen":"127.0.0.1:0"}"#)
            let url = try #require(try await rig.ask("GET", "/v1/proxies/p")["url"]?.text)
            let socket = try await OpenSocket(url)
            try socket.send("x")
            #expect(try await socket.end() == 1006)
        }
    }

    @Test(arguments: [
        (#"{"proxy":"q"}"#, 404, "no proxy is called \"q\", there are p"),
        (#"{"proxy":1}"#, 422, "\"proxy\": expected a text, found 1"),
        (#"{"toxicity":2}"#, 422, "\"toxicity\": expected a number from 0 to 1, found 2"),
        (#"{"toxicity":0.5,"seed":1}"#, 422, "\"seed\" is what all of a session draws from"),
        (#"{"toxicity":0.5,"beside":false}"#, 422, "\"toxicity\" is for rules beside what is played"),
        (#"{"beside":true}"#, 422, "only rules can stand beside others"),
        (#"{"seed":-1}"#, 422, "\"seed\": expected a whole number from 0 to 18446744073709551615, found -1"),
        (#"{"toxicty":1}"#, 422, "unknown \"toxicty\", did you mean \"toxicity\"?"),
        (#"[1]"#, 400, "expected a JSON object as the body, found an array"),
        (#"{"proxy":"#, 400, "the body is no JSON: expected a value at byte 9"),
    ])
    func `what cannot be armed is told`(body: String, status: Int, message: String) async throws {
        let linked = NativeRig.reset + "\nlink: { delay: 1ms }\n"
        try await NativeRig.with { rig in
            _ = try await rig.makeProxy()
            try await rig.ask("PUT", "/v1/scenarios/s", linked, status: 201)
            let refused = try await rig.ask("POST", "/v1/scenarios/s/arm", body, status: status)
            #expect(refused["error"]?.text?.hasPrefix(message) == true, "\(refused)")
        }
    }

    @Test func `which proxy need not be said where there is only one`() async throws {
        try await NativeRig.with { rig in
            try await rig.ask("PUT", "/v1/scenarios/s", NativeRig.reset, status: 201)
            let none = try await rig.ask("POST", "/v1/scenarios/s/arm", status: 422)
            #expect(none["error"]?.text == "there is no proxy to arm it on: POST /proxies makes one")
            _ = try await rig.makeProxy("a")
            _ = try await rig.makeProxy("b")
            let two = try await rig.ask("POST", "/v1/scenarios/s/arm", status: 422)
            #expect(two["error"]?.text == "\"proxy\" says on which proxy: there are a, b")
            try await rig.ask("POST", "/v1/scenarios/s/arm", #"{"proxy":"b"}"#)
            let missing = try await rig.ask("POST", "/v1/scenarios/t/arm", #"{"proxy":"b"}"#, status: 404)
            #expect(missing["error"]?.text?.hasPrefix("no scenario is called \"t\"") == true)
        }
    }
}
