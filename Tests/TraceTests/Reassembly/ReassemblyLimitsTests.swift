internal import Testing
internal import Trace

@Suite struct ReassemblyLimitsTests {
    @Test func `a side for which too much waits gives up what it waits for`() {
        // Each run is counted with 96 bytes besides its own.
        let play = Play(ReassemblyLimits(waitingPerSide: 300))
        play.handshake()
        play.client(.ack, 103, 301, "cd")
        play.client(.ack, 107, 301, "gh")
        play.client(.ack, 111, 301, "kl")
        #expect(play.heard == ["0 began 50000 > 9000"])
        play.client(.ack, 115, 301, "op")
        #expect(play.heard == ["0 > missed 2", "0 > cd"])
        play.client(.ack, 119, 301, "st")
        #expect(play.heard == ["0 > missed 2", "0 > gh"])
    }

    @Test func `bytes too many for any memory are told at once`() {
        let play = Play(ReassemblyLimits(waitingPerSide: 0))
        play.handshake()
        play.client(.ack, 103, 301, "cd")
        #expect(play.heard == ["0 began 50000 > 9000", "0 > missed 2", "0 > cd"])
    }

    @Test func `all connections share one memory, and get back what they leave`() {
        let play = Play(ReassemblyLimits(waitingInAll: 300))
        for port in UInt16(50000)...50003 { play.handshake(port: port) }
        _ = play.heard
        for port in UInt16(50000)...50002 { play.client(.ack, 103, 301, "cd", port: port) }
        #expect(play.heard == [])
        play.client(.ack, 103, 301, "cd", port: 50003)
        #expect(play.heard == ["3 > missed 2", "3 > cd"])
        play.client(.ack, 101, 301, "ab", port: 50000)
        #expect(play.heard == ["0 > ab", "0 > cd"])
        play.client(.ack, 107, 301, "gh", port: 50003)
        #expect(play.heard == [])
    }

    @Test func `of too many connections the longest silent is forgotten, and may be met again`() {
        let play = Play(ReassemblyLimits(connections: 3))
        for port in UInt16(50000)...50002 { play.handshake(port: port) }
        play.client(.ack, 101, 301, "here", port: 50000)
        play.client(.ack, 103, 301, "wait", port: 50001)
        play.client(.ack, 101, 301, "here", port: 50002)
        play.client(.ack, 105, 301, "still", port: 50000)
        _ = play.heard
        play.client(.syn, 100, port: 50003)
        #expect(
            play.heard == [
                "1 > missed 2", "1 > wait", "1 over forgotten at 14", "3 began 50003 > 9000",
            ])
        play.client(.ack, 107, 301, "again", port: 50001)
        #expect(
            play.heard == ["2 over forgotten at 15", "4 began 50001 > 9000 midway", "4 > again"])
    }

    @Test func `of connections that are over only so many are remembered`() {
        let play = Play(ReassemblyLimits(remembered: 2, linger: .zero))
        for port in UInt16(50000)...50002 {
            play.handshake(port: port)
            play.client(.rst, 101, port: port)
        }
        play.reassembler.passed(to: PacketTime(nanoseconds: 1_000_000_000))
        _ = play.heard
        play.server(.ack, 301, 101, port: 50001)
        play.server(.ack, 301, 101, port: 50002)
        #expect(play.heard == [])
        play.server(.ack, 301, 101, port: 50000)
        #expect(play.heard == ["3 began 50000 > 9000 midway"])
    }

    @Test func `thousands of connections that come and go are told apart`() {
        let play = Play(ReassemblyLimits(remembered: 10, linger: .milliseconds(50)))
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededBits(seed)
        var open: [UInt16: UInt32] = [:]
        var opened = 0
        for port in (UInt16(10000)..<13000).shuffled(using: &random) {
            play.handshake(port: port)
            open[port] = 101
            opened += 1
            for (other, next) in open.prefix(2) {
                play.client(.ack, next, 301, "x", port: other)
                open[other] = next + 1
            }
            if open.count > 800, let (gone, next) = open.randomElement(using: &random) {
                open[gone] = nil
                play.client(.rst, next, port: gone)
            }
        }
        // One that cannot be found would be met midway.
        for (port, next) in open { play.client(.ack, next, 301, "x", port: port) }
        #expect(play.reassembler.tally.streams == opened, "seed \(seed)")
        #expect(play.reassembler.tally.missing == 0, "seed \(seed)")
        #expect(!play.heard.contains { $0.hasSuffix("midway") }, "seed \(seed)")
    }
}
