import Closecall
import TestPeers
import Testing

@testable import Control

@Suite(.timeLimit(.minutes(1)))
struct EndingTests {
    @Test func `who waits is told as soon as the session has ended, also when it has not begun`() async throws
    {
        try await NativeRig.with { rig in
            let url = try await rig.makeProxy()
            let waiting = try await HTTPClient(rig.server.address)
            async let answer = waiting.ask("GET", "/v1/proxies/p/endings/1?wait=20s")
            let socket = try await OpenSocket(url)
            let open = try await rig.ask("GET", "/v1/proxies/p/endings/1", status: 404)
            #expect(
                open["error"]?.text
                    == "session 1 is open: GET /v1/proxies/p/endings/1?wait=5s waits for its end")
            let late = try await rig.ask("GET", "/v1/proxies/p/endings/1?wait=20ms", status: 404)
            #expect(late["error"]?.text == "session 1 is still open after 0.02 seconds")
            try socket.socket.close(code: 4001, reason: "bye")
            let ending = try await answer
            let text = Array(ending.body.utf8)
            let value = try JSONValue(text.span)
            #expect(rig.document.complaint(about: value, form: "session.end") == nil)
            #expect(value["cause"]?.text == "closed-by-client" && value["by"]?.text == "client")
            #expect(value["client"]?["code"]?.whole(Int.self) == 4001)
            #expect(value["client"]?["reason"]?.text == "bye")
        }
    }

    @Test func `endings are listed by code, cause and whether they are a problem`() async throws {
        try await NativeRig.with { rig in
            let url = try await rig.makeProxy()
            for code in [1000, 4001] {
                let socket = try await OpenSocket(url)
                try socket.socket.close(code: code)
                _ = try await socket.end()
            }
            let socket = try await OpenSocket(url)
            try await rig.ask("POST", "/v1/proxies/p/sessions/3/reset")
            _ = try await socket.end()
            for number in 1...3 { try await rig.ask("GET", "/v1/proxies/p/endings/\(number)?wait=5s") }
            func numbers(_ query: String) async throws -> Set<Int?> {
                let list = try await rig.ask("GET", "/v1/proxies/p/endings\(query)")["endings"]?.elements
                return Set((list ?? []).map { $0["session"]?.whole(Int.self) })
            }
            #expect(try await numbers("") == [1, 2, 3])
            #expect(try await numbers("?code=4001") == [2])
            #expect(try await numbers("?code=1006") == [3])
            #expect(try await numbers("?cause=closed-by-client") == [1, 2])
            #expect(try await numbers("?abnormal=true") == [3])
            #expect(try await numbers("?abnormal=false&code=1000") == [1])
            #expect(try await numbers("?limit=1").count == 1)
            #expect(try await numbers("?cause=idle-timeout").isEmpty)
        }
    }

    @Test(arguments: [
        ("?limit=0", "\"limit\": expected a whole number from 1 to 1000, found \"0\""),
        ("?code=x", "\"code\": expected a whole number from 0 to 65535, found \"x\""),
        ("?abnormal=1", "\"abnormal\": expected true or false, found \"1\""),
        ("?cause=closed-by-cliet", "unknown cause \"closed-by-cliet\", did you mean \"closed-by-client\"?"),
        ("?cod=1000", "unknown parameter \"cod\", did you mean \"code\"?"),
        ("?code=1&code=2", "\"code\" is given twice"),
        ("/0", "expected a session's number, which is 1 or more, found \"0\""),
        ("/-1", "expected a session's number, which is 1 or more, found \"-1\""),
        ("/99999999999999999999", "expected a session's number, which is 1 or more, found"),
        ("/1?wait=61s", "\"wait\": expected 60s at most, found \"61s\": ask again after that"),
        ("/1?wait=", "\"wait\": expected a duration such as 250ms or 1.5s or 2m, found nothing"),
        (
            "/1?%77ait=%35",
            "\"wait\": expected a duration such as 250ms or 1.5s or 2m, found \"5\": write 5ms or 5s"
        ),
    ])
    func `a question that is none is told`(question: String, message: String) async throws {
        try await NativeRig.with { rig in
            _ = try await rig.makeProxy()
            let answer = try await rig.control.ask("GET", "/v1/proxies/p/endings\(question)")
            #expect([400, 422].contains(answer.status))
            let text = Array(answer.body.utf8)
            #expect(try JSONValue(text.span)["error"]?.text?.hasPrefix(message) == true, "\(answer.body)")
        }
    }

    @Test func `a wait ends with the server`() async throws {
        var waiting: HTTPClient?
        try await NativeRig.with { rig in
            _ = try await rig.makeProxy()
            let client = try await HTTPClient(rig.server.address)
            client.send(
                "GET /v1/proxies/p/endings/1?wait=60s HTTP/1.1\r\nHost: \(rig.server.address)\r\n\r\n")
            while await rig.server.connectionCount() < 2 { await Task.yield() }
            waiting = client
        }
        #expect(try await waiting?.peer.end() != nil)
    }

    @Test func `a disabled proxy tells how its sessions ended, and begins anew`() async throws {
        try await NativeRig.with { rig in
            let socket = try await OpenSocket(try await rig.makeProxy())
            try await rig.ask("PATCH", "/proxies/p", #"{"enabled":false}"#)
            _ = try await socket.end()
            let ending = try await rig.ask("GET", "/v1/proxies/p/endings/1")
            #expect(ending["cause"]?.text == "shut-down" && ending["by"]?.text == "proxy", "\(ending)")
            let disabled = try await rig.ask("GET", "/v1/proxies/p/sessions", status: 409)
            #expect(
                disabled["error"]?.text
                    == "the proxy \"p\" is disabled: POST /proxies/p with {\"enabled\":true} enables it")
            try await rig.ask("PATCH", "/proxies/p", #"{"enabled":true,"listen":"127.0.0.1:0"}"#)
            #expect(try await rig.ask("GET", "/v1/proxies/p/endings") == .record(["endings": .array([])]))
        }
    }
}
