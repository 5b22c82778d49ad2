internal import Faults
internal import Reactor
internal import Scenarios

/// Scenarios by name, as clients have put them there.
final class ScenarioShelf: Sendable {
    private let scenarios = Locked<[String: Scenario]>([:])

    /// So many, and so much text.
    private static let most = 1000
    private static let mostText = 64 << 20

    subscript(name: String) -> Scenario? { scenarios.withLock { $0[name] } }

    /// All, by name.
    var all: [(name: String, scenario: Scenario)] {
        scenarios.withLock { $0 }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// True if there was none of this name.
    func put(_ scenario: Scenario, as name: String) throws(NativeError) -> Bool {
        try scenarios.withLock { scenarios throws(NativeError) in
            var others = scenarios
            let isNew = others.removeValue(forKey: name) == nil
            let text = others.values.reduce(0) { $0 + $1.source.utf8.count }
            guard others.count < Self.most, text + scenario.source.utf8.count <= Self.mostText else {
                throw NativeError(
                    409,
                    "there is room for \(Self.most) scenarios of 64 MiB together: delete some that are not needed"
                )
            }
            scenarios[name] = scenario
            return isNew
        }
    }

    /// False if there is none of this name.
    func remove(_ name: String) -> Bool {
        scenarios.withLock { $0.removeValue(forKey: name) != nil }
    }

    /// What a client has written. A recorded link is a file, and no client is to have us read files.
    static func read(_ text: [UInt8]) throws(NativeError) -> Scenario {
        let scenario: Scenario
        do throws(ScenarioProblems) { scenario = try Scenario(reading: text) } catch {
            throw NativeError(error)
        }
        var problems: [ScenarioProblem] = []
        func check(_ link: LinkPair?, at place: Place) {
            guard let path = link?.tracePaths.first else { return }
            problems.append(
                ScenarioProblem(
                    file: "", at: place,
                    "the recorded link \(path) is a file, which is not read here: start closecall proxy with --scenario"
                ))
        }
        check(scenario.link, at: Place(line: 1, column: 1))
        for phase in scenario.phases { check(phase.link, at: phase.place) }
        for rule in scenario.rules {
            for fault in rule.faults { check((fault as? Link)?.link, at: rule.place) }
        }
        guard problems.isEmpty else { throw NativeError(ScenarioProblems(problems: problems)) }
        return scenario
    }
}
