import Faults
import Scenarios
import Testing
import WebSocketWire

struct ScenarioBuilderTests {
    @Test func `a scenario in Swift says what the same file says`() throws {
        let file = try Scenario(
            reading: """
                name: the third answer is cut
                seed: 7
                phases:
                  - { name: tunnel, at: 2s, for: 1s }
                rules:
                  - when: { direction: toClient, kind: text, nth: 3, size: 10.. }
                    do:
                      - truncate: { keep: 20% }
                      - reset
                  - when: { phase: tunnel }
                    do: stall
                  - when: { kind: [ping, pong], direction: both, probability: 50%, limit: 2 }
                    do: drop
                  - when: { offset: 100, direction: toServer }
                    do: { corrupt-bytes: { at: 3, count: 2 } }
                  - name: late
                    when: { after: 250ms, until: 1s, direction: toClient }
                    do: early-close
                """)
        let built = try Scenario("the third answer is cut", seed: 7) {
            Phase("tunnel", at: .seconds(2), for: .seconds(1))
            On(.text, direction: .toClient, nth: 3, where: .size(10...Int.max)) {
                Truncate { $0.keep = .share(0.2) }
                ResetConnection()
            }
            On(phase: "tunnel") { .stall }
            On(.ping, .pong, direction: .both, probability: 0.5, limit: 2) { Drop() }
            On(direction: .toServer, offset: 100) { CorruptBytes { ($0.at, $0.count) = (3, 2) } }
            On(
                direction: .toClient, after: .milliseconds(250), until: .seconds(1), name: "late"
            ) { .earlyClose }
        }
        #expect(built.name == file.name && built.seed == file.seed)
        let phases = built.phases.map { "\($0.name) \($0.at) \($0.lasts ?? Duration.zero)" }
        #expect(phases == ["tunnel 2.0 seconds 1.0 seconds"])
        #expect(built.rules.map { "\($0.when)" } == file.rules.map { "\($0.when)" })
        #expect(built.rules.map(\.name) == file.rules.map(\.name))
        #expect(built.rules.map { "\($0.faults)" } == file.rules.map { "\($0.faults)" })
    }

    @Test func `all that is wrong is said, with its line`() throws {
        let line = #line
        // Not within `#expect`: there all lines are that of the macro.
        let parts = Result { () throws(ScenarioProblems) in
            try Scenario {
                On(.time) { Drop() }
                On(.text) { CorruptBytes { ($0.at, $0.count) = (3, 0) } }
                On(.text, phase: "tunel") { Drop() }
                On(.text, .time) { Drop() }
                On(.handshake, nth: 2) { .status }
                On(.text, name: "twice") { Drop() }
                On(.text, name: "twice") { Drop() }
                On(.text) {}
            }
        }
        let error = #expect(throws: ScenarioProblems.self) { try parts.get() }
        let problems = try #require(error).problems
        #expect(problems.map(\.place.line) == [4, 5, 6, 7, 8, 10, 11].map { line + $0 })
        #expect(problems.allSatisfy { $0.file == "ScenariosTests/ScenarioBuilderTests.swift" })
        #expect(
            problems[1].message.contains("\"count\" of \"corrupt-bytes\": expected a whole number from 1"))
        #expect(problems[2].message == "unknown phase \"tunel\", there are none")
        #expect(problems[5].message.contains("there is a rule \"twice\" already"))
    }

    @Test
    func `rules may be made in loops and by conditions, and those that say the same draw their own dice`()
        throws
    {
        let isLossy = true
        let scenario = try Scenario {
            for number in 1...3 {
                On(.message, nth: .range(number...number)) { Drop() }
            }
            if isLossy { On(.frame, probability: 0.1) { Drop() } }
            On(.frame, probability: 0.1) { Drop() }
        }
        #expect(scenario.rules.count == 5)
        #expect(Set(scenario.rules.map(\.identity)).count == 5)
    }
}
