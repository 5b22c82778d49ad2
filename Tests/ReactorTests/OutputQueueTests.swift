import Testing

@testable import Reactor

@Suite struct OutputQueueTests {
    @Test func `many pieces of all sizes leave in order`() async throws {
        try await withLoop { loop in
            let (client, server) = (Probe(), Probe())
            let ends = try await connect(client, server, on: loop)
            var sent: [UInt8] = []
            var pieces: [[UInt8]] = []
            for number in 0..<400 {
                let size = [0, 1, 125, 2048, 2049, 20_000, 70_000][number * 5 % 7]
                pieces.append([UInt8](repeating: UInt8(truncatingIfNeeded: number), count: size))
                sent += pieces[number]
            }
            await loop.perform { [pieces] in
                server.connection?.pauseReading()
                ends.client.batch {
                    for piece in pieces { ends.client.write(piece) }
                }
                server.connection?.resumeReading()
            }
            await server.waitForBytes(sent.count, on: loop)
            #expect(server.received == sent)
        }
    }
}
