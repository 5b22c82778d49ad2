import Closecall
import Faults
import Scenarios
import Testing

@Suite struct FaultExampleTests {
    @Test(arguments: FaultCatalog.all.map(\.name))
    func `a fault's example fires when it is played`(name: String) async throws {
        let kind = try #require(FaultCatalog.kind(named: name))
        var scenario = try Scenario(reading: kind.exampleScenario, file: name)
        scenario.play = Self.play
        let runner = try ScenarioRunner()
        defer { runner.stop() }
        let outcome = try await runner.run(scenario)
        #expect(outcome.silentRules == [])
        #expect(outcome.rules.count == scenario.rules.count)
    }

    /// Enough of everything that examples are about: a 5 % chance is taken at least once in eighty.
    private static let play: Play = {
        var play = Play()
        play.client = [
            .send(Payload(text: "message {n}"), isText: true, times: 80, every: .zero),
            .send(Payload([1, 2, 3]), isText: false, times: 2, every: .zero),
            .ping(Payload(text: "?")),
            .wait(.milliseconds(200)),
            .close(code: 1000, reason: ""),
        ]
        play.timeout = .seconds(1)
        return play
    }()
}
