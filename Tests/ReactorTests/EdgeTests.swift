import CLinux
import Testing

@testable import Reactor

/// Epoll tells of a change once. Nothing may be forgotten, whatever pauses, fills up or ends in between.
@Suite struct EdgeTests {
    /// A relay of two connections that stops reading at random, between peers that do so, too.
    private final class Story: @unchecked Sendable {
        // Sendable: after `init` it is touched on the loop only.
        let loop: EventLoop
        var state: UInt64
        var sent: [UInt8] = []
        var unsent = 0
        let ends: [Connection]

        init(_ seed: UInt64, _ ends: [Connection], on loop: EventLoop) {
            (state, self.ends, self.loop) = (seed, ends, loop)
        }

        func random(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }

        /// The client writes a piece, and one of the readers stops or goes on, every few microseconds.
        func goOn(_ client: Connection, _ total: Int) {
            let reader = ends[random(ends.count)]
            if random(2) == 0 { reader.pauseReading() } else { reader.resumeReading() }
            if unsent < total {
                let piece = (0..<min(random(9000) + 1, total - unsent)).map { _ in
                    UInt8(truncatingIfNeeded: random(256))
                }
                sent += piece
                unsent += piece.count
                client.write(piece)
                if unsent == total { client.finish() }
            } else if random(4) == 0 {
                return ends.forEach { $0.resumeReading() }
            }
            loop.schedule(after: .microseconds(random(3) * 40)) { [self] in goOn(client, total) }
        }
    }

    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func `no edge is lost between pauses and full sockets`(_ seed: UInt64) async throws {
        try await withLoop { loop in
            let (client, left, right, server) = (Probe(), Probe(), Probe(), Probe())
            let first = try await connect(client, left, on: loop)
            let second = try await connect(right, server, on: loop)
            let story = Story(seed, [first.server, second.server], on: loop)
            await loop.perform {
                for end in [first.client, first.server, second.client, second.server] {
                    try? Syscalls.setOption(end.descriptor.number, SOL_SOCKET, SO_SNDBUF, 4096)
                    try? Syscalls.setOption(end.descriptor.number, SOL_SOCKET, SO_RCVBUF, 4096)
                }
                left.onBytes = { connection, bytes in
                    second.client.write(bytes.span)
                    if second.client.bufferedBytes > 20_000 { connection.pauseReading() }
                }
                second.client.lowWater = 5000
                right.onDrained = { _ in first.server.resumeReading() }
                left.onPeerFinished = { _ in second.client.finish() }
                story.goOn(first.client, 150_000)
            }
            await server.log.wait(on: loop) { $0 == [.peerFinished(.finished)] }
            let sent = await loop.perform { story.sent }
            #expect(server.received == sent, "seed \(seed)")
        }
    }

    @Test func `bytes behind an urgent one are read though it stops a read short`() async throws {
        try await withLoop { loop in
            let server = Probe()
            let ends = try await rawPair(server, on: loop)
            await loop.perform {
                ends.client.send([1, 2, 3])
                sendUrgent(99, to: ends.client.descriptor.number)
                ends.client.send([4, 5, 6])
            }
            await server.waitForBytes(6, on: loop)
            #expect(server.received == [1, 2, 3, 4, 5, 6])
            await loop.perform { ends.server.close() }
        }
    }

    @Test func `more than a turn's share is read on without a new event`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            let ends = try await connect(client, server, on: loop)
            let total = 5 * EventLoop.bytesPerTurn
            await loop.perform {
                ends.server.pauseReading()
                ends.client.write([UInt8](repeating: 8, count: total))
                ends.client.finish()
                ends.server.resumeReading()
            }
            await server.log.wait(on: loop) { $0 == [.peerFinished(.finished)] }
            #expect(server.received.count == total)
            await loop.perform { ends.server.close() }
        }
    }
}
