import Closecall
import Faults
import Observer
import Reactor
import Relay
import Scenarios
import TestPeers
import Testing

/// What is armed and disarmed while sessions run, on real sockets.
@Suite(.timeLimit(.minutes(1)))
struct ChaosProxyArmingTests {
    @Test(arguments: [1, 3]) func `the byte behind an arming meets the fault, and behind a disarming none`(
        threads: Int
    ) async throws {
        let stage = try RelayStage(kind: "tcp") { $0.threads = threads }
        let client = try await stage.client()
        let server = try await stage.server()
        client.send([1])
        #expect(try await server.read(1) == [1])
        let proxy = stage.proxy
        for round in 2..<6 as Range<UInt8> {
            await proxy.arm(Armament("stall", [Stall()], direction: .toServer))
            #expect(proxy.armed.map(\.name) == ["stall"])
            client.send([round])
            server.send([round])
            #expect(try await client.read(1) == [round])
            // What was read is held; a byte that was not on its way yet is not there to be released.
            try await stage.waits(for: 1, in: proxy)
            #expect(server.bytes == [])
            #expect(await proxy.disarm("stall"))
            #expect(try await server.read(1) == [round])
        }
        #expect(await proxy.disarm("stall") == false)
        await stage.stop()
    }

    @Test func `the journal has what was armed and disarmed, in order`() async throws {
        let entries = Locked<[String]>([])
        let stage = try RelayStage(kind: "tcp") {
            $0.journal = { entry in
                switch entry {
                case .armed(let armament, _): entries.withLock { $0.append("+\(armament.name)") }
                case .disarmed(let name, _): entries.withLock { $0.append("-\(name)") }
                default: break
                }
            }
        }
        for name in ["a", "b", "a"] { await stage.proxy.arm(Armament(name, [Stall()])) }
        await stage.proxy.disarm("a")
        await stage.proxy.disarm("a")
        await stage.proxy.disarmAll()
        await stage.stop()
        #expect(entries.withLock { $0 } == ["+a", "+b", "+a", "-a", "-b"])
    }

    @Test func `a reset of a live connection is an RST on both sides`() async throws {
        let stage = try RelayStage(kind: "tcp")
        let client = try await stage.client()
        let server = try await stage.server()
        client.send([1, 2, 3])
        #expect(try await server.read(3) == [1, 2, 3])
        var reset = ResetConnection()
        reset.flush = false
        await stage.proxy.arm(Armament("reset", [reset]))
        #expect(try await client.end() == .reset)
        #expect(try await server.end() == .reset)
        let report = try await stage.report()
        #expect(report.ending.firings.map(\.rule.rule).contains("reset"))
        #expect(await stage.proxy.ruleCounts() == [RuleCount(rule: "reset", count: 2)])
        await stage.stop()
    }

    @Test func `chained faults stand in the order of their arming, and a replaced one in its place`()
        async throws
    {
        func limit(_ bytes: Int, _ name: String) -> Armament {
            var limit = Limit()
            limit.bytes = ByteCount(bytes)
            limit.then = .nothing
            return Armament(name, [limit], direction: .toServer)
        }
        let stage = try RelayStage(kind: "tcp")
        let proxy = stage.proxy
        await proxy.arm(limit(100, "a"))
        await proxy.arm(limit(50, "b"))
        await proxy.arm(limit(10, "a"))
        #expect(proxy.armed.map(\.name) == ["a", "b"])
        let client = try await stage.client()
        let server = try await stage.server()
        client.send(Array(repeating: 1, count: 30))
        #expect(try await server.read(10) == Array(repeating: 1, count: 10))
        await proxy.disarmAll()
        #expect(proxy.armed.isEmpty)
        client.send([2])
        #expect(try await server.read(1) == [2])
        await stage.stop()
    }

    @Test func `of toxicity 0 none meets it, of 1 all, of a half about half`() async throws {
        let stage = try RelayStage(kind: "tcp")
        var met: [Double: Int] = [:]
        for toxicity in [0, 0.5, 1] {
            var limit = Limit()
            limit.bytes = ByteCount(1)
            await stage.proxy.arm(Armament("cut", [limit], direction: .toServer, toxicity: toxicity))
            for _ in 0..<40 {
                let client = try await stage.client()
                let server = try await stage.server()
                client.send([1, 2])
                client.finish()
                let got = try await server.readToEnd()
                #expect(got == [1, 2] || got == [1])
                if got == [1] { met[toxicity, default: 0] += 1 }
                server.close()
                client.close()
            }
        }
        #expect(met[0] == nil && met[1] == 40)
        // Chances are one in a million that fewer or more meet it.
        #expect((5...35).contains(met[0.5] ?? 0), "\(met)")
        await stage.stop()
    }

