import Closecall
import Reactor
import TestPeers
import Testing

@testable import Control

/// Reads Server-Sent Events.
struct EventReader {
    let client: HTTPClient
    let head: String

    init(_ rig: NativeRig, _ query: String = "", headers: String = "") async throws {
        client = try await HTTPClient(rig.server.address)
        client.send("GET /v1/events\(query) HTTP/1.1\r\nHost: \(rig.server.address)\r\n\(headers)\r\n")
        head = try await client.peer.readHead()
        #expect(try await block() == ": listening")
    }

    /// All up to the next empty line.
    func block() async throws -> String {
        var bytes: [UInt8] = []
        while !bytes.suffix(2).elementsEqual([0x0A, 0x0A]) { bytes += try await client.peer.read(1) }
        return String(decoding: bytes.dropLast(2), as: UTF8.self)
    }

    /// The next event: its number, its name and its data, which is as the document says.
    func event(_ rig: NativeRig) async throws -> (id: Int, name: String, data: JSONValue) {
        let text = try await block()
        let match = try #require(text.wholeMatch(of: /id: (\d+)\nevent: (\S+)\ndata: (\{.*\})/), "\(text)")
        let data = Array(match.output.3.utf8)
        let value = try JSONValue(data.span)
        #expect(rig.document.complaint(about: value, form: String(match.output.2)) == nil)
        #expect(value["event"]?.text == String(match.output.2))
        return (Int(match.output.1) ?? 0, String(match.output.2), value)
    }
}

@Suite(.timeLimit(.minutes(1)))
struct EventStreamTests {
    @Test func `a session's beginning, what was done to it and its end come in their order`() async throws {
        try await NativeRig.with { rig in
            let url = try await rig.makeProxy()
            let reader = try await EventReader(rig)
            #expect(reader.head.contains("\r\nContent-Type: text/event-stream\r\n"))
            #expect(!reader.head.contains("Content-Length"))
            try await rig.ask("PUT", "/v1/scenarios/reset", NativeRig.reset, status: 201)
            try await rig.ask("POST", "/v1/scenarios/reset/arm")
            let socket = try await OpenSocket(url)
            try socket.send("x")
            _ = try await socket.end()
            var events: [(id: Int, name: String, data: JSONValue)] = []
            for _ in 0..<4 { events.append(try await reader.event(rig)) }
            #expect(events.map(\.id) == [1, 2, 3, 4])
            #expect(events.map(\.name) == ["scenario", "session.open", "fault", "session.end"])
            #expect(events.allSatisfy { $0.data["proxy"]?.text == "p" })
            #expect(events[0].data["name"]?.text == "Reset for a word")
            #expect(events[2].data["rule"]?.text == "cut" && events[2].data["session"]?.whole(Int.self) == 1)
            #expect(events[3].data["cause"]?.text == "killed-by-fault")
        }
    }

    @Test func `one proxy's events alone, and those that were missed`() async throws {
        try await NativeRig.with { rig in
            let (one, two) = (try await rig.makeProxy("one"), try await rig.makeProxy("two"))
            let reader = try await EventReader(rig, "?proxy=two")
            for url in [one, two] {
                let socket = try await OpenSocket(url)
                try socket.socket.close(code: 1000)
                _ = try await socket.end()
            }
            let (open, end) = (try await reader.event(rig), try await reader.event(rig))
            #expect([open.name, end.name] == ["session.open", "session.end"])
            #expect([open, end].allSatisfy { $0.data["proxy"]?.text == "two" })
            let again = try await EventReader(rig, "?proxy=two", headers: "Last-Event-ID: \(open.id)\r\n")
            #expect(try await again.event(rig).id == end.id)
            let missing = try await rig.ask("GET", "/v1/events?proxy=three", status: 404)
            #expect(missing["error"]?.text == "no proxy is called \"three\", there are one, two")
        }
    }

    @Test func `the end of the server is that of the stream, and a listener that goes is forgotten`()
        async throws
    {
        var reader: EventReader?
        try await NativeRig.with { rig in
            let url = try await rig.makeProxy()
            let gone = try await EventReader(rig)
            gone.client.peer.finish()
            #expect(try await gone.client.peer.end() == .finished)
            let head = try await rig.ask("HEAD", "/v1/events")
            #expect(head == .null)
            _ = try await OpenSocket(url)
            let stays = try await EventReader(rig)
            while rig.api.events.listeners != 1 { await Task.yield() }
            reader = stays
        }
        let start = ContinuousClock.now
        #expect(try await reader?.client.peer.end() != nil)
        #expect(ContinuousClock.now - start < .seconds(1))
    }
}
