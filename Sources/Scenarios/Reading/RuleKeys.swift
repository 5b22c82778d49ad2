internal import Faults

/// A rule as it is read.
struct RuleDraft {
    var name: String?
    var when: Value?
    var faults: Value?
}

enum RuleKeys {
    static let table = KeyTable<RuleDraft>(
        "a rule",
        [
            Key("name", String.self, "what the rule is called in reports") { $1.name = $0 },
            Key(
                "when", .reference("when", "a map"),
                "when the rule fires; once, at the beginning, if left out"
            ) {
                entry, rule, _ in rule.when = entry.value
            },
            Key(
                "do", .oneOrMore(.reference("fault", "a fault")), "a fault, or a list of faults in order",
                isRequired: true
            ) { entry, rule, _ in rule.faults = entry.value },
        ],
        hint: { word in
            if WhenKeys.table.keys.contains(where: { $0.name == word }) {
                return "it belongs in \"when\": { \(word): … }"
            }
            return FaultCatalog.kind(named: word) == nil ? nil : "a fault stands behind \"do\""
        })
}

extension Rule {
    /// Reads a rule, the `number`-th of its file; nil where something is wrong, which is said.
    init?(_ value: Value, number: Int, _ reading: inout Reading) {
        let before = reading.problems.count
        var draft = RuleDraft()
        RuleKeys.table.read(value, into: &draft, &reading)
        // Faults that cannot be read say nothing about what their rule should be about.
        let beforeFaults = reading.problems.count
        let faults = draft.faults.map { FaultsReading.faults($0, &reading) } ?? []
        let areComplete = reading.problems.count == beforeFaults && draft.faults != nil
        var whenDraft = WhenDraft()
        if let when = draft.when {
            whenDraft.places = WhenKeys.table.read(when, into: &whenDraft, &reading)
        }
        guard areComplete, reading.problems.count == before else { return nil }
        let when = WhenReading(draft: whenDraft, faults: faults).when(&reading)
        guard reading.problems.count == before else { return nil }
        let words = faults.map(\.kind.name).joined(separator: ", ")
        self.init(
            name: draft.name ?? "rule \(number) (\(words))",
            identity: draft.name
                ?? [draft.when, draft.faults].map { $0?.canonical ?? "" }.joined(separator: " → "),
            when: when, faults: faults.map(\.fault), at: value.place)
    }
}

extension Value {
    /// What is said, however it is spaced: for names of random streams.
    var canonical: String {
        switch content {
        case .scalar(let text, let isPlain): isPlain ? text : "\"\(text)\""
        case .list(let values): "[\(values.map(\.canonical).joined(separator: ", "))]"
        case .map(let entries):
            "{\(entries.map { "\($0.name): \($0.value.canonical)" }.joined(separator: ", "))}"
        }
    }
}
