import Testing

@testable import Benchmarks

struct ComparisonTests {
    /// A machine that is three times as slow in one round, and a rival that is better by median.
    private func comparison() throws -> Comparison {
        var comparison = Comparison(try Scenario.named("ping-pong-16"))
        for (slowness, ours) in [(1.0, 8.0), (3.0, 9.0), (1.0, 10.0)] {
            comparison.add([.cpuPerMessage: 12 * slowness], of: .haproxy)
            comparison.add([.cpuPerMessage: 10 * slowness], of: .nginx)
            comparison.add([.cpuPerMessage: ours * slowness], of: .closecall)
        }
        return comparison
    }

    @Test
    func `a ratio is the median of the rounds' ratios, whatever slowed a round down`() throws {
        let ratio = try comparison().ratio(.cpuPerMessage, of: .closecall, to: .nginx)
        #expect(ratio == 0.9)
    }

    @Test
    func `the better rival is the one with the lower median of a cost`() throws {
        #expect(try comparison().betterRival(in: .cpuPerMessage) == .nginx)
    }

    @Test
    func `the better rival is the one with the higher median of a rate`() throws {
        var comparison = Comparison(try Scenario.named("many-small"))
        comparison.add([.messageRate: 5], of: .haproxy)
        comparison.add([.messageRate: 4], of: .nginx)
        #expect(comparison.betterRival(in: .messageRate) == .haproxy)
    }

    @Test
    func `a bar is held against what is printed, two decimals`() {
        let bar = Bar(metric: .p50, measure: .byBetterRival, limit: 1, aim: 0.9)
        #expect(bar.isMet(by: 1.004))
        #expect(!bar.isMet(by: 1.006))
        #expect(bar.isAimMet(by: 0.904) == true)
        #expect(bar.isAimMet(by: 0.906) == false)
        let rate = Bar(metric: .messageRate, measure: .byBetterRival, limit: 1)
        #expect(rate.isMet(by: 0.996))
        #expect(!rate.isMet(by: 0.994))
    }
}
