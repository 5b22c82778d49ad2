public import Observer

/// What a trace of ours says at a packet, in words that a reader of Wireshark understands and that `inspect` reads back.
public enum TraceNote: Hashable, Sendable {
    /// At a connection's SYN: which session's it is, and which of its two.
    case leg(session: Int, Leg)
    /// At what a rule's faults made, or at the acknowledgement of what they swallowed.
    case fired(TraceFiring)
    /// At a session's last packet: how it ended, in one line.
    case ended(session: Int, String)
}

/// A rule that fired, as a trace tells of it.
public struct TraceFiring: Hashable, Sendable {
    /// The rule's name in reports.
    public let rule: String
    /// The faults' names.
    public let faults: [String]
    /// The direction.
    public let direction: Direction
    /// What it fired at.
    public let occasion: RuleFiring.Occasion

    /// A firing, in the few words that a packet has room for.
    public init(rule: String, faults: [String], direction: Direction, occasion: RuleFiring.Occasion) {
        self.rule = rule
        self.faults = faults
        self.direction = direction
        self.occasion = occasion
    }

    /// The same of what the journal tells in full.
    public init(_ firing: RuleFiring) {
        self.init(
            rule: firing.rule, faults: firing.faults, direction: firing.direction,
            occasion: firing.occasion)
    }
}

// MARK: - As text

extension TraceNote: CustomStringConvertible {
    /// `closecall session 12, client side`
    public var description: String {
        switch self {
        case .leg(let session, let leg): "\(Self.prefix)session \(session), \(Self.word(leg)) side"
        case .fired(let firing):
            "\(Self.prefix)fault \(firing.faults.joined(separator: ", ")) at \(firing.occasion) "
                + "\(Self.word(firing.direction)), by rule \(firing.rule)"
        case .ended(let session, let line): "\(Self.prefix)session \(session) ended: \(line)"
        }
    }

    /// Reads what `description` wrote; nil for what others note at packets.
    public init?(_ comment: String) {
        guard comment.hasPrefix(Self.prefix) else { return nil }
        let text = comment.dropFirst(Self.prefix.count)
        guard let note = Self.leg(text) ?? Self.firing(text) ?? Self.ending(text) else { return nil }
        self = note
    }

    private static let prefix = "closecall "

    private static func word(_ leg: Leg) -> String { leg == .client ? "client" : "server" }

    private static func word(_ direction: Direction) -> String {
        direction == .toServer ? "to the server" : "to the client"
    }

    private static func leg(_ text: Substring) -> TraceNote? {
        let words = text.split(separator: " ")
        guard words.count == 4, words[0] == "session", words[1].hasSuffix(","), words[3] == "side",
            let number = Int(words[1].dropLast()),
            let leg = Leg.allCases.first(where: { word($0) == words[2] })
        else { return nil }
        return .leg(session: number, leg)
    }

    private static func firing(_ text: Substring) -> TraceNote? {
        guard text.hasPrefix("fault ") else { return nil }
        // A rule is named by its author: everything behind the first of these words is the name.
        let parts = text.dropFirst("fault ".count).split(
            separator: ", by rule ", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let deed = parts[0].split(separator: " at ", maxSplits: 1)
        guard deed.count == 2,
            let direction = Direction.allCases.first(where: { deed[1].hasSuffix(" " + word($0)) }),
            let occasion = RuleFiring.Occasion(String(deed[1].dropLast(word(direction).count + 1)))
        else { return nil }
        let faults = deed[0].split(separator: ", ").map(String.init)
        return .fired(
            TraceFiring(rule: String(parts[1]), faults: faults, direction: direction, occasion: occasion))
    }

    private static func ending(_ text: Substring) -> TraceNote? {
        let parts = text.split(separator: " ", maxSplits: 2)
        guard parts.count == 3, parts[0] == "session", let number = Int(parts[1]),
            parts[2].hasPrefix("ended: ")
        else { return nil }
        return .ended(session: number, String(parts[2].dropFirst("ended: ".count)))
    }
}
