import Closecall
import Faults
import Observer
import Reactor
import Relay
import Scenarios
import TestPeers
import Testing
import WebSocketWire

/// A session's ending is written exactly once, whatever order things end in.
@Suite(.timeLimit(.minutes(2)))
struct EndingOnceTests {
    @Test(arguments: 1...6)
    func `every session that opened ends once, in any order of ends`(_ seed: UInt64) async throws {
        var random = RandomStream(seed: seed)
        let entries = Locked<[JournalEntry]>([])
        let stage = try RelayStage { options in
            options.journal = { entry in entries.withLock { $0.append(entry) } }
            options.relay.idleTimeout = .milliseconds(400)
            if seed % 2 == 0 { options.scenario = ScenarioSetup(Self.cutter, seed: seed) }
        }
        for _ in 0..<25 {
            let moves = Self.moves(&random)
            // Where the time limit is quicker than the peers, that is one more order of ends.
            try? await Self.play(moves, on: stage)
            _ = try await stage.report()
        }
        await stage.stop()
        let (opened, ended) = entries.withLock { entries in
            (entries.compactMap(\.openedSession), entries.compactMap(\.endedSession))
        }
        #expect(opened.count == 25, "seed \(seed)")
        #expect(ended.sorted() == opened.sorted(), "seed \(seed)")
    }

    /// Rules that end legs by themselves, now and then.
    private static var cutter: Scenario {
        var scenario = Scenario()
        scenario.name = "cutter"
        scenario.source = "name: cutter"
        for (name, fault) in [("cut", CloseConnection() as any Fault), ("reset", ResetConnection())] {
            var when = When()
            when.subject = .units(messages: .data, frames: [])
            when.probability = 0.3
            scenario.rules.append(Rule(name: name, identity: name, when: when, faults: [fault]))
        }
        return scenario
    }

    private enum Move {
        case text, halfAFrame, badFrame, close, finish, reset, hangUp
    }

    private static func moves(_ random: inout RandomStream) -> [(leg: Leg, move: Move)] {
        let all: [Move] = [.text, .text, .halfAFrame, .badFrame, .close, .close, .finish, .reset, .hangUp]
        return (0..<random.below(6)).map { _ in
            (random.below(2) == 0 ? .client : .server, all[random.below(all.count)])
        }
    }

    private static func play(_ moves: [(leg: Leg, move: Move)], on stage: RelayStage) async throws {
        let client = try await stage.client()
        client.send(Array(RawPeer.request().utf8))
        let server = try await stage.server()
        let request = try await server.readHead()
        server.send(Array(response101(to: request).utf8))
        _ = try await client.readHead()
        for (leg, move) in moves {
            let peer = leg == .client ? client : server
            let mask: [UInt8] = leg == .client ? [0, 0, 0, 0] : []
            let bit: UInt8 = leg == .client ? 0x80 : 0
            switch move {
            case .text: peer.send([0x81, 0x01 | bit] + mask + [0x61])
            case .halfAFrame: peer.send([0x81, 0x05 | bit] + mask + [0x61])
            case .badFrame: peer.send([0x83, bit] + mask)
            case .close: peer.send([0x88, 0x02 | bit] + mask + [0x03, 0xE8])
            case .finish: peer.finish()
            case .reset: peer.reset()
            case .hangUp: peer.close()
            }
        }
    }
}

extension JournalEntry {
    fileprivate var openedSession: Int? { if case .opened(let session, _, _) = self { session } else { nil } }
    fileprivate var endedSession: Int? {
        if case .ended(let report, _) = self { report.number } else { nil }
    }
}
