import CLinux
import Testing

@testable import Reactor

@Suite struct ConnectionTests {
    @Test func `an echo comes back byte for byte`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            server.onBytes = { connection, bytes in connection.write(bytes) }
            let ends = try await connect(client, server, on: loop)
            let sent = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
            await loop.perform { ends.client.write(sent) }
            await client.waitForBytes(sent.count, on: loop)
            #expect(client.received == sent)
        }
    }

    @Test func `a span is written like an array, before and behind queued bytes`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            let ends = try await connect(client, server, on: loop)
            await loop.perform {
                ends.client.write([1, 2].span)
                ends.client.batch {
                    ends.client.write([3])
                    ends.client.write([4, 5].span)
                }
            }
            await server.waitForBytes(5, on: loop)
            #expect(server.received == [1, 2, 3, 4, 5])
            #expect(server.bytes.events.count <= 2)
        }
    }

    @Test func `each side can finish and still read`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            let ends = try await connect(client, server, on: loop)
            await loop.perform { ends.client.finish() }
            await server.log.wait(on: loop) { $0 == [.peerFinished(.finished)] }
            await loop.perform { ends.server.write([7, 8, 9]) }
            await client.waitForBytes(3, on: loop)
            #expect(client.log.events.isEmpty)
            await loop.perform { ends.server.finish() }
            #expect(await client.waitForClosed(on: loop) == [.peerFinished(.finished), .closed])
            #expect(await server.waitForClosed(on: loop) == [.peerFinished(.finished), .closed])
        }
    }

    @Test func `an end behind bytes is read in the same turn as they are`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            let endedInSameTurn = Log<Bool>()
            let ends = try await connect(client, server, on: loop)
            await loop.perform {
                server.onBytes = { connection, _ in
                    // What is put off runs when the turn's descriptors are through.
                    loop.atEndOfTurn { endedInSameTurn.add(server.log.events == [.peerFinished(.finished)]) }
                }
                ends.client.write([UInt8](repeating: 1, count: 5000))
                ends.client.finish()
            }
            #expect(await endedInSameTurn.wait(on: loop) { !$0.isEmpty } == [true])
            #expect(server.received.count == 5000)
        }
    }

    @Test func `a reset is seen as one by the peer, after the bytes before it`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            let ends = try await connect(client, server, on: loop)
            await loop.perform { ends.client.write([1, 2, 3]) }
            await server.waitForBytes(3, on: loop)
            await loop.perform { ends.client.reset() }
            let events = await server.waitForClosed(on: loop)
            let reset = SystemError(ECONNRESET, operation: "recv")
            #expect(events == [.failed(.system(reset)), .closed])
            #expect("\(reset)" == "recv: connection reset by peer (ECONNRESET)")
            #expect(await client.waitForClosed(on: loop) == [.closed])
        }
    }

    @Test func `a reset reaches a socket that is not ours as ECONNRESET`() async throws {
        try await withLoop { loop in
            let listener = try Listener(at: anyLoopbackPort, on: loop)
            let accepted = Log<Connection>()
            await loop.perform { try? listener.start { accepted.add($0) } }
            let raw = try Syscalls.streamSocket(AF_INET)
            _ = try Syscalls.connect(raw.number, listener.address)
            let connection = try #require(await accepted.wait(on: loop) { !$0.isEmpty }.first)
            await loop.perform { connection.reset() }
            // Loopback delivers within the call that sends.
            guard case .failed(let error) = Syscalls.receive(raw.number, into: ReadBuffer(capacity: 8)) else {
                Issue.record("no error")
                return
            }
            #expect(error.code == ECONNRESET)
        }
    }

    @Test func `a reset while bytes are queued drops them and is told once`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            let ends = try await connect(client, server, on: loop)
            let queued = await loop.perform {
                ends.server.pauseReading()
                ends.client.write([UInt8](repeating: 0, count: 20_000_000))
                return ends.client.bufferedBytes
            }
            #expect(queued > 1_000_000)
            await loop.perform { ends.server.reset() }
            let events = await client.waitForClosed(on: loop)
            #expect(events.count == 2)
            guard case .failed(let failure) = events.first else {
                Issue.record("\(events)")
                return
            }
            #expect(failure.isReset)
            #expect(await loop.perform { ends.client.bufferedBytes } == 0)
        }
    }

    @Test func `bytes sent before a reset are heard though our own write failed first`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            let ends = try await connect(client, server, on: loop)
            // In one job, so that the loop cannot read between the peer's bytes, its reset and our write.
            await loop.perform {
                ends.client.write([4, 5, 6])
                ends.client.reset()
                ends.server.write([1])
                #expect(server.log.events.isEmpty, "a call of ours must not call back")
            }
            let events = await server.waitForClosed(on: loop)
            #expect(server.received == [4, 5, 6])
            #expect(events == [.failed(.system(SystemError(ECONNRESET, operation: "send"))), .closed])
        }
    }

    @Test func `a peer that does not read makes the queue grow and drain when it reads again`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            let ends = try await connect(client, server, on: loop)
            let total = 12_000_000
            let buffered = await loop.perform {
                ends.server.pauseReading()
                for _ in 0..<12 { ends.client.write([UInt8](repeating: 5, count: total / 12)) }
                return ends.client.bufferedBytes
            }
            #expect(buffered > 1_000_000)
            #expect(client.log.events.isEmpty)
            await loop.perform { ends.server.resumeReading() }
            await client.log.wait(on: loop) { $0 == [.drained] }
            await server.waitForBytes(total, on: loop)
            #expect(server.received.count == total)
            #expect(await loop.perform { ends.client.bufferedBytes } == 0)
        }
    }

    @Test(arguments: ["bytes", "end", "reset"])
    func `a paused connection costs no time, whatever the peer does`(_ deed: String) async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            let ends = try await connect(client, server, on: loop)
            let used = Log<Int64>()
            await loop.perform {
                ends.server.pauseReading()
                ends.client.write([1, 2, 3])
                switch deed {
                case "end":
                    ends.client.finish()
                    ends.server.finish()
                case "reset": ends.client.reset()
                default: break
                }
                loop.schedule(after: .milliseconds(20)) {
                    let before = closecall_thread_cpu_time()
                    loop.schedule(after: .milliseconds(200)) {
                        used.add(closecall_thread_cpu_time() - before)
                    }
                }
            }
            let microseconds = try #require(await used.wait(on: loop) { !$0.isEmpty }.first)
            #expect(microseconds < 40_000, "a spinning loop uses all of the 200 ms")
            #expect(server.received.isEmpty)
            await loop.perform { ends.server.resumeReading() }
            await server.waitForBytes(3, on: loop)
            #expect(server.received == [1, 2, 3])
            guard deed != "bytes" else { return }
            let events = await server.waitForClosed(on: loop)
            let reset = Probe.Event.failed(.system(SystemError(ECONNRESET, operation: "recv")))
            #expect(events == [deed == "end" ? .peerFinished(.finished) : reset, .closed])
        }
    }

    @Test func `a handler may close inside its callback and hears nothing after closed`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            server.onBytes = { connection, _ in
                connection.close()
                connection.write([1])
                connection.finish()
                connection.reset()
                #expect(server.log.events.isEmpty, "closed comes at the end of the turn")
            }
            let ends = try await connect(client, server, on: loop)
            await loop.perform {
                ends.client.write([UInt8](repeating: 0, count: 200_000))
                ends.client.finish()
            }
            #expect(await server.waitForClosed(on: loop) == [.closed])
            #expect(server.bytes.events.count == 1)
            _ = await client.waitForClosed(on: loop)
        }
    }

    @Test func `two hundred connections talk at once and leave no descriptor behind`() async throws {
        try await withLoop { loop in
            let listener = try Listener(at: anyLoopbackPort, on: loop)
            let (clients, servers) = ((0..<200).map { _ in Probe() }, Log<Probe>())
            let sockets = Log<String>()
            await loop.perform {
                try? listener.start { connection in
                    sockets.add(socketName(connection.descriptor.number))
                    let probe = Probe()
                    probe.onBytes = { $0.write($1) }
                    probe.onPeerFinished = { $0.finish() }
                    probe.attach(connection)
                    servers.add(probe)
                }
                for (number, client) in clients.enumerated() {
                    client.onBytes = { connection, _ in
                        if client.received.count == 1000 { connection.finish() }
                    }
                    Connector.connect(to: .address(listener.address), on: loop) { result in
                        guard let connection = try? result.get() else { return }
                        sockets.add(socketName(connection.descriptor.number))
                        client.attach(connection)
                        connection.write([UInt8](repeating: UInt8(number), count: 1000))
                    }
                }
            }
            for (number, client) in clients.enumerated() {
                #expect(await client.waitForClosed(on: loop) == [.peerFinished(.finished), .closed])
                #expect(client.received == [UInt8](repeating: UInt8(number), count: 1000))
            }
            for server in servers.events { _ = await server.waitForClosed(on: loop) }
            #expect(Set(sockets.events).count == 400)
            #expect(openSocketNames().isDisjoint(with: sockets.events))
        }
    }

    @Test func `stopping the loop closes its connections and says so`() async throws {
        let loop = try EventLoop.start(name: "test")
        let (client, server) = (Probe(), Probe())
        let ends = try await connect(client, server, on: loop)
        let sockets = await loop.perform {
            [ends.client, ends.server].map { socketName($0.descriptor.number) }
        }
        loop.stop()
        #expect(client.log.events == [.closed])
        #expect(server.log.events == [.closed])
        #expect(openSocketNames().isDisjoint(with: sockets))
        #expect(!loop.submit {})
    }
}
