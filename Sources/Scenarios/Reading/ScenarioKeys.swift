internal import Faults
internal import Observer

/// A scenario as it is read: rules wait until the phases are known that they name.
struct ScenarioDraft {
    var scenario = Scenario()
    var rules: Value?
    var phases: Value?
    var expect: (value: Value, place: Place)?
}

enum ScenarioKeys {
    static let table = KeyTable<ScenarioDraft>(
        "a scenario",
        [
            Key("name", \.scenario.name, "what it is called", isRequired: true),
            Key("about", \.scenario.about, "what it teaches"),
            Key("seed", SeedValue.self, "where all random choices come from; 0, if left out") {
                $1.scenario.seed = $0.seed
            },
            Key("sessionKey", SessionKeyValue.self, "what sessions are told apart by") {
                $1.scenario.sessionKey = $0.key
            },
            Key("link", LinkPair.form, "the network: a preset or a model, for each direction or both") {
                entry, draft, reading in
                draft.scenario.link = LinkPair(entry.value, &reading.problems)
            },
            Key("rules", .list(.reference("rule", "a rule")), "what is done, and when") { entry, draft, _ in
                draft.rules = entry.value
            },
            Key("phases", .list(.reference("phase", "a phase")), "the timeline: a tunnel, a handover") {
                entry, draft, _ in draft.phases = entry.value
            },
            Key(
                "play", .reference("play", "a map"),
                "what the embedded client and server do in a run by itself"
            ) {
                entry, draft, reading in
                PlayKeys.table.read(entry.value, into: &draft.scenario.play, &reading)
            },
            Key("expect", .reference("expect", "a map"), "what comes of it: the scenario is a test of itself")
            {
                entry, draft, _ in draft.expect = (entry.value, entry.place)
            },
        ],
        hint: { word in
            if RuleKeys.table.keys.contains(where: { $0.name == word }) {
                return "it belongs into a rule, behind \"rules:\" and a \"- \""
            }
            return nil
        })
}

extension Scenario {
    /// Reads a scenario; what is wrong is said, all of it.
    init(_ value: Value, _ reading: inout Reading) {
        var draft = ScenarioDraft()
        ScenarioKeys.table.read(value, into: &draft, &reading)
        self = draft.scenario
        if let phases = draft.phases { readPhases(phases, &reading) }
        if let rules = draft.rules { readRules(rules, &reading) }
        if let (value, place) = draft.expect { readExpectation(value, at: place, &reading) }
    }

    private mutating func readPhases(_ value: Value, _ reading: inout Reading) {
        for (index, item) in reading.list(value, of: "phases").enumerated() {
            let phase = Phase(item, number: index + 1, &reading)
            if reading.phases.contains(phase.name) {
                reading.refuse(
                    item.place, "there is a phase \"\(phase.name)\" already: give each a name of its own")
            }
            reading.phases.append(phase.name)
            phases.append(phase)
        }
    }

    private mutating func readRules(_ value: Value, _ reading: inout Reading) {
        var names: [String: Place] = [:]
        for (index, item) in reading.list(value, of: "rules").enumerated() {
            guard let rule = Rule(item, number: index + 1, &reading) else { continue }
            if let first = names.updateValue(item.place, forKey: rule.name) {
                reading.refuse(
                    item.place,
                    "there is a rule \"\(rule.name)\" already, at \(first.line):\(first.column): give each a name of "
                        + "its own")
            }
            rules.append(rule)
        }
        tellApart()
    }

    /// Two rules that say the same draw different numbers all the same.
    mutating func tellApart() {
        var seen: [String: Int] = [:]
        for index in rules.indices {
            let identity = rules[index].identity
            seen[identity, default: 0] += 1
            if let count = seen[identity], count > 1 { rules[index].identity = "\(identity) #\(count)" }
        }
    }

    private mutating func readExpectation(_ value: Value, at place: Place, _ reading: inout Reading) {
        var expectation = Expectation()
        let places = ExpectKeys.table.read(value, into: &expectation, &reading)
        expectation.place = place
        if let cause = expectation.cause, let place = places["cause"] {
            let known = ExpectKeys.causes + rules.map(\.name) + Cause.identifiers
            if !known.contains(cause), reading.problems.isEmpty {
                let hint = Suggestion.phrase(for: cause, among: known) ?? ""
                reading.refuse(
                    place,
                    "expected \(ExpectKeys.causes.joined(separator: ", ")), a rule's name or a cause such as "
                        + "\"malformed-close\", found \"\(cause)\"\(hint)")
            }
        }
        expect = expectation
    }
}
