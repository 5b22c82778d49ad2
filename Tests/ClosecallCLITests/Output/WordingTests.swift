import Testing

@testable import ClosecallCLI

@Suite struct WordingTests {
    @Test(arguments: [
        (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1536, "1.5 KiB"), (1_048_524, "1023.9 KiB"),
        (1_048_525, "1.0 MiB"), (1 << 30, "1.0 GiB"), (UInt64.max, "16.0 EiB"),
    ])
    func `sizes are short`(bytes: UInt64, words: String) {
        #expect(Wording.size(bytes) == words)
    }

    @Test(arguments: [
        (Duration.zero, "0.0 ms"), (.microseconds(1240), "1.2 ms"), (.microseconds(9949), "9.9 ms"),
        (.microseconds(9950), "10 ms"), (.milliseconds(999), "999 ms"), (.microseconds(999_500), "1 s"),
        (.milliseconds(1240), "1.24 s"), (.milliseconds(59_990), "59.99 s"),
        (.milliseconds(59_995), "1 m 0 s"),
        (.seconds(125), "2 m 5 s"), (.seconds(3599), "59 m 59 s"), (.seconds(12_000), "3 h 20 m"),
    ])
    func `durations are short`(duration: Duration, words: String) {
        #expect(Wording.duration(duration) == words)
    }
}
