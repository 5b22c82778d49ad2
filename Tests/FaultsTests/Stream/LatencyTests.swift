import Observer
import Testing

@testable import Faults

struct LatencyTests {
    @Test func `everything leaves so much later, ends too`() {
        var latency = Latency()
        latency.delay = .milliseconds(50)
        var harness = latency.staged()
        harness.offer([1, 2])
        harness.wait(until: .ms(10))
        harness.offer([3])
        harness.mark(9)
        harness.wait(until: .ms(200))
        harness.mark(10)
        harness.wait(until: .ms(300))
        #expect(harness.events == [.bytes(50, [1, 2]), .bytes(60, [3]), .mark(60, 9), .mark(250, 10)])
    }

    @Test func `a frame draws once, and once more for every 1460 bytes`() {
        var latency = Latency()
        latency.delay = .milliseconds(50)
        latency.jitter = .milliseconds(50)
        let delays = drawn(latency, 5)
        var harness = latency.staged()
        harness.offer([UInt8](repeating: 1, count: 700))
        harness.offer([UInt8](repeating: 1, count: 2300), startsUnit: false)
        harness.wait(until: .ms(1000))
        harness.offer([2])
        harness.wait(until: .ms(2000))
        harness.offer([3])
        harness.wait(until: .ms(3000))
        let first = 0..<1460, second = 1460..<2920, third = 2920..<3000
        let times = harness.bytes.map(\.microseconds)
        #expect(Set(times[first]) == [delays[0]])
        #expect(Set(times[second]) == [max(delays[0], delays[1])])
        #expect(Set(times[third]) == [delays[0...2].max()])
        #expect(times[3000...] == [1_000_000 + delays[3], 2_000_000 + delays[4]])
    }

    @Test func `a delay stays within its jitter, and another seed draws others`() {
        var latency = Latency()
        latency.delay = .milliseconds(50)
        latency.jitter = .milliseconds(20)
        let delays = drawn(latency, 1000)
        #expect(delays.allSatisfy { (30_000...70_000).contains($0) })
        #expect((delays.min() ?? 0) < 31_000 && (delays.max() ?? 0) > 69_000)
        #expect(delays != drawn(latency, 1000, seed: 8))
        latency.correlation = Share(0.9)
        let alike = drawn(latency, 1000)
        #expect(strides(alike) < strides(delays) / 2)
    }

    @Test func `the order is kept whatever is drawn`() {
        var latency = Latency()
        latency.delay = .milliseconds(20)
        latency.jitter = .milliseconds(20)
        latency.distribution = .pareto
        var harness = latency.staged()
        for number in 0..<200 as Range<UInt8> {
            harness.wait(until: .ms(UInt64(number) * 3))
            harness.offer([number])
        }
        harness.wait(until: .ms(10_000))
        #expect(harness.bytes.map(\.byte) == Array(0..<200))
    }

    @Test func `a bare value is the delay, and constant has no jitter`() {
        #expect((FaultCatalog.read("latency", "50ms").fault as? Latency)?.delay == .milliseconds(50))
        #expect(
            FaultCatalog.read("latency", "delay: 50ms, jitter: 1ms, distribution: constant").problems == [
                "\"latency\": what is \"constant\" has no \"jitter\""
            ])
        let whole = FaultCatalog.read(
            "latency", "delay: 50ms, jitter: 5ms, distribution: pareto, correlation: 25%, for: 2s")
        let latency = whole.fault as? Latency
        #expect(latency?.lasts == .seconds(2) && latency?.correlation == Share(0.25))
        #expect(latency?.distribution == .pareto)
    }

    /// The delays of frames a second apart, in microseconds.
    private func drawn(_ latency: Latency, _ count: Int, seed: UInt64 = 7) -> [UInt64] {
        let model = DelayModel(
            latency.delay, jitter: latency.jitter, correlation: latency.correlation.fraction)
        var process = DelayProcess(model, RandomStream(seed: seed, "stage"))
        return (0..<count).map { _ in (Moment.ms(0) + process.next()).microseconds }
    }

    private func strides(_ values: [UInt64]) -> Int {
        zip(values, values.dropFirst()).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    }
}
