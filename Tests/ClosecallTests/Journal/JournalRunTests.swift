import Closecall
import Foundation
import Observer
import Reactor
import Scenarios
import TestPeers
import Testing

/// Whole sessions, as they stand in a journal.
@Suite(.timeLimit(.minutes(1)))
struct JournalRunTests {
    private let folder: JournalFolder

    init() throws { folder = try JournalFolder() }

    /// Plays three sessions: a clean one, one that a rule cuts, one whose server resets.
    private func play(
        _ scenario: String?, redacts: Bool = false, rotation: JournalRotation? = nil, keepsFrames: Bool = true
    ) async throws {
        let setup = try scenario.map { ScenarioSetup(try Scenario(reading: $0), seed: 3) }
        let head = JournalHead(
            closecall: "1", command: ["closecall", "proxy"], scenario: setup.map { JournalScenario($0) })
        var plan = Journal.Plan(
            path: folder.journal, head: head,
            style: .init(isRedacted: redacts) { $0.story(in: .english) })
        plan.rotation = rotation
        let journal = try Journal(plan)
        let stage = try RelayStage { options in
            options.scenario = setup
            options.keepsFrames = keepsFrames
            options.journal = { journal.add($0) }
        }
        for resets in [false, true, false] {
            try await talk(stage, resets: resets, doubles: scenario != nil)
        }
        stage.proxy.play(nil)
        await stage.stop()
        #expect(await journal.finish().missed == 0)
    }

    private func talk(_ stage: RelayStage, resets: Bool, doubles: Bool) async throws {
        let client = try await stage.client()
        client.send(Array(RawPeer.request(target: "/chat?token=secret").utf8))
        let server = try await stage.server()
        server.send(Array(response101(to: try await server.readHead()).utf8))
        _ = try await client.readHead()
        client.send([0x81, 0x86, 0, 0, 0, 0] + Array("secret".utf8))
        server.send([0x81, 0x06] + Array("secret".utf8))
        _ = try await client.read(8)
        _ = try await server.read(doubles ? 24 : 12)
        if resets {
            server.reset()
            _ = try await client.end()
            client.close()
        } else {
            client.send([0x88, 0x88, 0, 0, 0, 0, 0x0F, 0xA0] + Array("secret".utf8))
            _ = try await server.read(14)
            server.sendAndFinish([0x88, 0x02, 0x0F, 0xA0])
            _ = try await client.readToEnd()
            client.close()
        }
        _ = try await stage.report()
        server.close()
    }

    private static let scenario = """
        name: one more
        rules:
          - name: double
            when: { direction: toServer, kind: text }
            do: duplicate

        """

    @Test(arguments: [false, true], [false, true])
    func `every line of a run conforms to the schema`(hasScenario: Bool, redacts: Bool) async throws {
        try await play(hasScenario ? Self.scenario : nil, redacts: redacts)
        let validator = try SchemaValidator.journal()
        let text = try folder.text()
        for line in text.split(separator: "\n") {
            #expect(try validator.complaint(about: line) == nil, "\(line)")
        }
        let events = try folder.lines().events
        #expect(events.first == "journal.start" && events.last == "scenario")
        for (event, count) in [("session.open", 3), ("session.end", 3), ("fault", hasScenario ? 3 : 0)] {
            #expect(events.count { $0 == event } == count, "\(event)")
        }
        // Text each way, and twice two Closes. Under a scenario each is told as it comes and as it leaves, and here
        // three leave twice.
        #expect(events.count { $0 == "frame" } == (hasScenario ? 23 : 10))
        #expect(text.contains("secret") != redacts && text.contains("736563726574") != redacts)
    }

    @Test func `without frames, there are none but an ending's`() async throws {
        try await play(Self.scenario, keepsFrames: false)
        let lines = try folder.lines()
        #expect(!lines.events.contains("frame"))
        let ending = try #require(lines.first { $0["event"]?.text == "session.end" })
        #expect(ending["evidence"]?["lastFrames"]?["toServer"]?.items.isEmpty == false)
    }

    @Test func `every part of a journal in parts conforms, and together they are one`() async throws {
        try await play(Self.scenario, rotation: JournalRotation(size: 4096, keep: 99))
        let validator = try SchemaValidator.journal()
        #expect(folder.names.count > 2)
        // The highest number is the oldest.
        let names = folder.names.sorted {
            (Int($0.split(separator: ".").last ?? "") ?? 0) > (Int($1.split(separator: ".").last ?? "") ?? 0)
        }
        var whole = ""
        for name in names {
            let text = try folder.text(name)
            #expect(try LineValue(text.prefix { $0 != "\n" })["event"]?.text == "journal.start")
            for line in text.split(separator: "\n") {
                #expect(try validator.complaint(about: line) == nil, "\(line)")
            }
            whole += text
        }
        let ends = try whole.split(separator: "\n").map { try LineValue($0) }
            .filter { $0["event"]?.text == "session.end" }
        #expect(ends.sessions == [1, 2, 3])
    }

    @Test func `an ending says what each side saw, and why`() async throws {
        try await play(nil)
        let ends = try folder.lines().filter { $0["event"]?.text == "session.end" }
        #expect(ends[0]["client"]?["code"] == .whole(4000) && ends[0]["client"]?["wasClean"] == .flag(true))
        #expect(ends[0]["cause"]?.text == "closed-by-client" && ends[0]["by"]?.text == "client")
        #expect(ends[0]["path"]?.text == "/chat?token=secret" && ends[0]["status"] == .whole(101))
        #expect(ends[1]["client"]?["code"] == .whole(1006) && ends[1]["by"]?.text == "server")
        #expect(ends[1]["cause"]?.text == "rst-between-frames")
        #expect(ends[1]["evidence"]?["ends"]?[0]?["leg"]?.text == "server")
        #expect(ends[1]["evidence"]?["ends"]?[0]?["how"]?.text == "rst")
        for end in ends { #expect(end["story"]?.text?.isEmpty == false) }
    }
}
