import Testing

@testable import Reactor

@Suite struct WallClockTests {
    @Test(
        arguments: [
            (5_000_000, "2026-11-21T09:30:00.000000Z"), (5_000_001, "2026-11-21T09:30:00.000001Z"),
            (4_999_999, "2026-11-21T09:29:59.999999Z"), (6_250_000, "2026-11-21T09:30:01.250000Z"),
            (0, "2026-11-21T09:29:55.000000Z"),
        ] as [(UInt64, String)])
    func `a moment is told to the microsecond`(moment: UInt64, text: String) {
        var clock = WallClock(microseconds: 1_795_253_400_000_000, at: MonotonicTime(microseconds: 5_000_000))
        #expect(clock.text(at: MonotonicTime(microseconds: moment)) == text)
    }

    @Test func `a second that was told is told again with another part`() {
        var clock = WallClock(microseconds: 0, at: MonotonicTime(microseconds: 1_000_000))
        #expect(clock.text(at: MonotonicTime(microseconds: 1_000_007)) == "1970-01-01T00:00:00.000007Z")
        #expect(clock.text(at: MonotonicTime(microseconds: 1_999_999)) == "1970-01-01T00:00:00.999999Z")
        #expect(clock.text(at: MonotonicTime(microseconds: 999_999)) == "1969-12-31T23:59:59.999999Z")
    }

    @Test func `no moment is too far`() {
        var clock = WallClock(microseconds: .min, at: MonotonicTime(microseconds: .max))
        #expect(clock.text(at: MonotonicTime(microseconds: .max)).hasSuffix("Z"))
        #expect(clock.text(at: MonotonicTime(microseconds: 0)).hasSuffix("Z"))
    }

    @Test func `it shows the calendar's time now`() {
        var clock = WallClock()
        let text = clock.text(at: .current)
        #expect(text.prefix(13) == "\(WallTime.current)".prefix(13) || text.contains(":00:0"))
    }
}
