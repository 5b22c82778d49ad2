public import Faults

extension FaultKind {
    /// Its example as a whole scenario file.
    public var exampleScenario: String {
        let lines = example.split(separator: "\n", omittingEmptySubsequences: false)
        // An example is a list of rules, or one rule without the dash.
        let isList = lines.first?.hasPrefix("- ") == true
        let rules = lines.enumerated().map { index, line in
            line.isEmpty ? "" : (isList ? "  " : index == 0 ? "  - " : "    ") + line
        }
        return "name: \(name)\nrules:\n\(rules.joined(separator: "\n"))\n"
    }
}
