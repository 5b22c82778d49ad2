internal import Faults

/// The catalog as a page of documentation.
enum FaultReference {
    static var text: String {
        var blocks = ["# Faults", opening]
        blocks += Layer.allCases.flatMap { layer in
            ["## \(layer.title)"] + FaultKind.of(layer).flatMap(sections)
        }
        blocks += ["## Links by name", linkOpening]
        blocks += PresetTable.families.flatMap { family in
            [
                "### \(PresetTable.title(family.name))",
                table(["Name", "What it is"], family.presets.map { ["`\($0.name)`", $0.about] }),
            ]
        }
        return blocks.joined(separator: "\n\n") + "\n"
    }

    private static let opening = """
        Made by `closecall faults --markdown`; do not edit. `closecall faults NAME` shows the same in a terminal.
        How rules are written around them is in [Scenarios.md](Scenarios.md).

        A fault without parameters is a bare word (`do: drop`). A bare value is for the first parameter
        (`do: { delay: 250ms }`), and a map names them (`do: { truncate: { keep: 50% } }`). Bytes are written as a
        text, or as `{ hex: ff 00 }`, `{ base64: aGk= }` or `{ repeat: x, times: 1000 }`.
        """

    private static let linkOpening = """
        They stand behind `link:`, in a scenario, a phase or a rule. Where a row says unconfirmed, its numbers could
        not be checked against their source.
        """

    private static func sections(_ kind: FaultKind) -> [String] {
        var blocks = ["### \(kind.name)", prose(kind.summary), prose(kind.details), facts(kind)]
        if !kind.parameters.isEmpty { blocks.append(parameters(kind)) }
        for parameter in kind.parameters {
            if !parameter.choices.isEmpty { blocks.append(choices(parameter)) }
            if !parameter.keys.isEmpty { blocks.append(keys(parameter)) }
        }
        return blocks + ["```yaml\n\(kind.example)\n```"]
    }

    private static func facts(_ kind: FaultKind) -> String {
        var facts = ["Works on \(kind.subject)."]
        if let clause = kind.clause { facts.append("Clause: \(clause).") }
        if let clients = kind.clients { facts.append("Clients: \(clients)") }
        return facts.map { "- " + prose($0).replacing("\n", with: "\n  ") }.joined(separator: "\n")
    }

    private static func prose(_ text: String) -> String {
        TextLayout.wrapped(text, width: 110).joined(separator: "\n")
    }

    private static func parameters(_ kind: FaultKind) -> String {
        table(
            ["Parameter", "What may be written", "If left out", "What it means"],
            kind.parameters.map { parameter in
                let written =
                    parameter.spokenForm ?? parameter.choices.map { "`\($0.name)`" }.joined(separator: ", ")
                let missing = parameter.isRequired ? "needed" : parameter.standard.map { "`\($0)`" } ?? ""
                return ["`\(parameter.name)`", written, missing, parameter.summary]
            })
    }

    private static func choices(_ parameter: FaultKind.ParameterInfo) -> String {
        let hasClauses = parameter.choices.contains { $0.clause != nil }
        let hasClients = parameter.choices.contains { $0.clients != nil }
        let titles = ["`\(parameter.name)`", "What it means"] + (hasClauses ? ["Clause"] : [])
        return table(
            titles + (hasClients ? ["What clients do"] : []),
            parameter.choices.map { choice in
                ["`\(choice.name)`", choice.summary] + (hasClauses ? [choice.clause ?? ""] : [])
                    + (hasClients ? [choice.clients ?? ""] : [])
            })
    }

    private static func keys(_ parameter: FaultKind.ParameterInfo) -> String {
        table(["Key of a map", "What it means"], parameter.keys.map { ["`\($0.name)`", $0.summary] })
    }

    private static func table(_ titles: [String], _ rows: [[String]]) -> String {
        let lines = [titles, titles.map { _ in "---" }] + rows
        return lines.map { "| " + $0.map(cell).joined(separator: " | ") + " |" }.joined(separator: "\n")
    }

    private static func cell(_ text: String) -> String {
        text.replacing("|", with: "\\|").replacing("\n", with: " ")
    }
}
