internal import Testing

@testable import Trace

/// Where this process may not capture, each test sees that it is told so instead.
struct LiveCaptureTests {
    @Test func `what goes over a port is captured, to the byte`() throws {
        let talk = try LoopbackTalk()
        let question = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 / 251) }
        let answer = question.reversed().map { $0 ^ 0x5A }
        try withCapture(.init(interface: "lo", filter: CaptureFilter(ports: [talk.port]))) { capture in
            try talk.exchange(question, answer)
            var packets = Packets()
            try packets.take(from: &capture) { packets in
                packets.bytes(from: talk.port).count >= answer.count
                    && packets.bytes(to: talk.port).count >= question.count
            }
            #expect(packets.bytes(to: talk.port) == question)
            #expect(packets.bytes(from: talk.port) == answer)
            #expect(packets.heads.map(\.number) == Array(1...UInt64(packets.heads.count)))
            #expect(packets.heads.map(\.time) == packets.heads.map(\.time).sorted())
            #expect(packets.heads.allSatisfy { $0.link == .ethernet && $0.interface == 0 })
            let counts = capture.statistics()
            #expect(counts.received >= UInt64(packets.heads.count) && counts.droppedByKernel == 0)
        }
    }

    @Test func `times are those of the calendar, to the nanosecond`() throws {
        let talk = try LoopbackTalk()
        try withCapture(.init(interface: "lo", filter: CaptureFilter(ports: [talk.port]))) { capture in
            for _ in 0..<20 { try talk.exchange([1], [2]) }
            var packets = Packets()
            try packets.take(from: &capture) { $0.heads.count >= 40 }
            #expect(capture.interface.ticksPerSecond == 1_000_000_000)
            // All of them whole microseconds by chance: once in 10 ^ 120.
            #expect(packets.heads.contains { $0.time.nanoseconds % 1000 != 0 })
            let year2020: UInt64 = 1_577_836_800_000_000_000
            #expect(packets.heads.allSatisfy { $0.time.nanoseconds > year2020 })
        }
    }

    @Test func `only what the filter chooses comes`() throws {
        let (chosen, other) = (try LoopbackTalk(), try LoopbackTalk())
        try withCapture(.init(interface: "lo", filter: CaptureFilter(ports: [chosen.port]))) { capture in
            try other.exchange([1, 2, 3], [4])
            try chosen.exchange([5, 6, 7], [8])
            var packets = Packets()
            try packets.take(from: &capture) { $0.bytes(from: chosen.port) == [8] }
            #expect(packets.bytes(to: chosen.port) == [5, 6, 7])
            #expect(packets.bytes(to: other.port).isEmpty && packets.bytes(from: other.port).isEmpty)
        }
    }

    @Test func `of a longer packet only so much is kept, and how long it was is told`() throws {
        let talk = try LoopbackTalk()
        var options = LiveCapture.Options(interface: "lo", filter: CaptureFilter(ports: [talk.port]))
        options.snapLength = 96
        try withCapture(options) { capture in
            #expect(capture.interface.snapLength == 96)
            try talk.exchange(Array(repeating: 7, count: 5000), [1])
            var packets = Packets()
            try packets.take(from: &capture) { $0.bytes(from: talk.port) == [1] }
            let long = try #require(packets.heads.firstIndex { $0.originalLength > 5000 })
            #expect(packets.lengths[long] == 96)
        }
    }

    @Test func `so many packets and no more are handed over at once`() throws {
        let talk = try LoopbackTalk()
        try withCapture(.init(interface: "lo", filter: CaptureFilter(ports: [talk.port]))) { capture in
            for _ in 0..<10 { try talk.exchange([1], [2]) }
            var packets = Packets()
            try packets.take(from: &capture, most: 1) { $0.heads.count >= 3 }
            #expect(packets.heads.count == 3 && packets.batches.allSatisfy { $0 <= 1 })
        }
    }

    @Test func `what a small buffer has no room for is counted`() throws {
        let talk = try LoopbackTalk()
        var options = LiveCapture.Options(interface: "lo", filter: CaptureFilter(ports: [talk.port]))
        options.bufferSize = 1 << 16
        try withCapture(options) { capture in
            let part = [UInt8](repeating: 7, count: 60_000)
            for _ in 0..<60 { try talk.exchange(part, part) }
            let counts = capture.statistics()
            #expect(counts.droppedByKernel > 0)
            var packets = Packets()
            try packets.take(from: &capture) { _ in true }
            #expect(UInt64(packets.heads.count) <= counts.received - counts.droppedByKernel)
        }
    }

    @Test func `the device of all interfaces says which one a packet was seen at, and sees loopback once`()
        throws
    {
        let talk = try LoopbackTalk()
        try withCapture(.init(filter: CaptureFilter(ports: [talk.port]))) { capture in
            #expect(capture.interface.link == .linuxCooked2 && capture.interface.name == "any")
            try talk.exchange([1], [2])
            var packets = Packets()
            // Two segments, and what acknowledges them.
            try packets.take(from: &capture) { $0.heads.count >= 3 }
            let withPayload = zip(packets.lengths, packets.heads).count { $0.0 == 20 + 20 + 32 + 1 }
            #expect(withPayload == 2)
        }
    }

    @Test func `a filter that is none is refused in libpcap's words`() {
        expectProblem(.init(interface: "lo", filter: CaptureFilter("tcp prt 9000"))) { problem in
            problem == .badFilter("tcp prt 9000", reason: "can't parse filter expression: syntax error")
        }
    }

    @Test func `an interface that is not there is told with those that are`() throws {
        let there = try CaptureInterface.all().map(\.name)
        #expect(there.contains("lo") && there.contains("any"))
        #expect(throws: CaptureProblem.noSuchInterface("lo9", there: there)) {
            _ = try LiveCapture(.init(interface: "lo9", filter: CaptureFilter("tcp")))
        }
    }

    private func expectProblem(_ options: LiveCapture.Options, _ isExpected: (CaptureProblem) -> Bool) {
        do throws(CaptureProblem) {
            _ = try LiveCapture(options)
            Issue.record("it captures")
        } catch {
            #expect(isExpected(error) || error == .notPermitted(interface: options.interface))
        }
    }

    /// Runs `body` with a capture; where the system forbids one, sees that it says so.
    private func withCapture(
        _ options: LiveCapture.Options, _ body: (inout LiveCapture) throws -> Void
    ) throws {
        do throws(CaptureProblem) {
            var capture = try LiveCapture(options)
            let result = Result { try body(&capture) }
            #expect(throws: Never.self) { try result.get() }
        } catch {
            #expect(error == .notPermitted(interface: options.interface))
        }
    }
}

