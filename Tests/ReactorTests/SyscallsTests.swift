import CLinux
import Testing

@testable import Reactor

#if DEBUG
    @Suite struct SyscallsTests {
        /// Each of them may happen at any call; none of them may be seen by anyone.
        @Test func `short transfers, interruptions and full buffers change no byte`() async throws {
            let faults = SyscallFaults()
            faults.shorten(.send, to: 777)
            faults.shorten(.recv, to: 1001)
            for call in stride(from: 1, to: 400, by: 3) {
                faults.fail(.send, nth: call, with: [EINTR, EAGAIN, ENOBUFS][call % 9 / 3])
                faults.fail(.recv, nth: call, with: [EINTR, EAGAIN][call % 2])
                faults.fail(.sendmsg, nth: call, with: [EINTR, EAGAIN, ENOBUFS][call % 9 / 3])
                faults.fail(.epollWait, nth: call, with: EINTR)
            }
            try await withLoop(faults) { loop in
                let (client, server) = (Probe(), Probe())
                server.onBytes = { $0.write($1) }
                server.onPeerFinished = { $0.finish() }
                let ends = try await connect(client, server, on: loop)
                let sent = (0..<60_000).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 4) }
                await loop.perform {
                    for start in stride(from: 0, to: sent.count, by: 6000) {
                        ends.client.write(Array(sent[start..<start + 6000]))
                    }
                    ends.client.finish()
                }
                let events = await client.waitForClosed(on: loop)
                #expect(events.filter { $0 != .drained } == [.peerFinished(.finished), .closed])
                #expect(client.received == sent)
            }
        }

        /// One failure at one place, for each of the calls a byte's way knows, at each of its first calls.
        @Test(arguments: [
            (SystemCall.recv, EAGAIN), (.recv, EINTR), (.send, EAGAIN), (.send, EINTR), (.send, ENOBUFS),
            (.sendmsg, EAGAIN), (.sendmsg, ENOBUFS), (.accept, EMFILE), (.accept, ENFILE), (.accept, ENOBUFS),
            (.accept, ECONNABORTED), (.accept, EINTR), (.epollWait, EINTR), (.connect, EINTR),
            (.shutdown, EINTR), (.getsockopt, EINTR),
        ])
        func `one call that fails for the moment changes nothing`(_ name: SystemCall, _ code: Int32)
            async throws
        {
            try await withThrowingTaskGroup { group in
                for nth in 1...6 {
                    group.addTask {
                        let faults = SyscallFaults()
                        faults.fail(name, nth: nth, with: code)
                        try await Self.echo(faults, "\(name) \(nth)")
                    }
                }
                try await group.waitForAll()
            }
        }

        private static func echo(_ faults: SyscallFaults, _ place: String) async throws {
            try await withLoop(faults) { loop in
                let (client, server) = (Probe(), Probe())
                server.onBytes = { $0.write($1.span) }
                server.onPeerFinished = { $0.finish() }
                let ends = try await connect(client, server, on: loop)
                let sent = (0..<40_000).map { UInt8(truncatingIfNeeded: $0 &* 11 >> 3) }
                await loop.perform {
                    ends.client.batch {
                        for start in stride(from: 0, to: sent.count, by: 8000) {
                            ends.client.write(sent.span.extracting(start..<start + 8000))
                        }
                    }
                    ends.client.write([])
                    ends.client.finish()
                }
                let events = await client.waitForClosed(on: loop)
                #expect(events.filter { $0 != .drained } == [.peerFinished(.finished), .closed], "\(place)")
                #expect(client.received == sent, "\(place)")
                _ = await server.waitForClosed(on: loop)
            }
        }

        @Test(arguments: [EMFILE, ENFILE, ENOBUFS])
        func `without a socket to be had connecting says so`(_ code: Int32) async throws {
            let faults = SyscallFaults()
            faults.fail(.socket, nth: 1, with: code)
            try await withLoop(faults) { loop in
                let outcomes = Log<Result<Connection, ConnectError>>()
                let address = SocketAddress.ipv4(0x7F00_0001, port: 9)
                await loop.perform {
                    Connector.connect(to: .address(address), on: loop) { outcomes.add($0) }
                }
                guard case .failure(let error) = await outcomes.wait(on: loop, until: { !$0.isEmpty }).first
                else {
                    Issue.record("connected without a socket")
                    return
                }
                #expect(
                    error.attempts == [.init(address: address, error: SystemError(code, operation: "socket"))]
                )
            }
        }

        @Test(arguments: [ENOSPC, ENOMEM])
        func `a connection that cannot be watched fails, and the loop goes on`(_ code: Int32) async throws {
            let faults = SyscallFaults()
            try await withLoop(faults) { loop in
                let listener = try Listener(at: anyLoopbackPort, on: loop)
                let (first, second) = (Probe(), Probe())
                let probes = Log<Int>()
                await loop.perform {
                    try? listener.start { connection in
                        let isFirst = probes.events.isEmpty
                        probes.add(0)
                        if isFirst {
                            faults.fail(.epollControl, nth: faults.calls(of: .epollControl) + 1, with: code)
                        }
                        (isFirst ? first : second).attach(connection)
                    }
                }
                let refused = try RawSocket(connectedTo: listener.address)
                let failure = ConnectionFailure.system(SystemError(code, operation: "epoll_ctl"))
                #expect(await first.waitForClosed(on: loop) == [.failed(failure), .closed])
                #expect(refused.read() == .end)
                let served = try RawSocket(connectedTo: listener.address)
                served.send([5])
                await second.waitForBytes(1, on: loop)
                await loop.perform { listener.close() }
            }
        }

        @Test func `an error that is not about the peer is told by its name`() async throws {
            let faults = SyscallFaults()
            faults.fail(.recv, nth: 1, with: ENOMEM)
            try await withLoop(faults) { loop in
                let (client, server) = (Probe(), Probe())
                let ends = try await connect(client, server, on: loop)
                await loop.perform { ends.client.write([1]) }
                let events = await server.waitForClosed(on: loop)
                #expect(events == [.failed(.system(SystemError(ENOMEM, operation: "recv"))), .closed])
            }
        }

        @Test func `a write that fails for a reason of its own ends the connection too`() async throws {
            let faults = SyscallFaults()
            faults.fail(.send, nth: 1, with: EMSGSIZE)
            try await withLoop(faults) { loop in
                let (client, server) = (Probe(), Probe())
                let ends = try await connect(client, server, on: loop)
                await loop.perform { ends.client.write([1]) }
                let events = await client.waitForClosed(on: loop)
                #expect(events == [.failed(.system(SystemError(EMSGSIZE, operation: "send"))), .closed])
            }
        }
    }
#endif
