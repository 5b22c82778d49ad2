import Testing

@testable import Benchmarks

struct CheckCommandTests {
    static let works: [(work: LoadPlan.Work, size: Int)] = [
        (.echo(connections: 1, inFlight: 1), 16), (.echo(connections: 8, inFlight: 16), 125),
        (.echo(connections: 2, inFlight: 2), 300_000),
    ]

    @Test(arguments: works.indices)
    func `the load tool finds nothing wrong with a faithful relay`(_ index: Int) throws {
        #expect(try CheckCommand.verdict(on: plan(index), .none) == nil)
    }

    @Test(arguments: works.indices, CheckRelay.Mistake.allCases.filter { $0 != .none })
    func `the load tool notices one spoilt frame`(_ index: Int, _ mistake: CheckRelay.Mistake) throws {
        #expect(try CheckCommand.verdict(on: plan(index), mistake) != nil)
    }

    @Test
    func `a flipped bit is told with its place and both bytes`() throws {
        let verdict = try CheckCommand.verdict(on: plan(0), .flippedBit)
        #expect(verdict == "connection 0, message 49: byte 15 is d7, was sent as c7")
    }

    private func plan(_ index: Int) -> LoadPlan {
        let (work, size) = Self.works[index]
        return LoadPlan(target: Address(port: 0), work: work, size: size, seed: 1)
    }
}
