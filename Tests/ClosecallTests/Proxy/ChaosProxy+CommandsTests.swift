import Closecall
import Faults
import Observer
import Reactor
import Relay
import TestPeers
import Testing

/// Things done to running sessions, on real sockets.
@Suite(.timeLimit(.minutes(1)))
struct ChaosProxyCommandsTests {
    @Test func `a session is reset by its number, however old, and no other`() async throws {
        let stage = try RelayStage(kind: "tcp")
        let (first, firstServer) = (try await stage.client(), try await stage.server())
        first.send([1])
        #expect(try await firstServer.read(1) == [1])
        let (second, secondServer) = (try await stage.client(), try await stage.server())
        #expect(await stage.proxy.reset(1))
        #expect(try await first.end() == .reset)
        #expect(try await firstServer.end() == .reset)
        second.send([2])
        #expect(try await secondServer.read(1) == [2])
        #expect(await stage.proxy.reset(1) == false)
        #expect(await stage.proxy.reset(3) == false)
        let report = try #require(await stage.proxy.ending(of: 1))
        #expect(report.number == 1)
        #expect(report.ending.firings.map(\.rule.rule).contains("reset by command"))
        await stage.stop()
    }

    @Test func `a session is ended in order, behind what is on its way`() async throws {
        let stage = try RelayStage(kind: "tcp")
        let (client, server) = (try await stage.client(), try await stage.server())
        client.send([1, 2, 3])
        #expect(try await server.read(3) == [1, 2, 3])
        #expect(await stage.proxy.end(1))
        #expect(try await client.end() == .finished)
        #expect(try await server.end() == .finished)
        client.close()
        server.close()
        #expect(await stage.proxy.ending(of: 1)?.number == 1)
        #expect(await stage.proxy.end(1) == false)
        await stage.stop()
    }

    @Test func `a stalled session goes on when its time is over, and nothing is lost`() async throws {
        let stage = try RelayStage(kind: "tcp")
        let (client, server) = (try await stage.client(), try await stage.server())
        let began = ContinuousClock.now
        #expect(await stage.proxy.stall(1, for: .milliseconds(80)))
        client.send([1, 2, 3])
        #expect(try await server.read(3) == [1, 2, 3])
        #expect(ContinuousClock.now - began >= .milliseconds(80))
        await stage.stop()
    }

    @Test func `faults are applied to the youngest session, or to all`() async throws {
        let stage = try RelayStage(kind: "tcp")
        #expect(await stage.proxy.apply([ResetConnection()]) == 0)
        var peers: [(client: RawPeer, server: RawPeer)] = []
        for number in 1...3 as ClosedRange<UInt8> {
            peers.append((try await stage.client(), try await stage.server()))
            peers[peers.count - 1].client.send([number])
            #expect(try await peers[peers.count - 1].server.read(1) == [number])
        }
        var limit = Limit()
        limit.bytes = ByteCount(2)
        #expect(await stage.proxy.apply([limit], direction: .toClient, to: .current) == 1)
        peers[2].server.send([1, 2, 3])
        #expect(try await peers[2].client.readToEnd() == [1, 2])
        peers[2].client.close()
        peers[2].server.close()
        _ = await stage.proxy.ending(of: 3)
        #expect(await stage.proxy.apply([ResetConnection()], to: .all) == 2)
        for pair in peers.prefix(2) {
            #expect(try await pair.client.end() == .reset)
            #expect(try await pair.server.end() == .reset)
        }
        await stage.stop()
    }

    @Test func `while it pauses nothing is read or accepted, and then nothing is lost`() async throws {
        let stage = try RelayStage(kind: "tcp")
        let (client, server) = (try await stage.client(), try await stage.server())
        client.send([1])
        #expect(try await server.read(1) == [1])
        await stage.proxy.pause()
        client.send([2])
        server.send([3])
        let second = try await stage.client()
        second.send([4])
        // What must not happen cannot be waited for: too short a time would miss a mistake, and never make one.
        try await Task.sleep(for: .milliseconds(50))
        let reports = await stage.proxy.sessions()
        #expect(reports.map(\.number) == [1])
        #expect(reports.first?.toServer.bytes == 1 && reports.first?.toClient.bytes == 0)
        await stage.proxy.resume()
        #expect(try await server.read(1) == [2])
        #expect(try await client.read(1) == [3])
        let secondServer = try await stage.server()
        #expect(try await secondServer.read(1) == [4])
        await stage.stop()
    }

    @Test func `who asks for a session's end before it, after it and too late gets an answer`() async throws {
        let stage = try RelayStage(kind: "tcp") { $0.keptReports = 2 }
        let proxy = stage.proxy
        async let third = proxy.ending(of: 3)
        for number in 1...3 {
            let (client, server) = (try await stage.client(), try await stage.server())
            client.finish()
            _ = try await server.end()
            server.finish()
            _ = try await client.end()
            #expect(await proxy.ending(of: number)?.number == number)
        }
        #expect(await third?.number == 3)
        #expect(await proxy.ending(of: 1) == nil)
        #expect(await proxy.ending(of: 2)?.number == 2)
        let waiting = Task { await proxy.ending(of: 9) }
        waiting.cancel()
        #expect(await waiting.value == nil)
        let endings = proxy.endings()
        async let never = proxy.ending(of: 10)
        await stage.stop()
        #expect(await never == nil)
        for await report in endings { Issue.record("session \(report.number) ended") }
        #expect(await proxy.ending(of: 11) == nil)
    }

    @Test(arguments: [1, 2]) func `a proxy that stopped is followed by another at its address at once`(
        threads: Int
    ) async throws {
        let stage = try RelayStage(kind: "tcp") { $0.threads = threads }
        let (client, server) = (try await stage.client(), try await stage.server())
        client.send([1])
        #expect(try await server.read(1) == [1])
        let address = stage.proxy.address
        _ = await stage.proxy.stop(patience: .zero)
        let upstream = try RawServer()
        var quickest = Duration.seconds(3600)
        for round in 1...3 as ClosedRange<UInt8> {
            var options = try ProxyOptions(upstream: Upstream("tcp://127.0.0.1:\(upstream.port)"))
            options.threads = threads
            let next = try ChaosProxy(at: address, options: options)
            #expect(next.address == address)
            let client = try await RawPeer.connect(to: address)
            let server = try await upstream.accept()
            client.send([round])
            #expect(try await server.read(1) == [round])
            let began = ContinuousClock.now
            // The proxy's own ends wait in the kernel, and the peers do not end theirs.
            _ = await next.stop(patience: .milliseconds(10))
            quickest = min(quickest, ContinuousClock.now - began)
            #expect(try await client.end() == .finished)
        }
        // Without its patience it would be two seconds each time; other tests make one of them slow.
        #expect(quickest < .seconds(2))
    }
}