/// What was captured.
private struct Packets {
    var heads: [PacketHead] = []
    var lengths: [Int] = []
    var segments: [CapturedSegment] = []
    var batches: [Int] = []

    /// Takes packets until it is enough; a second's silence is too little.
    mutating func take(
        from capture: inout LiveCapture, most: Int = .max, until isEnough: (Packets) -> Bool
    ) throws {
        var silence = 0
        while silence < 10, !isEnough(self) || batches.isEmpty {
            var taken = self
            let count = try capture.read(waiting: LiveCapture.longestWait, most: most) { head, packet in
                taken.heads.append(head)
                taken.lengths.append(packet.count)
                if let segment = CapturedSegment(packet) { taken.segments.append(segment) }
            }
            self = taken
            batches.append(count)
            silence = count == 0 ? silence + 1 : 0
        }
    }

    func bytes(from port: UInt16) -> [UInt8] { bytes { $0.sourcePort == port } }
    func bytes(to port: UInt16) -> [UInt8] { bytes { $0.destinationPort == port } }

    /// In order, and nothing twice: a busy machine retransmits even on loopback.
    private func bytes(_ isWanted: (CapturedSegment) -> Bool) -> [UInt8] {
        var (bytes, next): ([UInt8], UInt32?) = ([], nil)
        for segment in segments where isWanted(segment) && !segment.payload.isEmpty {
            if let next, segment.sequence != next { continue }
            bytes += segment.payload
            next = segment.sequence &+ UInt32(segment.payload.count)
        }
        return bytes
    }
}
