import CLinux
import Testing

@testable import Reactor

@Suite struct ConnectionResetTests {
    @Test func `a flushing reset comes behind everything written`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            let ends = try await connect(client, server, on: loop)
            let sent = (0..<4_000_000).map { UInt8(truncatingIfNeeded: $0 &* 13 >> 5) }
            await loop.perform {
                ends.client.write(sent)
                ends.client.reset(flushWithin: .seconds(8))
                #expect(ends.client.unsentBytes > 0)
                #expect(ends.client.isOpen)
                ends.client.write([1, 2, 3])
                ends.client.finish()
            }
            let events = await server.waitForClosed(on: loop)
            #expect(events == [.failed(.system(SystemError(ECONNRESET, operation: "recv"))), .closed])
            #expect(server.received == sent)
            #expect(await client.waitForClosed(on: loop) == [.closed])
        }
    }

    @Test func `with nothing to flush it resets at once`() async throws {
        try await withLoop { loop in
            let server = Probe()
            let ends = try await rawPair(server, on: loop)
            await loop.perform { ends.server.reset(flushWithin: .seconds(8)) }
            #expect(ends.client.read() == .failed(ECONNRESET))
            #expect(await server.waitForClosed(on: loop) == [.closed])
        }
    }

    @Test func `a peer that does not read gets the reset at the deadline`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            let ends = try await connect(client, server, on: loop)
            let start = MonotonicTime.current
            await loop.perform {
                ends.server.pauseReading()
                ends.client.write([UInt8](repeating: 1, count: 20_000_000))
                ends.client.reset(flushWithin: .milliseconds(40))
            }
            #expect(await client.waitForClosed(on: loop) == [.closed])
            #expect(MonotonicTime.current - start >= .milliseconds(40))
            await loop.perform { ends.server.resumeReading() }
            let events = await server.waitForClosed(on: loop)
            #expect(events == [.failed(.system(SystemError(ECONNRESET, operation: "recv"))), .closed])
            #expect(server.received.count < 20_000_000)
        }
    }

    @Test func `a peer that resets first ends the wait, and nothing is read during it`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            let ends = try await connect(client, server, on: loop)
            await loop.perform {
                ends.server.pauseReading()
                ends.server.write([7])
                ends.client.write([UInt8](repeating: 1, count: 20_000_000))
                ends.client.reset(flushWithin: .seconds(1000))
            }
            await loop.perform { ends.server.reset() }
            #expect(await client.waitForClosed(on: loop) == [.closed])
            #expect(client.received.isEmpty)
        }
    }

    @Test func `closing ends the wait`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            let ends = try await connect(client, server, on: loop)
            await loop.perform {
                ends.server.pauseReading()
                ends.client.write([UInt8](repeating: 1, count: 20_000_000))
                ends.client.reset(flushWithin: .seconds(1000))
                ends.client.close()
            }
            #expect(await client.waitForClosed(on: loop) == [.closed])
            await loop.perform { ends.server.close() }
        }
    }

    @Test func `a Unix peer reads everything and then an end`() async throws {
        let path = "/tmp/closecall-reactor-reset-\(getpid()).sock"
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            let ends = try await connect(client, server, at: .unix(path: path), on: loop)
            let sent = [UInt8](repeating: 3, count: 1_000_000)
            await loop.perform {
                ends.client.write(sent)
                ends.client.reset(flushWithin: .seconds(8))
            }
            #expect(await client.waitForClosed(on: loop) == [.closed])
            await server.log.wait(on: loop) { $0 == [.peerFinished(.finished)] }
            #expect(server.received == sent)
            await loop.perform { ends.server.close() }
        }
    }
}
