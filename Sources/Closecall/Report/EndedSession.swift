public import Observer
internal import WebSocketWire

/// What summaries and metrics count of a session that ended: the same of one that just did and of a journal's.
public struct EndedSession: Sendable {
    /// Its number.
    public let number: Int
    /// Why it ended, `Cause.identifier`; or `open`.
    public let cause: String
    /// Whose doing it was, `Culprit.identifier`; nil where nothing says.
    public let by: String?
    /// The rule that ended it.
    public let rule: String?
    /// What the client's API reported.
    public let client: SeenEnding?
    /// What the server's API reported.
    public let server: SeenEnding?
    /// How long it took; nil if that is not known.
    public let duration: Duration?

    /// Stands in the place of a cause while there is none: the session was open when the journal ended.
    public static let open = "open"

    /// A session.
    public init(
        number: Int, cause: String, by: String?, rule: String?, client: SeenEnding?, server: SeenEnding?,
        duration: Duration?
    ) {
        self.number = number
        self.cause = cause
        self.by = by
        self.rule = rule
        self.client = client
        self.server = server
        self.duration = duration
    }

    /// A session of a proxy's.
    public init(_ report: SessionReport, _ ending: Ending) {
        var rule: String?
        if case .fault(let name) = ending.by { rule = name }
        self.init(
            number: report.number, cause: ending.cause.identifier, by: ending.by.identifier, rule: rule,
            client: ending.client.map(SeenEnding.init), server: ending.server.map(SeenEnding.init),
            duration: report.age)
    }

    /// Whether anybody would call the end of it a problem: an endpoint that got 1006 or an unclean event or none at
    /// all, or a cause that is no way to say good-bye.
    public var isAbnormal: Bool {
        guard cause != Self.open else { return false }
        let verdicts = [client, server].compactMap { $0 }
        return !Self.orderly.contains(cause) || verdicts.contains { $0.code == 1006 || !$0.isClean }
    }

    private static let orderly: Set = [
        "closed-by-client", "closed-by-server", "closed-by-both", "no-status", "not-websocket",
    ]
}

extension SeenEnding {
    /// What was predicted of an endpoint's API.
    public init(_ verdict: Verdict) {
        let outcome: Outcome =
            switch verdict.outcome {
            case .event(let event):
                .event(code: event.code, reason: event.reason, wasClean: event.wasClean)
            case .errorOnly: .errorOnly
            case .pending: .pending
            }
        self.init(
            outcome, opened: verdict.opened, error: verdict.error, profile: verdict.profile.rawValue)
    }
}
