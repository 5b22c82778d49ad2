import Testing
import Trace

@testable import Closecall

@Suite struct TraceMergerTests {
    /// A page with a packet at each of these times.
    private static func page(_ times: [UInt64], desk: Int) -> FilledPage {
        let room = TimedRoom()
        var made = SegmentSynthesizer(
            initiator: TCPEnd(.v4(1), port: 1), responder: TCPEnd(.v4(2), port: 2), interface: 0, seed: 0)
        for time in times {
            room.ticks = time
            let bytes = [UInt8(desk)]
            made.send(bytes.span, from: .initiator, into: room)
        }
        return FilledPage(page: room.page, desk: desk, counts: PacketCounts())
    }

    private static func times(_ bytes: [UInt8]) -> [UInt64] {
        var (times, offset): ([UInt64], Int) = ([], 0)
        func word(_ at: Int) -> UInt64 { (0..<4).reduce(0) { $0 | UInt64(bytes[at + $1]) << UInt64($1 * 8) } }
        while offset < bytes.count {
            times.append(word(offset + 12) << 32 | word(offset + 16))
            offset += Int(word(offset + 4))
        }
        return times
    }

    @Test func `packets of several loops come out in the order of time`() {
        var merger = TraceMerger()
        merger.add(Self.page([1, 5], desk: 0))
        merger.add(Self.page([2, 3, 9], desk: 2))
        merger.add(Self.page([6, 7], desk: 0))
        var bytes: [UInt8] = []
        #expect(merger.take(before: 7, into: &bytes).count == 1)
        #expect(Set(Self.times(bytes)) == [1, 2, 3, 5, 6])
        #expect(Self.times(bytes) == Self.times(bytes).sorted())
        #expect(!merger.isEmpty)
        #expect(merger.take(before: .max, into: &bytes).count == 2)
        #expect(Set(Self.times(bytes)) == [1, 2, 3, 5, 6, 7, 9])
        #expect(Self.times(bytes) == Self.times(bytes).sorted())
        #expect(merger.isEmpty)
    }

    @Test func `any split over loops and pages comes out whole and in order`() {
        var dice = SystemRandomNumberGenerator()
        let seed = dice.next()
        var state = Dice(state: seed)
        for _ in 0..<50 {
            var merger = TraceMerger()
            var all: [UInt64] = []
            for desk in 0..<4 {
                var time: UInt64 = 0
                for _ in 0..<Int.random(in: 0..<4, using: &state) {
                    let times = (0..<Int.random(in: 1..<6, using: &state)).map { _ in
                        time += UInt64.random(in: 0..<4, using: &state)
                        return time
                    }
                    all += times
                    merger.add(Self.page(times, desk: desk))
                }
            }
            var bytes: [UInt8] = []
            for limit in stride(from: UInt64(0), through: 40, by: 5) {
                _ = merger.take(before: limit, into: &bytes)
                #expect(Self.times(bytes).allSatisfy { $0 < limit }, "seed \(seed)")
            }
            _ = merger.take(before: .max, into: &bytes)
            // A second segment is acknowledged by one more packet, at the time of the third.
            #expect(Set(Self.times(bytes)) == Set(all), "seed \(seed)")
            #expect(Self.times(bytes) == Self.times(bytes).sorted(), "seed \(seed)")
        }
    }
}

private final class TimedRoom: PacketRoom {
    var ticks: UInt64 = 0
    let page = PacketPage(capacity: 4096)

    func page(for size: Int, on interface: Int) -> PacketPage? { page }
}

private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
