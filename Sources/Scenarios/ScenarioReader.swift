public import Faults

/// All that is wrong with a scenario file, in the order in which it stands there.
public struct ScenarioProblems: Error, Hashable, Sendable, CustomStringConvertible {
    /// One at least.
    public let problems: [ScenarioProblem]

    /// These problems, of which there is one at least.
    public init(problems: [ScenarioProblem]) {
        self.problems = problems
    }

    /// A line each.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}

extension Scenario {
    /// Reads a scenario file.
    ///
    /// - Parameters:
    ///   - bytes: what stands in it.
    ///   - file: what it is called in messages; empty for a text that stands in none.
    ///   - catalog: the faults there are.
    public init(
        reading bytes: [UInt8], file: String = "", catalog: [FaultKind] = FaultCatalog.all
    ) throws(ScenarioProblems) {
        let document = YAMLDocument(bytes)
        var reading = Reading(catalog)
        reading.problems = document.problems
        var scenario = Scenario()
        if let root = document.root {
            if let problem = PayloadBudget.problem(root) {
                reading.problems.append(problem)
            } else {
                scenario = Scenario(root, &reading)
            }
        } else if document.problems.isEmpty {
            reading.refuse(
                Place(line: 1, column: 1),
                "expected a scenario, which begins with \"name: …\", found an empty file")
        }
        // What YAML refused is read as nothing, which would be complained of once more.
        let refused = Set(document.problems.map(\.place))
        reading.problems.removeAll { refused.contains($0.place) && !document.problems.contains($0) }
        guard reading.problems.isEmpty else {
            throw ScenarioProblems(problems: reading.sorted.map { ScenarioProblem(file: file, $0) })
        }
        scenario.source = String(decoding: bytes, as: UTF8.self)
        self = scenario
    }

    /// Reads a scenario that stands in a text.
    public init(
        reading text: String, file: String = "", catalog: [FaultKind] = FaultCatalog.all
    ) throws(ScenarioProblems) {
        try self.init(reading: Array(text.utf8), file: file, catalog: catalog)
    }
}

extension Reading {
    /// The problems in reading order, each once.
    var sorted: [ValueProblem] {
        var seen: Set<ValueProblem> = []
        return problems.filter { seen.insert($0).inserted }.sorted {
            ($0.place, $0.message) < ($1.place, $1.message)
        }
    }
}
