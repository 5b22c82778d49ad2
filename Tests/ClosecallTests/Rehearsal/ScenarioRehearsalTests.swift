import Closecall
import Scenarios
import TestPeers
import Testing
import Trace

@Suite(.timeLimit(.minutes(1)))
struct ScenarioRehearsalTests {
    private static let rules = """
        name: tried
        about: Rules that are tried out on what was said.
        rules:
          - name: second text
            when: { kind: text, direction: toServer, nth: 2 }
            do: drop
          - name: hello
            when: { kind: text, contains: Hello }
            do: duplicate
          - name: answer
            when: { direction: toClient, kind: ping }
            do: drop
          - name: never
            when: { kind: binary }
            do: drop
        """

    private static let hello: [UInt8] = [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]

    private static func counts(_ rehearsal: ScenarioRehearsal, _ scenario: Scenario) -> [Int] {
        scenario.rules.map { rehearsal.count(of: $0) }
    }

    @Test func `a trace of ours tells what would have fired, by what each side itself sent`() async throws {
        let scenario = try Scenario(reading: Self.rules)
        // The proxy itself let nothing through to the server: its leg holds less than was said.
        let dropping = """
            name: deaf
            about: Drops.
            rules: [{ when: { kind: text }, do: drop }]
            """
        try await TraceStage.play(scenario: dropping) { (client: RawPeer, server: RawPeer) async throws in
            client.send(Self.hello + Self.hello + [0x89, 0x80, 0, 0, 0, 0])
            #expect(try await server.read(6) == [0x89, 0x80, 0, 0, 0, 0])
            server.send([0x89, 0x00])
            #expect(try await client.read(2) == [0x89, 0x00])
        } read: { (path: String) throws in
            let rehearsal = ScenarioRehearsal(scenario)
            try rehearsal.take(TraceReader(path: path))
            #expect(rehearsal.sessions == 1)
            #expect(Self.counts(rehearsal, scenario) == [1, 2, 1, 0])
        }
    }

    @Test func `anybody's connection is put through with both its sides`() throws {
        let scenario = try Scenario(reading: Self.rules)
        let rehearsal = ScenarioRehearsal(scenario)
        let (id, head) = (
            StreamID(0), PacketHead(number: 1, time: .init(nanoseconds: 5), link: .raw, originalLength: 0)
        )
        let ends = (TCPEnd(.v4(1), port: 5), TCPEnd(.v4(2), port: 80))
        rehearsal.began(
            StreamBeginning(id: id, initiator: ends.0, responder: ends.1, interface: 0, isComplete: true),
            head)
        let request = RawPeer.request()
        let said: [(StreamSide, [UInt8])] = [
            (.initiator, Array(request.utf8)), (.responder, Array(response101(to: request).utf8)),
            (.initiator, Self.hello), (.responder, [0x89, 0]), (.responder, [0x82, 0]),
        ]
        for (side, bytes) in said { rehearsal.received(bytes.span, from: side, of: id, head) }
        rehearsal.missed(1, from: .responder, of: id, head)
        rehearsal.received(Self.hello.span, from: .initiator, of: id, head)
        rehearsal.over(id, .ended, at: head.time)
        #expect(rehearsal.sessions == 1)
        #expect(Self.counts(rehearsal, scenario) == [0, 1, 1, 1])
    }
}
