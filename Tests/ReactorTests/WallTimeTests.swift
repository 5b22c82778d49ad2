import Testing

@testable import Reactor

@Suite struct WallTimeTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"),
            (1_709_251_199, "2024-02-29T23:59:59Z"), (4_102_444_799, "2099-12-31T23:59:59Z"),
            (-1, "1969-12-31T23:59:59Z"), (-86_400, "1969-12-31T00:00:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] as [(Int64, String)])
    func `it is written as RFC 3339 has it`(seconds: Int64, text: String) {
        #expect("\(WallTime(seconds: seconds))" == text)
        #expect(WallTime(seconds: seconds).date == text.prefix(10))
    }

    @Test func `days are added up to the end of time`() {
        #expect(WallTime(seconds: 5).adding(days: 2) == WallTime(seconds: 172_805))
        #expect(WallTime(seconds: 5).adding(days: .max) == WallTime(seconds: .max))
    }
}
