import Closecall
import Foundation
import Testing
import Trace
import WebSocketWire

@Suite struct HARExportTests {
    private typealias Object = [String: Any]

    private func read(_ path: String) throws -> Object {
        let data = try Data(contentsOf: URL(filePath: path))
        return try #require(try JSONSerialization.jsonObject(with: data) as? Object)
    }

    private func entries(_ path: String) throws -> [Object] {
        let log = try #require(try read(path)["log"] as? Object)
        return try #require(log["entries"] as? [Object])
    }

    private func value(_ headers: Any?, _ name: String) -> String? {
        (headers as? [Object])?.first { $0["name"] as? String == name }?["value"] as? String
    }

    private func path(_ folder: String) -> String { "\(folder)/out.har" }

    @Test func `a session becomes an entry with all that HAR 1.2 requires`() async throws {
        try await TracedRun.withFolder { folder in
            let told = ToldExport(try HARExport(path: path(folder), version: "1.0"))
            told.begin()
            told.upgrade(
                target: "/chat?room=a%20b&x", headers: "Cookie: id=7; theme=dark\r\nUser-Agent: test\r\n",
                answer: "Set-Cookie: seen=1; Path=/\r\n")
            told.text("hé", from: .initiator)
            told.sends(.ping, [1], from: .initiator)
            told.sends(.binary, [0, 255], from: .responder)
            told.close(1000, "bye", from: .initiator)
            told.close(1000, "bye", from: .responder)
            told.hangUp()
            let summary = try await told.finish()
            #expect(summary.line == "wrote \(path(folder)): 1 session, 2 messages")

            let log = try #require(try read(path(folder))["log"] as? Object)
            #expect(log["version"] as? String == "1.2")
            let creator = try #require(log["creator"] as? Object)
            #expect(creator["name"] as? String == "closecall")
            #expect(creator["version"] as? String == "1.0")
            let entry = try #require(try entries(path(folder)).first)
            try checkRequired(entry)
            #expect(entry["startedDateTime"] as? String == "2026-11-21T09:30:00.001Z")
            #expect(entry["time"] as? Double == 9)
            #expect(entry["_resourceType"] as? String == "websocket")
            #expect(entry["serverIPAddress"] as? String == "127.0.0.1")
            #expect(entry["connection"] as? String == "0")

            let request = try #require(entry["request"] as? Object)
            #expect(request["method"] as? String == "GET")
            #expect(request["url"] as? String == "ws://example:9000/chat?room=a%20b&x")
            #expect(value(request["headers"], "User-Agent") == "test")
            #expect(value(request["cookies"], "theme") == "dark")
            #expect(value(request["queryString"], "room") == "a%20b")
            #expect(value(request["queryString"], "x")?.isEmpty == true)
            #expect((request["headersSize"] as? Int ?? 0) > 100)
            let response = try #require(entry["response"] as? Object)
            #expect(response["status"] as? Int == 101)
            #expect(response["statusText"] as? String == "Switching Protocols")
            #expect(value(response["cookies"], "seen") == "1")

            let messages = try #require(entry["_webSocketMessages"] as? [Object])
            #expect(messages.map { $0["type"] as? String } == ["send", "receive"])
            #expect(messages.map { $0["opcode"] as? Int } == [1, 2])
            #expect(messages.map { $0["data"] as? String } == ["hé", "AP8="])
            let time = try #require(messages[0]["time"] as? Double)
            #expect(abs(time - 1_795_253_400.004) < 1e-6)

            let ending = try #require(entry["_closecall"] as? Object)
            #expect(ending["cause"] as? String == "closed-by-client")
            #expect(ending["by"] as? String == "client")
            #expect((ending["client"] as? Object)?["code"] as? Int == 1000)
            #expect((ending["server"] as? Object)?["wasClean"] as? Bool == true)
        }
    }

