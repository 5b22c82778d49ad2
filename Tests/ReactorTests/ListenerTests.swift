import CLinux
import Testing

@testable import Reactor

@Suite struct ListenerTests {
    @Test func `port 0 becomes the port that was given`() async throws {
        try await withLoop { loop in
            let listener = try Listener(at: anyLoopbackPort, on: loop)
            #expect(try #require(listener.address.port) > 0)
            let error = #expect(throws: SystemError.self) { try Listener(at: listener.address, on: loop) }
            #expect(error?.description == "bind \(listener.address): address already in use (EADDRINUSE)")
            let shared = try Listener(at: anyLoopbackPort, on: loop, reusePort: true)
            _ = try Listener(at: shared.address, on: loop, reusePort: true)
        }
    }

    @Test func `accepted connections send small pieces at once`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            let ends = try await connect(client, server, on: loop)
            for connection in [ends.client, ends.server] {
                let number = await loop.perform { connection.descriptor.number }
                #expect(try Syscalls.option(number, Int32(IPPROTO_TCP), TCP_NODELAY) != 0)
            }
        }
    }

    #if DEBUG
        @Test func `without descriptors it pauses instead of spinning, and then goes on`() async throws {
            let faults = SyscallFaults()
            for call in 1...2 { faults.fail(.accept, nth: call, with: EMFILE) }
            try await withLoop(faults) { loop in
                let (client, server) = (Probe(), Probe())
                let start = MonotonicTime.current
                _ = try await connect(client, server, on: loop)
                #expect(MonotonicTime.current - start >= .milliseconds(200))
                let calls = faults.calls(of: .accept)
                #expect((3...4).contains(calls), "two refusals, the connection, and a look for more")
            }
        }
    #endif

    #if DEBUG
        @Test func `a connection that broke off before it was accepted is passed over`() async throws {
            let faults = SyscallFaults()
            faults.fail(.accept, nth: 1, with: ECONNABORTED)
            faults.fail(.accept, nth: 2, with: EINTR)
            try await withLoop(faults) { loop in
                let (client, server) = (Probe(), Probe())
                _ = try await connect(client, server, on: loop)
                #expect(faults.calls(of: .accept) >= 3)
            }
        }
    #endif

    @Test func `a connection that nobody keeps is closed`() async throws {
        try await withLoop { loop in
            let listener = try Listener(at: anyLoopbackPort, on: loop)
            let client = Probe()
            await loop.perform {
                try? listener.start { _ in }
                Connector.connect(to: .address(listener.address), on: loop) { result in
                    if let connection = try? result.get() { client.attach(connection) }
                }
            }
            #expect(await client.log.wait(on: loop) { !$0.isEmpty } == [.peerFinished(.finished)])
        }
    }

    @Test func `Unix sockets carry bytes, replace abandoned files and clean up`() async throws {
        let path = "/tmp/closecall-reactor-\(getpid()).sock"
        let address = SocketAddress.unix(path: path)
        // What a killed process leaves behind.
        let abandoned = try Syscalls.streamSocket(AF_UNIX)
        try Syscalls.bind(abandoned.number, address)
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            server.onBytes = { $0.write($1) }
            server.onPeerFinished = { $0.finish() }
            let ends = try await connect(client, server, at: address, on: loop)
            #expect(ends.client.peerAddress == address)
            await loop.perform {
                ends.client.write([UInt8](repeating: 9, count: 400_000))
                ends.client.finish()
            }
            let events = await client.waitForClosed(on: loop)
            #expect(events.filter { $0 != .drained } == [.peerFinished(.finished), .closed])
            #expect(client.received == [UInt8](repeating: 9, count: 400_000))
            let listener = try Listener(at: address, on: loop)
            #expect(throws: SystemError.self) { try Listener(at: address, on: loop) }
            await loop.perform { listener.close() }
            #expect(!fileExists(path))
        }
    }

    #if DEBUG
        @Test func `a Unix peer that is gone does not make the loop spin`() async throws {
            let faults = SyscallFaults()
            let path = "/tmp/closecall-reactor-gone-\(getpid()).sock"
            try await withLoop(faults) { loop in
                let (client, server) = (Probe(), Probe())
                let ends = try await connect(client, server, at: .unix(path: path), on: loop)
                await loop.perform { ends.client.close() }
                await server.log.wait(on: loop) { $0 == [.peerFinished(.finished)] }
                let turns = Log<Int>()
                await loop.perform {
                    let before = faults.calls(of: .epollWait)
                    loop.schedule(after: .milliseconds(50)) {
                        turns.add(faults.calls(of: .epollWait) - before)
                    }
                }
                #expect(await turns.wait(on: loop) { !$0.isEmpty }[0] <= 5)
                await loop.perform { ends.server.write([1]) }
                let events = await server.waitForClosed(on: loop)
                #expect(events.dropFirst().first == .failed(.system(SystemError(EPIPE, operation: "send"))))
            }
        }
    #endif
}
