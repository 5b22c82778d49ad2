public import Scenarios

/// Rules that are armed together beside a scenario, made ready once: a session knows them again in every set that they
/// are in, and lets them go on as they stand.
public final class RuleGroup: Sendable {
    /// What it is called.
    public let name: String
    let compiled: [CompiledRule]

    /// Rules under a name.
    ///
    /// - Parameters:
    ///   - share: in how many sessions they are armed, of one: a lot that each session draws once.
    ///   - edition: of groups with the same name, each has a lot of its own.
    public init(_ name: String, _ rules: [Rule], share: Double = 1, edition: Int = 1) {
        self.name = name
        let lot = share < 1 ? (name: "\(name) #\(edition)", share: share) : nil
        var twins: [String: Int] = [:]
        compiled = rules.enumerated().map { index, rule in
            twins[rule.identity, default: 0] += 1
            return CompiledRule(
                rule, index: index, twin: twins[rule.identity, default: 1], group: name, lot: lot)
        }
    }
}
