#if DEBUG
    import Closecall
    import Observer
    import Relay
    import TestPeers
    import Testing

    @testable import Reactor

    /// Peers that stall, vanish and come in crowds: the proxy neither works for nothing nor forgets anybody.
    @Suite(.timeLimit(.minutes(3)))
    struct ProxyTortureTests {
        @Test func `two hundred clients vanish anywhere in their conversation while another is served`()
            async throws
        {
            let seed = UInt64.random(in: 0...UInt64.max)
            let reports = Locked<[SessionReport]>([])
            let server = try EchoServer()
            var options = try ProxyOptions(upstream: Upstream("ws://\(server.address)"))
            options.threads = 2
            let proxy = try ChaosProxy(options: options) { report in reports.withLock { $0.append(report) } }
            let (steady, _) = try await RawPeer.open(proxy.address)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in 0..<20 {
                    group.addTask {
                        var random = SplitMix(seed: seed &+ UInt64(lane))
                        for _ in 0..<10 { try await Vanishing.any(of: proxy.address, using: &random) }
                    }
                }
                for _ in 0..<50 { try await steady.echoHello() }
                try await group.waitForAll()
            }
            try await eventually("one session to be left") { await proxy.totals().open == 1 }
            try await steady.echoHello()
            steady.close()
            try await eventually("no session to be left") { await proxy.totals().open == 0 }
            let numbers = reports.withLock { $0.map(\.number) }
            #expect(Set(numbers) == Set(1...201) && numbers.count == 201, "seed \(seed)")
            _ = await proxy.stop()
            await server.stop()
        }

        @Test func `a request that trickles in is given up in time, however often another byte comes`()
            async throws
        {
            let stage = try RelayStage { $0.relay.handshakeTimeout = .milliseconds(150) }
            let slow = try await stage.client()
            async let trickle: Void = {
                for byte in RawPeer.request().utf8.prefix(100) {
                    slow.send([byte])
                    // This client is slow.
                    try await Task.sleep(for: .milliseconds(5))
                }
            }()
            #expect(try await slow.readHead().hasPrefix("HTTP/1.1 408 "))
            #expect(try await slow.end() == .finished)
            try await trickle
            await stage.stop()
        }
    }

    // MARK: At rest

    extension ProxyTortureTests {
        @Test(arguments: Rest.allCases) func `where nothing happens, nothing is done`(_ rest: Rest)
            async throws
        {
            let faults = SyscallFaults()
            let stage = try RelayStage(
                kind: "tcp", start: { try Syscalls.$faults.withValue(faults, operation: $0) })
            let peers = try await rest.bring(about: stage)
            // A spinning loop never comes to a tenth of a second with so few turns; one at rest soon does.
            try await eventually("the loop to rest") {
                let before = faults.calls(of: .epollWait)
                try await Task.sleep(for: .milliseconds(100))
                return faults.calls(of: .epollWait) - before <= 2
            }
            await stage.stop()
            #expect(!peers.isEmpty)
        }

        /// Ways to have nothing to do.
        enum Rest: CaseIterable {
            case hundredIdle, neverReads, neitherReads, clientFinished, serverFinished
            case resetWhilePaused, finishedWhilePaused

            func bring(about stage: RelayStage) async throws -> [RawPeer] {
                if self == .hundredIdle {
                    var peers: [RawPeer] = []
                    for _ in 0..<100 { peers += (try await stage.pair()).both }
                    return peers
                }
                let pair = try await stage.pair()
                switch self {
                case .hundredIdle: break
                case .neverReads: try await stage.flood(pair, from: .server)
                case .neitherReads:
                    try await stage.flood(pair, from: .server)
                    try await stage.flood(pair, from: .client)
                case .clientFinished:
                    pair.client.finish()
                    #expect(try await pair.server.end() == .finished)
                case .serverFinished:
                    pair.server.finish()
                    #expect(try await pair.client.end() == .finished)
                case .resetWhilePaused:
                    try await stage.flood(pair, from: .server)
                    pair.server.reset()
                case .finishedWhilePaused:
                    try await stage.flood(pair, from: .server)
                    pair.server.finish()
                }
                return pair.both
            }
        }

        @Test func `two peers that never read and then break off end their session`() async throws {
            let stage = try RelayStage(kind: "tcp")
            let pair = try await stage.pair()
            try await stage.flood(pair, from: .server)
            try await stage.flood(pair, from: .client)
            pair.client.reset()
            pair.server.reset()
            let report = try await stage.report()
            #expect(!report.record.ends.isEmpty)
            #expect(report.record.lostToClient > 0 && report.record.lostToServer > 0)
            await stage.stop()
        }

        @Test(arguments: Leg.allCases, [true, false])
        func `a peer that breaks off ends the session although the other one never reads`(
            leg: Leg, bothSend: Bool
        ) async throws {
            let stage = try RelayStage(kind: "tcp")
            let pair = try await stage.pair()
            if bothSend { try await stage.flood(pair, from: leg.other) }
            try await stage.flood(pair, from: leg)
            pair[leg].reset()
            let report = try await stage.report()
            #expect(report.record.ends.contains { $0.leg == leg && $0.how == .reset })
            await stage.stop()
        }
    }

    // MARK: Stopping

    extension ProxyTortureTests {
        @Test func `stopping ends sessions in every state, each once, and leaves no peer behind`()
            async throws
        {
            let stages = try Stages()
            let readers = try await stages.bringAboutEverything()
            let totals = await stages.stop()
            #expect(totals.map(\.open) == [0, 0, 0, 0, 0])
            #expect(totals.map(\.sessions) == [9, 1, 1, 1, 2])
            for (number, reader) in readers.enumerated() {
                #expect(try await reader.end() != nil, "peer \(number)")
            }
            // The second of the last stage was never let in, so it was no session.
            let expected = [9, 1, 1, 1, 1]
            for (stage, count) in zip(stages.all, expected) {
                var numbers: [Int] = []
                for _ in 0..<count { numbers.append(try await stage.report().number) }
                #expect(Set(numbers).count == count)
            }
        }

        @Test func `a stop that drains is over when the last session has ended by itself`() async throws {
            let stage = try RelayStage()
            let pair = try await stage.webSocket()
            async let totals = stage.proxy.stop(drain: .seconds(3600))
            pair.client.send([0x82, 0x80, 0, 0, 0, 0])
            #expect(try await pair.server.readFrame().first == 0x82)
            pair.server.finish()
            #expect(try await pair.client.end() == .finished)
            pair.client.finish()
            #expect(await totals.open == 0)
            #expect(try await stage.report().record.wasShutDown == false)
        }
    }

    /// Proxies with sessions in every state there is.
    private final class Stages {
        let plain: RelayStage
        let secure: RelayStage
        let secureUpstream: RelayStage
        let dialing: RelayStage
        let crowded: RelayStage
        private let fullListener: Descriptor
        private let backlogFiller: Descriptor

        init() throws {
            plain = try RelayStage()
            fullListener = try Syscalls.streamSocket(
                SocketAddress.ipv4(0x7F00_0001, port: 0).kernelAddress.family)
            try Syscalls.bind(fullListener.number, .ipv4(0x7F00_0001, port: 0))
            // Room for one, which is taken: who comes now gets no answer.
            try Syscalls.listen(fullListener.number, backlog: 0)
            let silent = try Syscalls.localAddress(fullListener.number)
            backlogFiller = try Syscalls.streamSocket(silent.kernelAddress.family)
            _ = try Syscalls.connect(backlogFiller.number, silent)
            dialing = try RelayStage { options throws in
                options.upstream = try Upstream("ws://\(silent)")
            }
            secure = try RelayStage { options throws in
                options.tls = try TLSContext(authority: CertificateAuthority.create())
            }
            secureUpstream = try RelayStage(kind: "wss") { options throws in
                options.upstreamTLS = try TLSContext(client: TLSOptions(verify: false))
            }
            crowded = try RelayStage(kind: "tcp") { $0.maxSessions = 1 }
        }

        var all: [RelayStage] { [plain, secure, secureUpstream, dialing, crowded] }

        func stop() async -> [ProxyTotals] {
            await withTaskGroup(of: (Int, ProxyTotals).self) { group in
                for (index, stage) in all.enumerated() { group.addTask { (index, await stage.proxy.stop()) } }
                return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }.sorted { $0.key < $1.key }.map(
                    \.value)
            }
        }

        /// Answers the peers that read, and so must hear of the end.
        func bringAboutEverything() async throws -> [RawPeer] {
            var readers = try await bringAboutHandshakes() + bringAboutFrames()
            let hello = try await secure.client()
            hello.send([0x16, 3, 1, 2, 0, 1])
            readers += [hello, try await secure.server(), try await secureUpstream.client()]
            readers.append(try await secureUpstream.server())
            readers.append(try await dialing.client())
            readers += try await crowded.pair().both
            readers.append(try await crowded.client())
            try await eventually("all to be accepted") {
                let totals = [await dialing.proxy.totals().sessions, await crowded.proxy.totals().sessions]
                return totals == [1, 2]
            }
            return readers
        }

        private func bringAboutHandshakes() async throws -> [RawPeer] {
            let silent = [try await plain.client(), try await plain.server()]
            let incomplete = [try await plain.client(), try await plain.server()]
            incomplete[0].send(Array(RawPeer.request().utf8.prefix(40)))
            _ = try await incomplete[1].read(40)
            let unanswered = [try await plain.client(), try await plain.server()]
            unanswered[0].send(Array(RawPeer.request().utf8))
            _ = try await unanswered[1].readHead()
            return silent + incomplete + unanswered
        }

        private func bringAboutFrames() async throws -> [RawPeer] {
            let framed = try await plain.webSocket()
            let clientFinished = try await plain.webSocket()
            clientFinished.client.finish()
            _ = try await clientFinished.server.end()
            let serverFinished = try await plain.webSocket()
            serverFinished.server.finish()
            _ = try await serverFinished.client.end()
            let resetting = try await plain.webSocket()
            resetting.client.pauseReading()
            // More than the client's kernel takes, and less than ours does.
            let zeros = [UInt8](repeating: 0, count: 500_000)
            resetting.server.send(RelayStage.endlessMessage(from: .server) + zeros)
            let half = try await plain.webSocket()
            try await plain.flood(half, from: .server, RelayStage.endlessMessage(from: .server))
            let stuck = try await plain.webSocket()
            try await plain.flood(stuck, from: .server, RelayStage.endlessMessage(from: .server))
            try await plain.flood(stuck, from: .client, RelayStage.endlessMessage(from: .client))
            resetting.server.reset()
            return framed.both + [clientFinished.client, serverFinished.server]
        }
    }

    // MARK: Peers

    /// A client that leaves before its conversation is over.
    private enum Vanishing {
        static func any(of address: SocketAddress, using random: inout SplitMix) async throws {
            let request = Array(RawPeer.request().utf8)
            let part = Array(request.prefix(Int.random(in: 0..<request.count, using: &random)))
            let client = try await RawPeer.connect(to: address)
            client.send(part)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: client.close()
            case 1: client.reset()
            case 2:
                client.finish()
                _ = try await client.end()
                client.close()
            default:
                client.send(Array(request.dropFirst(part.count)))
                _ = try await client.readHead()
                let frame: [UInt8] = [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]
                client.send(Array(frame.prefix(Int.random(in: 0...frame.count, using: &random))))
                if Bool.random(using: &random) { client.reset() } else { client.close() }
            }
        }
    }

    extension RawPeer {
        /// RFC 6455 §5.7's "Hello", masked there and unmasked back.
        fileprivate func echoHello() async throws {
            send([0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58])
            #expect(try await read(7) == [0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F])
        }
    }
#endif
