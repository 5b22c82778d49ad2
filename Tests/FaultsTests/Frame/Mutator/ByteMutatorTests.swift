import Testing

@testable import Faults

struct ByteMutatorTests {
    @Test func `the same stream makes the same change, and nearly each changes something`() {
        var results: Set<[UInt8]> = []
        for seed in 0..<500 as Range<UInt64> {
            let once = mutated([1, 2, 3, 4, 5, 6], atMost: 100, seed)
            #expect(once == mutated([1, 2, 3, 4, 5, 6], atMost: 100, seed), "seed \(seed)")
            results.insert(once)
        }
        #expect(results.count > 300, "\(results.count)")
        #expect(results.contains { $0.count < 6 } && results.contains { $0.count > 6 })
    }

    @Test(arguments: [0, 1, 5, 6, 7]) func `a limit holds`(_ limit: Int) {
        for seed in 0..<300 as Range<UInt64> {
            #expect(mutated([1, 2, 3, 4, 5, 6], atMost: limit, seed).count <= limit, "seed \(seed)")
        }
    }

    @Test func `something comes of nothing, where it may`() {
        #expect((1...8).contains(mutated([], atMost: 8, 1).count))
        #expect(mutated([], atMost: 0, 1) == [])
        #expect(mutated([], atMost: -1, 1) == [])
    }

    private func mutated(_ bytes: [UInt8], atMost limit: Int, _ seed: UInt64) -> [UInt8] {
        var (bytes, random, mutator) = (bytes, RandomStream(state: seed), SeededByteMutator())
        mutator.mutate(&bytes, atMost: limit, &random)
        return bytes
    }
}
