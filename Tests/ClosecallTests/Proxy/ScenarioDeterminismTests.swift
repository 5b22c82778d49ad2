import Closecall
import Faults
import Foundation
import Observer
import Reactor
import Relay
import Scenarios
import TestPeers
import Testing
import WebSocketWire

/// The same scenario, seed and traffic: the same bytes at both ends and the same decisions, whatever else goes on.
/// Twenty repetitions of each are played where `CLOSECALL_REPETITIONS=20` asks for them, three in `make test`.
@Suite(.timeLimit(.minutes(5)))
struct ScenarioDeterminismTests {
    @Test(arguments: [1, 2], [0, 50]) func `a session meets the same fate each time`(
        threads: Int, others: Int
    ) async throws {
        let first = try await Fate.play(seed: 1, threads: 1, others: 0)
        for _ in 0..<Fate.repetitions {
            let again = try await Fate.play(seed: 1, threads: threads, others: others)
            #expect(again.difference(from: first) == nil)
            #expect(again.journal == first.journal)
        }
    }

    @Test func `another seed is another fate`() async throws {
        let first = try await Fate.play(seed: 1, threads: 1, others: 0)
        let other = try await Fate.play(seed: 2, threads: 1, others: 0)
        #expect(other.toServer != first.toServer)
        #expect(other.toClient != first.toClient)
        #expect(other.journal != first.journal)
    }

    @Test func `a replay does the same whatever the seed says`() async throws {
        let first = try await Fate.play(seed: 1, threads: 1, others: 0)
        let file = Array(first.file.utf8)
        let replay = try JournalReader(file.span).replay
        let again = try await Fate.play(seed: 99, threads: 2, others: 5, replay: replay)
        #expect(again.journal == first.journal)
        #expect(again.difference(from: first) == nil)
    }
}

/// What came of one session at both ends, and what was decided.
private struct Fate: Sendable {
    var toServer: [UInt8] = []
    var toClient: [UInt8] = []
    var journal: [String] = []
    /// The journal as it would stand in a file.
    var file = ""

    static let repetitions =
        ProcessInfo.processInfo.environment["CLOSECALL_REPETITIONS"].flatMap { Int($0) } ?? 3

    /// Chances in both directions, on frames and on bytes.
    private static var scenario: Scenario {
        var scenario = Scenario()
        scenario.name = "chances"
        scenario.source = "name: chances"
        scenario.rules = [
            rule("drop", messages: .data, 0.2, Drop()),
            rule("corrupt", messages: .data, 0.3, Corrupt()),
            rule("mutate", frames: .all, 0.2, Mutate()),
            rule("split", messages: .data, 0.3, Split()),
            rule("double", messages: OpcodeSet(.text), 0.1, Duplicate()),
        ]
        return scenario
    }

    private static func rule(
        _ name: String, messages: OpcodeSet = [], frames: OpcodeSet = [], _ probability: Double,
        _ fault: any Fault
    ) -> Rule {
        var when = When()
        when.subject = .units(messages: messages, frames: frames)
        when.probability = probability
        return Rule(name: name, identity: name, when: when, faults: [fault])
    }

    static func play(seed: UInt64, threads: Int, others: Int, replay: Replay? = nil) async throws -> Fate {
        let server = try RawServer()
        let entries = Locked<[JournalEntry]>([])
        var options = try ProxyOptions(upstream: Upstream(server.url))
        options.threads = threads
        options.scenario = ScenarioSetup(scenario, seed: seed, replay: replay)
        options.journal = { entry in entries.withLock { $0.append(entry) } }
        let proxy = try ChaosProxy(options: options)
        let address = proxy.address
        let fates = try await withThrowingTaskGroup(of: (String, Fate).self) { group in
            for number in 0...others {
                group.addTask {
                    try await client(number == 0 ? "/subject" : "/other\(number % 7)", at: address)
                }
                group.addTask { try await answer(server) }
            }
            var fate = Fate()
            for try await (target, part) in group where target == "/subject" {
                fate.toServer += part.toServer
                fate.toClient += part.toClient
            }
            return fate
        }
        _ = await proxy.stop()
        return fates.with(entries.withLock { $0 }, JournalScenario(scenario, seed: seed))
    }

    /// Where the bytes differ, in words: thousands of them would hide it.
    func difference(from other: Fate) -> String? {
        for (name, mine, theirs) in [
            ("toServer", toServer, other.toServer), ("toClient", toClient, other.toClient),
        ] where mine != theirs {
            let place = zip(mine, theirs).enumerated().first { $1.0 != $1.1 }?.offset
            return "\(name): \(mine.count) and \(theirs.count) bytes, first difference at \(place ?? -1)"
        }
        return nil
    }

    private func with(_ entries: [JournalEntry], _ scenario: JournalScenario) -> Fate {
        var fate = self
        var scribe = JournalScribe(.init { $0.cause.identifier })
        let head = JournalHead(closecall: "", command: [], scenario: scenario)
        fate.file = String(decoding: scribe.start(head, part: 1), as: UTF8.self)
        for entry in entries {
            if case .fired(_, "/subject", _, let firing, _, _) = entry {
                fate.journal.append("\(firing.direction) \(firing.occasion) \(firing.rule) \(firing.dice)")
            }
            if case .fired(_, let key, _, _, _, _) = entry, key != "/subject" { continue }
            fate.file += String(decoding: scribe.line(entry), as: UTF8.self)
        }
        // The two directions are two streams: which of both was first is a matter of time.
        fate.journal.sort()
        return fate
    }

    private static func client(_ target: String, at address: SocketAddress) async throws -> (String, Fate) {
        let (peer, _) = try await RawPeer.open(address, target: target)
        peer.sendAndFinish(traffic(.client))
        var fate = Fate()
        fate.toClient = try await peer.readToEnd()
        peer.close()
        return (target, fate)
    }

    private static func answer(_ server: RawServer) async throws -> (String, Fate) {
        let peer = try await server.accept()
        let head = try await peer.readHead()
        peer.send(Array(response101(to: head).utf8))
        peer.sendAndFinish(traffic(.server))
        var fate = Fate()
        fate.toServer = try await peer.readToEnd()
        peer.close()
        return (String(head.split(separator: " ")[1]), fate)
    }

    /// Forty messages of each kind, some of them in two frames.
    private static func traffic(_ role: EndpointRole) -> [UInt8] {
        var random = RandomStream(seed: 7, "\(role)")
        let encoder = FrameEncoder(role: role)
        var bytes: [UInt8] = []
        let empty: [UInt8] = []
        for number in 0..<40 {
            let payload = Array("message \(number) ".utf8) + random.bytes(random.below(300)).map { $0 & 0x7F }
            let key = MaskingKey(bits: UInt32(truncatingIfNeeded: random.next()))
            let isSplit = random.chance(0.3)
            encoder.append(
                number % 2 == 0 ? .text : .binary, payload: payload.span, isFinal: !isSplit, maskingKey: key,
                to: &bytes)
            if isSplit {
                encoder.append(.continuation, payload: payload.span, maskingKey: key, to: &bytes)
            }
            if number % 5 == 0 { encoder.append(.ping, payload: empty.span, maskingKey: key, to: &bytes) }
        }
        return bytes
    }
}
