@testable internal import Observer
internal import Testing

struct TimeSpanTests {
    @Test(arguments: [
        (0, "0 ms"), (49, "0 ms"), (50, "0.1 ms"), (400, "0.4 ms"), (9_949, "9.9 ms"), (9_950, "10 ms"),
        (350_000, "350 ms"), (999_499, "999 ms"), (999_500, "1 s"), (1_234_000, "1.2 s"),
        (9_949_999, "9.9 s"),
        (9_950_000, "10 s"), (60_000_000, "60 s"), (119_400_000, "119 s"), (119_500_000, "2 min"),
        (125_000_000, "2 min 5 s"), (3_599_499_999, "59 min 59 s"), (3_600_000_000, "1 h"),
        (12_000_000_000, "3 h 20 min"),
    ])
    func `a time has as many digits as tell something`(microseconds: Int64, words: String) {
        #expect(TimeSpan(.microseconds(microseconds)).words() == words)
    }

    @Test
    func `French writes a comma, and keeps a number and its unit together`() {
        #expect(TimeSpan(.milliseconds(1_200)).words(point: ",", space: "\u{A0}") == "1,2\u{A0}s")
    }

    @Test
    func `time does not run backwards, nor over its end`() {
        let (early, late) = (Moment(microseconds: 5), Moment(microseconds: .max))
        #expect(TimeSpan(from: late, to: early).words() == "0 ms")
        #expect(TimeSpan(from: early, to: late).words().hasSuffix(" h"))
        #expect(TimeSpan(.seconds(-3)).words() == "0 ms")
    }
}
