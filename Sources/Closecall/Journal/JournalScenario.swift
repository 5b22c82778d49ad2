internal import Reactor
public import Scenarios

/// A scenario as a journal names it: all that is needed to play it again.
public struct JournalScenario: Hashable, Sendable {
    /// What it is called.
    public let name: String
    /// Where its random choices come from.
    public let seed: UInt64
    /// Its text.
    public let source: String
    /// `sha256:` and the digest of its text, in hex: the same text has the same, and no other has.
    public let digest: String

    /// A scenario with the seed it is played with.
    public init(_ scenario: Scenario, seed: UInt64) {
        name = scenario.name
        self.seed = seed
        source = scenario.source
        let bytes = Array(scenario.source.utf8)
        digest = "sha256:" + SHA256.hash(bytes.span).hex
    }

    /// What a proxy is to play.
    public init(_ setup: ScenarioSetup) {
        self.init(setup.scenario, seed: setup.seed ?? setup.scenario.seed)
    }
}

extension [UInt8] {
    /// Two digits a byte.
    var hex: String {
        let digits = Array<UInt8>("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(count * 2)
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0xF)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
