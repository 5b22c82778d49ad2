import Testing
import Trace

@testable import FuzzBodies

/// That the watch notices planted bugs, each in a process of its own, which must end.
struct StreamWatchTests {
    @Test
    func `a number that is left out is noticed`() async {
        await #expect(processExitsWith: .failure) { begin(1, StreamWatch(ReassemblyLimits())) }
    }

    @Test
    func `too many connections at once are noticed`() async {
        await #expect(processExitsWith: .failure) {
            let watch = StreamWatch(ReassemblyLimits(connections: 1))
            begin(0, watch)
            begin(1, watch)
        }
    }

    @Test
    func `bytes behind an end are noticed`() async {
        await #expect(processExitsWith: .failure) {
            let watch = StreamWatch(ReassemblyLimits())
            begin(0, watch)
            watch.ended(.initiator, .finished, of: StreamID(0), head)
            watch.missed(1, from: .initiator, of: StreamID(0), head)
        }
    }

    @Test
    func `bytes that came once and are told twice are noticed`() async {
        await #expect(processExitsWith: .failure) {
            let watch = StreamWatch(ReassemblyLimits())
            begin(0, watch)
            watch.seen(3, head)
            let bytes: [UInt8] = [1, 2, 3]
            watch.received(bytes.span, from: .initiator, of: StreamID(0), head)
            watch.received(bytes.span, from: .initiator, of: StreamID(0), head)
        }
    }

    @Test
    func `a connection that is over for another reason than its ends is noticed`() async {
        await #expect(processExitsWith: .failure) {
            let watch = StreamWatch(ReassemblyLimits())
            begin(0, watch)
            watch.ended(.initiator, .reset, of: StreamID(0), head)
            watch.over(StreamID(0), .traceEnded, at: head.time)
        }
    }

    @Test
    func `a connection that is never over is noticed`() async {
        await #expect(processExitsWith: .failure) {
            let watch = StreamWatch(ReassemblyLimits())
            begin(0, watch)
            var tally = TraceTally()
            tally.streams = 1
            watch.check(tally)
        }
    }

    @Test
    func `a promise that is kept is no finding`() {
        let watch = StreamWatch(ReassemblyLimits())
        begin(0, watch)
        watch.seen(1, head)
        let bytes: [UInt8] = [1]
        watch.received(bytes.span, from: .initiator, of: StreamID(0), head)
        watch.missed(2, from: .initiator, of: StreamID(0), head)
        watch.ended(.initiator, .finished, of: StreamID(0), head)
        watch.ended(.initiator, .reset, of: StreamID(0), head)
        watch.over(StreamID(0), .ended, at: head.time)
        var tally = TraceTally()
        tally.streams = 1
        tally.missing = 2
        watch.check(tally)
    }
}

private let head = PacketHead(
    number: 0, time: PacketTime(nanoseconds: 0), link: .raw, originalLength: 0)

private func begin(_ number: Int, _ watch: StreamWatch) {
    let end = TCPEnd(.v4(0x7F00_0001), port: 9000)
    watch.began(
        StreamBeginning(
            id: StreamID(number), initiator: end, responder: end, interface: 0, isComplete: true), head)
}
