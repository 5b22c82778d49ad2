import Foundation
import Reactor
import Testing
import Trace

@testable import Closecall

@Suite(.timeLimit(.minutes(1)))
struct TraceDeskTests {
    /// Four packets of 60,000 bytes fill a page, and there is no second one while nobody reads the pipe that it goes to.
    @Test func `what the disk is too slow for is counted to the last packet, and told in the file`()
        async throws
    {
        let folder = try JournalFolder()
        let path = folder.path + "/slow"
        let mkfifo = try Process.run(URL(fileURLWithPath: "/usr/bin/mkfifo"), arguments: [path])
        mkfifo.waitUntilExit()
        // Opened for both, it waits for nobody, and whoever opens it to write does not either.
        let reader = try #require(FileHandle(forUpdatingAtPath: path))
        var plan = TracePlan(path: path)
        (plan.format, plan.room) = (.pcapng, 0)
        let recorder = try TraceRecorder(plan)
        let loop = try EventLoop.start(name: "desk")
        await withCheckedContinuation { continuation in
            loop.submit {
                let desk = recorder.desk(on: loop)
                let ends = (TCPEnd(.v4(1), port: 1), TCPEnd(.v4(2), port: 2))
                var made = desk.synthesizer(from: ends.0, to: ends.1, interface: 0, seed: 1)
                let bytes = [UInt8](repeating: 7, count: 60_000)
                for side in [StreamSide.initiator, .responder, .initiator, .responder] {
                    made.send(bytes.span, from: side, into: desk)
                }
                for side in [StreamSide.initiator, .responder, .initiator] {
                    made.send(bytes.span, from: side, into: desk)
                }
                desk.flush()
                continuation.resume()
            }
        }
        loop.stop()
        async let finished = recorder.finish()
        let file = everything(from: reader)
        let tally = await finished
        #expect(tally.written == 4)
        #expect(tally.dropped == 3)
        let trace = try TraceReader(bytes: file)
        var packets = 0
        while try trace.next({ _, _ in packets += 1 }) {}
        #expect(packets == 4)
        #expect(trace.dropped == 3)
    }

    /// Up to the statistics at its end, which come when everything else was written: two blocks of one kind.
    private func everything(from reader: FileHandle) -> [UInt8] {
        var bytes: [UInt8] = []
        while blocks(of: BlockLayout.Kind.statistics, in: bytes) < 2 { bytes += reader.availableData }
        return bytes
    }

    private func blocks(of kind: UInt32, in bytes: [UInt8]) -> Int {
        func word(_ at: Int) -> UInt32 { (0..<4).reduce(0) { $0 | UInt32(bytes[at + $1]) << UInt32($1 * 8) } }
        var (offset, count) = (0, 0)
        while offset + 8 <= bytes.count, offset + Int(word(offset + 4)) <= bytes.count {
            if word(offset) == kind { count += 1 }
            offset += Int(word(offset + 4))
        }
        return count
    }
}
