import CLinux
import Testing

@testable import Reactor

@Suite struct ConnectionEndTests {
    @Test(arguments: ["end", "reset"])
    func `an end in the kernel is announced before the bytes that belong to it`(_ deed: String) async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            server.tellsAnnouncements = true
            let bytesAtAnnouncement = Log<[UInt8]>()
            server.onBytes = { _, bytes in
                #expect(server.log.events == [.endAnnounced])
                bytesAtAnnouncement.add(bytes)
            }
            let ends = try await connect(client, server, on: loop)
            await loop.perform {
                ends.client.write([1, 2, 3])
                if deed == "end" { ends.client.finish() } else { ends.client.reset() }
            }
            await server.log.wait(on: loop) { $0.count >= 2 }
            let reset = Probe.Event.failed(.system(SystemError(ECONNRESET, operation: "recv")))
            #expect(
                server.log.events.prefix(2) == [
                    .endAnnounced, deed == "end" ? .peerFinished(.finished) : reset,
                ])
            #expect(bytesAtAnnouncement.events == [[1, 2, 3]])
            await loop.perform { ends.server.close() }
        }
    }

    @Test func `bytes that come alone announce nothing, and a pause keeps the announcement`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            server.tellsAnnouncements = true
            let ends = try await connect(client, server, on: loop)
            await loop.perform { ends.client.write([1]) }
            await server.waitForBytes(1, on: loop)
            #expect(server.log.events.isEmpty)
            await loop.perform {
                ends.server.pauseReading()
                ends.client.write([2])
                ends.client.finish()
            }
            // Two turns: whatever epoll had to say, it has said.
            await loop.perform {}
            await loop.perform {}
            #expect(server.log.events.isEmpty)
            await loop.perform { ends.server.resumeReading() }
            await server.log.wait(on: loop) { $0 == [.endAnnounced, .peerFinished(.finished)] }
            #expect(server.received == [1, 2])
            await loop.perform { ends.server.close() }
        }
    }

    @Test func `what is written under corks leaves in one piece, and the end with it`() async throws {
        try await withLoop { loop in
            let server = Probe()
            let ends = try await rawPair(server, on: loop)
            await loop.perform {
                ends.server.cork()
                ends.server.write([1, 2])
                ends.server.cork()
                ends.server.write([3].span)
                ends.server.uncork()
                #expect(ends.server.bufferedBytes == 3)
            }
            #expect(ends.client.read() == .nothing)
            let segments = await loop.perform {
                ends.server.write([UInt8](repeating: 4, count: 20_000))
                ends.server.finish()
                let before = segmentsSent(by: ends.server.descriptor.number)
                ends.server.uncork()
                let after = segmentsSent(by: ends.server.descriptor.number)
                return (before, after)
            }
            #expect(segments.1 - segments.0 == 1, "bytes and end in one segment")
            #expect(ends.client.read() == .bytes([1, 2, 3] + [UInt8](repeating: 4, count: 20_000)))
            #expect(ends.client.read() == .end)
            await loop.perform { ends.server.close() }
        }
    }
}
