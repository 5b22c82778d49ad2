internal import Faults
internal import Relay
internal import Scenarios

/// The scenario of an input.
struct SessionScenario {
    let rules: RuleSet
    /// How much of memory one firing may ask for: a file's own payloads, or a rule's of six bytes.
    let bytesPerFiring: Int

    /// Whether anything can fire.
    var hasRules: Bool { !rules.rules.isEmpty }

    /// Nil where an input has none, or a file that is refused.
    init?(of input: SessionInput) {
        guard var scenario = Self.scenario(of: input) else { return nil }
        scenario.seed = UInt64(input.seed)
        scenario.rules = scenario.rules.map(Self.bounded)
        rules = RuleSet(scenario) { _ in 1 }
        // The most that a fault's example invents: "oversize" has 2 MiB.
        bytesPerFiring = 4 << 20
    }

    /// Every frame padded to megabytes is a minute of frames, and tells no more than two of them do.
    private static func bounded(_ rule: Rule) -> Rule {
        var rule = rule
        var padding = 0
        rule.faults = rule.faults.map { fault in
            guard var oversize = fault as? Oversize else { return fault }
            padding += 1
            // Over 65,535 a length takes eight bytes; more makes nothing else of a frame.
            oversize.size = oversize.size.map { min($0, ByteCount(70_000)) }
            return oversize
        }
        if padding > 0 { rule.when.limit = min(rule.when.limit ?? 2, 2) }
        return rule
    }

    private static func scenario(of input: SessionInput) -> Scenario? {
        if let file = input.sections.last(where: { $0.kind == .file }) {
            guard !asksForMuch(file.bytes) else { return nil }
            return try? Scenario(reading: file.bytes, file: "scenario.yaml")
        }
        let rules = input.sections.filter { $0.kind == .rules }.flatMap(\.bytes)
        guard !rules.isEmpty else { return nil }
        var scenario = Scenario()
        scenario.rules = RuleBytes.rules(in: rules)
        return scenario
    }

    /// A file may ask for a gigabyte and gets it, which is no finding: numbers of five digits and large units are
    /// left to people.
    private static func asksForMuch(_ text: [UInt8]) -> Bool {
        var digits = 0
        var last: UInt8 = 0
        for byte in text {
            digits = 0x30...0x39 ~= byte ? digits + 1 : 0
            // `MiB`, `MB`, `GiB`, `GB`, and `e` in numbers nobody reads here.
            let isLarge = (last == 0x4D || last == 0x47) && (byte == 0x69 || byte == 0x42)
            if digits >= 5 || isLarge { return true }
            last = byte
        }
        return false
    }
}