    @Test func `the middle of a large payload meets the fault too`() async throws {
        let stage = try RelayStage()
        let client = try await stage.client()
        client.send(Array(RawPeer.request().utf8))
        let server = try await stage.server()
        server.send(Array(response101(to: try await server.readHead()).utf8))
        _ = try await client.readHead()
        let half = [UInt8](repeating: 7, count: 4 << 20)
        server.send([0x82, 127, 0, 0, 0, 0, 0, 0x80, 0, 0] + half)
        _ = try await client.read(10 + half.count)
        await stage.proxy.arm(Armament("stall", [Stall()], direction: .toClient))
        server.send(half)
        try await stage.waits(for: 1, in: stage.proxy)
        #expect(client.bytes == [])
        await stage.proxy.disarmAll()
        #expect(try await client.read(half.count) == half)
        server.send([0x81, 1, 0x61])
        #expect(try await client.read(3) == [0x81, 1, 0x61])
        await stage.stop()
    }

    @Test func `what such a rule did is in the ending, in the counts and in the journal`() async throws {
        let entries = Locked<[String]>([])
        let stage = try RelayStage {
            $0.journal = { entry in
                guard case .fired(let session, _, _, let firing, _, _) = entry else { return }
                entries.withLock { $0.append("\(session): \(firing.rule) at \(firing.occasion)") }
            }
        }
        let client = try await stage.client()
        client.send(Array(RawPeer.request().utf8))
        let server = try await stage.server()
        server.send(Array(response101(to: try await server.readHead()).utf8) + [0x81, 1, 0x61])
        _ = try await client.readHead()
        #expect(try await client.read(3) == [0x81, 1, 0x61])
        var when = When()
        when.directions = [.toClient]
        when.subject = .units(messages: .data, frames: [])
        when.occasion = .range(2...2)
        let rule = Rule(
            name: "cut off", identity: "cut off", when: when, faults: [Truncate(), ResetConnection()])
        await stage.proxy.arm(Armament("mine", rules: [rule]))
        server.send([0x81, 1, 0x62])
        #expect(try await client.read(3) == [0x81, 1, 0x62])
        server.send([0x81, 4, 1, 2, 3, 4])
        let left = try await client.readToEnd()
        #expect(left.count < 6 && left == Array([0x81, 4, 1, 2].prefix(left.count)))
        #expect(try await server.end() == .reset)
        let report = try #require(await stage.proxy.ending(of: 1))
        #expect(report.ending.by == .fault(rule: "cut off"))
        #expect(report.ending.client?.event?.code == 1006)
        #expect(report.toClient.frames == 3)
        #expect(await stage.proxy.ruleCounts() == [RuleCount(rule: "cut off", count: 1)])
        #expect(entries.withLock { $0 } == ["1: cut off at message 3"])
        await stage.stop()
    }

    @Test func `another scenario is played in running sessions where that is asked for`() async throws {
        let scenario = try Scenario(
            reading: "name: stalls\nrules:\n  - when: { direction: toServer }\n    do: stall\n")
        let stage = try RelayStage()
        let client = try await stage.client()
        client.send(Array(RawPeer.request().utf8))
        let server = try await stage.server()
        server.send(Array(response101(to: try await server.readHead()).utf8))
        _ = try await client.readHead()
        await stage.proxy.play(ScenarioSetup(scenario), inRunningSessions: false)
        client.send([0x81, 0x80, 1, 2, 3, 4])
        #expect(try await server.read(6) == [0x81, 0x80, 1, 2, 3, 4])
        await stage.proxy.play(ScenarioSetup(scenario), inRunningSessions: true)
        client.send([0x82, 0x80, 1, 2, 3, 4])
        try await stage.waits(for: 6, in: stage.proxy)
        await stage.proxy.play(nil, inRunningSessions: true)
        #expect(try await server.read(6) == [0x82, 0x80, 1, 2, 3, 4])
        await stage.stop()
    }
}
