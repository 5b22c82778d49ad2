public import Faults

extension Scenario {
    /// A scenario written in Swift, checked as a file is.
    ///
    /// ```swift
    /// let scenario = try Scenario("the third answer is cut", seed: 7) {
    ///     On(.text, direction: .toClient, nth: 3) {
    ///         Truncate { $0.keep = .share(0.5) }
    ///         ResetConnection()
    ///     }
    /// }
    /// ```
    ///
    /// - Throws: all that is wrong, each with the line that its rule stands in.
    public init(
        _ name: String = "", about: String = "", seed: UInt64 = 0, file: String = #fileID,
        @ScenarioBuilder _ parts: () -> [ScenarioPart]
    ) throws(ScenarioProblems) {
        self.init()
        self.name = name
        self.about = about
        self.seed = seed
        try add(parts(), file: file)
    }

    private mutating func add(_ parts: [ScenarioPart], file: String) throws(ScenarioProblems) {
        var reading = Reading(FaultCatalog.all)
        var drafts: [On] = []
        for part in parts {
            switch part {
            case .rule(let rule): drafts.append(rule)
            case .phase(let phase):
                if reading.phases.contains(phase.name) {
                    reading.refuse(
                        phase.place,
                        "there is a phase \"\(phase.name)\" already: give each a name of its own")
                }
                reading.phases.append(phase.name)
                phases.append(phase)
            case .link(let link): self.link = link
            case .play(let play): self.play = play
            case .expectation(let expectation): expect = expectation
            }
        }
        rules = drafts.enumerated().compactMap { $1.rule(number: $0 + 1, &reading) }
        refuseDoubleNames(&reading)
        guard reading.problems.isEmpty else {
            throw ScenarioProblems(
                problems: reading.sorted.map { ScenarioProblem(file: drafts.first?.file ?? file, $0) })
        }
        tellApart()
    }

    private func refuseDoubleNames(_ reading: inout Reading) {
        var names: Set<String> = []
        for rule in rules where !names.insert(rule.name).inserted {
            reading.refuse(
                rule.place, "there is a rule \"\(rule.name)\" already: give each a name of its own")
        }
    }
}

/// What a scenario that is written in Swift is made of.
public enum ScenarioPart: Sendable {
    /// A rule.
    case rule(On)
    /// A stretch of time.
    case phase(Phase)
    /// The network.
    case link(LinkPair)
    /// What the embedded client and server do when it is run by itself.
    case play(Play)
    /// What comes of it.
    case expectation(Expectation)
}

/// Gathers the parts of a scenario.
@resultBuilder
public enum ScenarioBuilder {
    /// A rule.
    public static func buildExpression(_ rule: On) -> [ScenarioPart] { [.rule(rule)] }
    /// A stretch of time.
    public static func buildExpression(_ phase: Phase) -> [ScenarioPart] { [.phase(phase)] }
    /// The network.
    public static func buildExpression(_ link: LinkPair) -> [ScenarioPart] { [.link(link)] }
    /// What the embedded client and server do.
    public static func buildExpression(_ play: Play) -> [ScenarioPart] { [.play(play)] }
    /// What comes of it.
    public static func buildExpression(_ expectation: Expectation) -> [ScenarioPart] {
        [.expectation(expectation)]
    }
    /// Parts made elsewhere.
    public static func buildExpression(_ parts: [ScenarioPart]) -> [ScenarioPart] { parts }
    /// All of them, in order.
    public static func buildBlock(_ parts: [ScenarioPart]...) -> [ScenarioPart] { parts.flatMap { $0 } }
    /// Those of a condition that holds.
    public static func buildOptional(_ parts: [ScenarioPart]?) -> [ScenarioPart] { parts ?? [] }
    /// Those of the one branch.
    public static func buildEither(first: [ScenarioPart]) -> [ScenarioPart] { first }
    /// Those of the other branch.
    public static func buildEither(second: [ScenarioPart]) -> [ScenarioPart] { second }
    /// Those of each turn.
    public static func buildArray(_ parts: [[ScenarioPart]]) -> [ScenarioPart] { parts.flatMap { $0 } }
}

extension Occasion: ExpressibleByIntegerLiteral {
    /// This one.
    public init(integerLiteral value: Int) { self = .range(max(1, value)...max(1, value)) }
}
