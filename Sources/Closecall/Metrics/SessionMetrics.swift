public import Observer
internal import Relay

/// What is counted of sessions for a monitoring system: by cause, by code, by direction, by rule.
///
/// Each worker has its own and adds to it at a session's end and when a rule fires, so that nothing is shared on the
/// way of a byte. Who asks gets the sum.
public struct SessionMetrics: Sendable {
    /// An ending, as far as it is counted.
    public struct EndingKind: Hashable, Sendable {
        /// Why.
        public let cause: String
        /// Whose doing.
        public let by: String
    }

    /// What an endpoint's API reported, as far as it is counted.
    public struct VerdictKind: Hashable, Sendable {
        /// Whose API: `client` or `server`.
        public let side: String
        /// `1006`, `errorOnly`, `pending`; `other` for codes above what anybody counts.
        public let code: String
        /// Whether the event was clean.
        public let isClean: Bool
    }

    /// An ending that a rule brought about.
    public struct RuleEnding: Hashable, Sendable {
        /// The rule.
        public let rule: String
        /// Why.
        public let cause: String
    }

    /// Traffic of sessions that ended, in one direction.
    public struct Traffic: Hashable, Sendable {
        /// Bytes that came.
        public fileprivate(set) var bytes: UInt64 = 0
        /// Frames.
        public fileprivate(set) var frames: UInt64 = 0
        /// Messages.
        public fileprivate(set) var messages: UInt64 = 0
    }

    /// Sessions that ended, by cause and culprit.
    public private(set) var endings: [EndingKind: UInt64] = [:]
    /// What APIs reported.
    public private(set) var verdicts: [VerdictKind: UInt64] = [:]
    /// How long sessions took, by cause.
    public private(set) var lengths: [String: BucketCounts] = [:]
    /// How often rules fired.
    public private(set) var firings: [String: UInt64] = [:]
    /// Sessions that rules ended.
    public private(set) var ruleEndings: [RuleEnding: UInt64] = [:]
    /// What went to servers.
    public private(set) var toServer = Traffic()
    /// What went to clients.
    public private(set) var toClient = Traffic()

    /// A peer chooses its codes freely: it must not be able to fill a monitoring system with all of them.
    static let mostVerdicts = 128

    /// Nothing yet.
    public init() {}

    /// Counts a session that ended.
    public mutating func end(_ report: SessionReport, _ ending: Observer.Ending) {
        end(EndedSession(report, ending))
        toServer.add(bytes: report.toServer.bytes, report.toServer.frames, report.toServer.messages)
        toClient.add(bytes: report.toClient.bytes, report.toClient.frames, report.toClient.messages)
    }

    /// Counts a rule that fired.
    public mutating func fired(rule: String) {
        firings[rule, default: 0] += 1
    }

    mutating func end(_ session: EndedSession) {
        endings[EndingKind(cause: session.cause, by: session.by ?? "unknown"), default: 0] += 1
        if let client = session.client { count(client, of: "client") }
        if let server = session.server { count(server, of: "server") }
        if let rule = session.rule {
            ruleEndings[RuleEnding(rule: rule, cause: session.cause), default: 0] += 1
        }
        if let duration = session.duration {
            lengths[session.cause, default: BucketCounts()].add(duration)
        }
    }

    private mutating func count(_ seen: SeenEnding, of side: String) {
        let code = EndingSummary.Code(seen).identifier
        let kind = VerdictKind(side: side, code: code, isClean: seen.isClean)
        let isFull = verdicts[kind] == nil && verdicts.count >= Self.mostVerdicts
        let counted = isFull ? VerdictKind(side: side, code: "other", isClean: seen.isClean) : kind
        verdicts[counted, default: 0] += 1
    }

    /// Both together.
    public static func + (left: SessionMetrics, right: SessionMetrics) -> SessionMetrics {
        var sum = left
        sum.endings.merge(right.endings, uniquingKeysWith: +)
        sum.verdicts.merge(right.verdicts, uniquingKeysWith: +)
        sum.lengths.merge(right.lengths, uniquingKeysWith: +)
        sum.firings.merge(right.firings, uniquingKeysWith: +)
        sum.ruleEndings.merge(right.ruleEndings, uniquingKeysWith: +)
        sum.toServer.add(bytes: right.toServer.bytes, right.toServer.frames, right.toServer.messages)
        sum.toClient.add(bytes: right.toClient.bytes, right.toClient.frames, right.toClient.messages)
        return sum
    }
}

extension SessionMetrics.Traffic {
    fileprivate mutating func add(bytes: UInt64, _ frames: UInt64, _ messages: UInt64) {
        self.bytes &+= bytes
        self.frames &+= frames
        self.messages &+= messages
    }
}
