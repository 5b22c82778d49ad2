import Testing
import Trace

@testable import Closecall

@Suite struct PingWatchTests {
    private func time(_ milliseconds: UInt64) -> PacketTime {
        PacketTime(nanoseconds: milliseconds * 1_000_000)
    }

    @Test func `a pong answers the latest ping that says the same`() {
        var watch = PingWatch()
        watch.ping([1], at: time(0))
        watch.ping([2], at: time(10))
        watch.ping([1], at: time(20))
        watch.pong([1], at: time(25))
        watch.pong([2], at: time(30))
        watch.pong([3], at: time(31))
        let tally = watch.tally
        #expect(tally.pings == 3 && tally.answered == 2 && tally.unasked == 1)
        #expect(tally.roundTrip?.least == .milliseconds(5) && tally.roundTrip?.most == .milliseconds(20))
        #expect(tally.roundTrip?.median == .milliseconds(5))
    }

    @Test func `a million pings take no more memory than a few, and the median stays`() {
        var watch = PingWatch()
        for number in 0..<100_000 as Range<UInt64> {
            watch.ping([UInt8(number & 255)], at: time(number * 1000))
            watch.pong([UInt8(number & 255)], at: time(number * 1000 + number % 100))
        }
        let tally = watch.tally
        #expect(tally.answered == 100_000 && tally.roundTrip?.most == .milliseconds(99))
        #expect((.milliseconds(40) ... .milliseconds(60)).contains(tally.roundTrip?.median ?? .zero))
    }

    @Test func `pings that nobody answers are counted and forgotten`() {
        var watch = PingWatch()
        for number in 0..<1000 as Range<UInt64> { watch.ping([7], at: time(number)) }
        for _ in 0..<1000 { watch.pong([7], at: time(2000)) }
        #expect(watch.tally.answered == 64 && watch.tally.unasked == 936 && watch.tally.pings == 1000)
    }
}