    /// The required fields of the specification's §4, and their types.
    private func checkRequired(_ entry: Object) throws {
        #expect(entry["startedDateTime"] is String && entry["time"] is Double && entry["cache"] is Object)
        let request = try #require(entry["request"] as? Object)
        for name in ["method", "url", "httpVersion"] { #expect(request[name] is String, "\(name)") }
        for name in ["cookies", "headers", "queryString"] { #expect(request[name] is [Object], "\(name)") }
        for name in ["headersSize", "bodySize"] { #expect(request[name] is Int, "\(name)") }
        let response = try #require(entry["response"] as? Object)
        for name in ["statusText", "httpVersion", "redirectURL"] {
            #expect(response[name] is String, "\(name)")
        }
        for name in ["cookies", "headers"] { #expect(response[name] is [Object], "\(name)") }
        for name in ["status", "headersSize", "bodySize"] { #expect(response[name] is Int, "\(name)") }
        let content = try #require(response["content"] as? Object)
        #expect(content["size"] is Int && content["mimeType"] is String)
        let timings = try #require(entry["timings"] as? Object)
        for name in ["send", "wait", "receive"] {
            #expect(try #require(timings[name] as? Double, "\(name)") >= 0)
        }
        let sum = timings.values.compactMap { $0 as? Double }.filter { $0 >= 0 }.reduce(0, +)
        #expect(abs(sum - (entry["time"] as? Double ?? -1)) < 1e-6, "all timings are the entry's time")
    }

    @Test func `nothing that was said shows in a redacted archive`() async throws {
        try await TracedRun.withFolder { folder in
            let told = ToldExport(try HARExport(path: path(folder), isRedacted: true, version: "1.0"))
            told.begin()
            told.upgrade(
                target: "/chat?token=secret",
                headers: "Cookie: id=secret\r\nAuthorization: Bearer secret\r\nX-Key: secret\r\n",
                answer: "Set-Cookie: id=secret\r\nX-Token: secret\r\n")
            told.text("secret", from: .initiator)
            told.sends(.binary, Array("secret".utf8), from: .responder)
            told.close(4000, "secret", from: .responder)
            told.close(4000, "secret", from: .initiator)
            told.hangUp()
            _ = try await told.finish()
            let text = try String(contentsOfFile: path(folder), encoding: .utf8)
            #expect(!text.contains("secret"))
            #expect(!text.contains(Data("secret".utf8).base64EncodedString()))
            let entry = try #require(try entries(path(folder)).first)
            let request = try #require(entry["request"] as? Object)
            #expect(request["url"] as? String == "ws://example:9000/chat?[redacted]")
            #expect(value(request["headers"], "Authorization") == "[redacted]")
            #expect(value(request["headers"], "Host") == "example:9000")
            let messages = try #require(entry["_webSocketMessages"] as? [Object])
            #expect(messages.map { $0["_length"] as? Int } == [6, 6])
        }
    }

    @Test func `messages of sessions that come mixed stand whole, however many`() async throws {
        try await TracedRun.withFolder { folder in
            let told = ToldExport(try HARExport(path: path(folder), version: "1.0"))
            for id in 0..<3 {
                told.begin(id)
                told.upgrade(id)
            }
            for number in 0..<100 {
                for id in 0..<3 {
                    told.text("\(id) \(number) " + String(repeating: "\"", count: 100), from: .responder, id)
                }
            }
            for id in [2, 0, 1] { told.hangUp(id) }
            _ = try await told.finish()
            let entries = try entries(path(folder))
            #expect(entries.count == 3)
            for entry in entries {
                let connection = try #require(entry["connection"] as? String)
                let data = (entry["_webSocketMessages"] as? [Object])?.compactMap { $0["data"] as? String }
                let expected = (0..<100).map {
                    "\(connection) \($0) " + String(repeating: "\"", count: 100)
                }
                #expect(data == expected)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["out.har"])
        }
    }

    @Test func `a refused handshake is an entry, and one without an answer has status 0`() async throws {
        try await TracedRun.withFolder { folder in
            let told = ToldExport(try HARExport(path: path(folder), version: "1.0"))
            let request =
                "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
            told.begin(0, port: 443)
            told.says(.initiator, request, 0)
            told.says(.responder, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", 0)
            told.hangUp(0)
            told.begin(1)
            told.says(.initiator, request, 1)
            told.hangUp(1)
            _ = try await told.finish()
            let entries = try entries(path(folder))
            for entry in entries { try checkRequired(entry) }
            #expect(entries.map { ($0["response"] as? Object)?["status"] as? Int } == [403, 0])
            #expect((entries.first?["request"] as? Object)?["url"] as? String == "wss://a/")
            #expect(
                entries.map { ($0["_closecall"] as? Object)?["cause"] as? String }
                    == ["handshake-refused", "fin-in-handshake"])
        }
    }

    @Test func `a trace without a session is an archive without an entry, in place of what was there`()
        async throws
    {
        try await TracedRun.withFolder { folder in
            try Data("old".utf8).write(to: URL(filePath: path(folder)))
            let told = ToldExport(try HARExport(path: path(folder), version: "1.0"))
            #expect(try String(contentsOfFile: path(folder), encoding: .utf8) == "old")
            let summary = try await told.finish()
            #expect(try entries(path(folder)).isEmpty)
            #expect(summary.count("sessions") == 0)
        }
    }

    @Test func `a place where no file can be is refused at once`() {
        #expect(throws: ExportProblem.self) { try HARExport(path: "/tmp", version: "1.0") }
        #expect(throws: ExportProblem.self) { try HARExport(path: "/etc/passwd/x.har", version: "1.0") }
        #expect(throws: ExportProblem.self) { try HARExport(path: "/nowhere/out.har", version: "1.0") }
    }
}
