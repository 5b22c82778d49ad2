import Closecall
import Testing

@testable import Control

@Suite(.timeLimit(.minutes(1)))
struct SessionTests {
    @Test func `open sessions are listed, each with what went through it`() async throws {
        try await NativeRig.with { rig in
            let url = try await rig.makeProxy()
            #expect(try await rig.ask("GET", "/v1/proxies/p/sessions") == .record(["sessions": .array([])]))
            let (first, second) = (try await OpenSocket(url), try await OpenSocket(url + "chat"))
            try first.send("hello")
            #expect(try await first.message() == "hello")
            let list = try await rig.ask("GET", "/v1/proxies/p/sessions")["sessions"]?.elements ?? []
            #expect(list.map { $0["session"]?.whole(Int.self) } == [1, 2])
            #expect(list.map { $0["path"]?.text } == ["/", "/chat"])
            let one = try await rig.ask("GET", "/v1/proxies/p/sessions/1")
            #expect(one["webSocket"] == .flag(true) && one["status"]?.whole(Int.self) == 101)
            #expect(one["messages"] == .record(["toServer": .integer(1), "toClient": .integer(1)]))
            let proxy = try await rig.ask("GET", "/v1/proxies/p")
            #expect(proxy["sessions"] == .record(["open": .integer(2), "total": .integer(2)]))
            #expect(proxy["url"]?.text == url)
            _ = second
        }
    }

    @Test(arguments: [("end", "end by command"), ("reset", "reset by command")])
    func `a session is ended, and is not there any more`(action: String, rule: String) async throws {
        try await NativeRig.with { rig in
            let socket = try await OpenSocket(try await rig.makeProxy())
            let path = "/v1/proxies/p/sessions/1"
            #expect(try await rig.ask("POST", "\(path)/\(action)") == .record(["sessions": .integer(1)]))
            #expect(try await socket.end() == 1006)
            let ending = try await rig.ask("GET", "/v1/proxies/p/endings/1?wait=5s")
            #expect(ending["by"]?.text == "fault" && ending["rule"]?.text == rule, "\(ending)")
            let story = try #require(ending["story"]?.text)
            for (method, path) in [("POST", "\(path)/\(action)"), ("GET", path), ("POST", "\(path)/stall")] {
                let gone = try await rig.ask(method, path, status: 404)
                #expect(
                    gone["error"]?.text
                        == "session 1 has ended: \(story) All of it: GET /v1/proxies/p/endings/1")
            }
            let never = try await rig.ask("GET", "/v1/proxies/p/sessions/7", status: 404)
            #expect(never["error"]?.text == "session 7 has not begun, there were 1 so far")
        }
    }

    @Test func `a stalled session says nothing for a while, and loses nothing`() async throws {
        try await NativeRig.with { rig in
            let socket = try await OpenSocket(try await rig.makeProxy())
            let start = ContinuousClock.now
            try await rig.ask("POST", "/v1/proxies/p/sessions/1/stall", #"{"for":"200ms"}"#)
            try socket.send("later")
            #expect(try await socket.message() == "later")
            #expect(ContinuousClock.now - start >= .milliseconds(200))
            let wrong = try await rig.ask(
                "POST", "/v1/proxies/p/sessions/1/stall", #"{"for":"200"}"#, status: 422)
            #expect(wrong["error"]?.text?.contains("write 200ms or 200s") == true)
        }
    }

    @Test func `a paused proxy reads nothing until it is resumed`() async throws {
        try await NativeRig.with { rig in
            let socket = try await OpenSocket(try await rig.makeProxy())
            try await rig.ask("POST", "/v1/proxies/p/pause", status: 204)
            try socket.send("x")
            let paused = try await rig.ask("GET", "/v1/proxies/p/sessions/1")
            #expect(paused["messages"]?["toServer"]?.whole(Int.self) == 0)
            try await rig.ask("POST", "/v1/proxies/p/resume", status: 204)
            #expect(try await socket.message() == "x")
        }
    }

    @Test func `a fault is done at once, in one session or in all`() async throws {
        try await NativeRig.with { rig in
            let url = try await rig.makeProxy()
            let (one, two) = (try await OpenSocket(url), try await OpenSocket(url))
            let inject =
                #"{"fault":"inject","parameters":{"opcode":"text","payload":"boo"},"direction":"toClient"}"#
            try await rig.ask("POST", "/v1/proxies/p/sessions/1/apply", inject)
            #expect(try await one.message() == "boo")
            let applied = try await rig.ask(
                "POST", "/v1/proxies/p/apply", #"{"fault":"reset","sessions":"all"}"#)
            #expect(applied == .record(["sessions": .integer(2)]))
            #expect(try await one.end() == 1006)
            #expect(try await two.end() == 1006)
            let nobody = try await rig.ask("POST", "/v1/proxies/p/apply", #"{"fault":"reset"}"#)
            #expect(nobody == .record(["sessions": .integer(0)]))
        }
    }

    @Test(arguments: [
        ("{}", "\"fault\" is missing: its word, such as \"reset\"; GET /v1/faults lists all"),
        (#"{"fault":"rest"}"#, "unknown fault \"rest\", did you mean \"reset\"?"),
        (#"{"fault":"delay","parameters":{"tim":1}}"#, "unknown parameter \"tim\" of \"delay\""),
        (
            #"{"fault":"delay","parameters":5}"#,
            "expected a duration such as 250ms or 1.5s or 2m, found \"5\": write 5ms or 5s"
        ),
        (
            #"{"fault":"drop","direction":"up"}"#,
            "\"direction\": expected toServer, toClient or both, found \"up\""
        ),
        (#"{"fault":"drop","sessions":"some"}"#, "\"sessions\": expected current or all, found \"some\""),
        (
            #"{"fault":"link","parameters":{"trace":"/etc/passwd"}}"#,
            "the recorded link /etc/passwd is a file"
        ),
    ])
    func `a fault that is none is told`(body: String, message: String) async throws {
        try await NativeRig.with { rig in
            _ = try await rig.makeProxy()
            let refused = try await rig.ask("POST", "/v1/proxies/p/apply", body, status: 422)
            #expect(refused["error"]?.text?.hasPrefix(message) == true, "\(refused)")
        }
    }

    @Test func `faults are listed, with all that can be told them`() async throws {
        try await NativeRig.with { rig in
            let list = try await rig.ask("GET", "/v1/faults")["faults"]?.elements ?? []
            #expect(list.count > 50)
            for fault in list {
                let name = try #require(fault["name"]?.text)
                #expect(try await rig.ask("GET", "/v1/faults/\(name)") == fault)
            }
            let reset = try await rig.ask("GET", "/v1/faults/rest", status: 404)
            #expect(reset["error"]?.text == "unknown fault \"rest\", did you mean \"reset\"?")
        }
    }
}
