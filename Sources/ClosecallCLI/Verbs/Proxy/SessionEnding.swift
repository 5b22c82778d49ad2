internal import Closecall
internal import Observer
internal import WebSocketWire

/// How a session ended, in the words of a line: what each side's API reports, why, and the story.
struct SessionEnding {
    enum Severity { case good, doubtful, bad }

    let record: SessionRecord
    let ending: Ending
    let language: Language

    init(_ session: SessionReport, _ language: Language) {
        self.init(record: session.record, ending: session.ending, language: language)
    }

    init(record: SessionRecord, ending: Ending, language: Language) {
        self.record = record
        self.ending = ending
        self.language = language
    }

    /// `1006/1000`: what the client reports, and what the server does.
    var codes: String { "\(Self.code(ending.client))/\(Self.code(ending.server))" }

    private static func code(_ verdict: Verdict?) -> String {
        guard let verdict else { return "-" }
        return switch verdict.outcome {
        case .event(let event): "\(event.code)"
        case .errorOnly: "error"
        case .pending: "open"
        }
    }

    /// `fin-in-payload: The server ended TCP …`
    var words: String {
        var sentences = ["\(ending.cause.identifier): \(ending.story(in: language))"]
        if record.firings > 0, ending.by.identifier != "fault" { sentences.append(bystanders) }
        return (sentences + losses).joined(separator: " ")
    }

    /// Rules that fired and are not to blame.
    private var bystanders: String {
        let count = record.firings
        return switch language {
        case .english: "Rules fired \(Wording.count(count, "time"))."
        case .french: "Des règles se sont déclenchées \(count) fois."
        }
    }

    private var losses: [String] {
        [(record.lostToServer, Leg.server), (record.lostToClient, .client)].filter { $0.0 > 0 }.map {
            let size = Wording.size($0.0)
            return switch language {
            case .english: "\(size) to the \($0.1) were lost."
            case .french: "\(size) vers le \($0.1 == .server ? "serveur" : "client") ont été perdus."
            }
        }
    }

    var severity: Severity {
        let isLost = record.lostToServer > 0 || record.lostToClient > 0
        if isLost || [ending.client, ending.server].contains(where: Self.isBad) { return .bad }
        switch ending.cause {
        case .closed, .closedByBoth, .noStatus: return .good
        case .notWebSocket: return record.ends.contains { !$0.how.isOrderly } ? .bad : .good
        case .shutDown, .leftOpen, .unknown: return .doubtful
        case .closeUnanswered, .malformedClose, .dropped, .protocolViolation, .messageTooBig, .invalidUTF8,
            .deflateDamage, .refusedFrames, .handshakeRefused, .handshakeInvalid, .unreachable, .tlsFailure,
            .idleTimeout, .handshakeTimeout, .killed:
            return .bad
        }
    }

    private static func isBad(_ verdict: Verdict?) -> Bool {
        guard let verdict else { return false }
        if case .event(let event) = verdict.outcome { return event.code == 1006 || !event.wasClean }
        return verdict.outcome == .errorOnly
    }
}

extension LegEnd {
    fileprivate var isOrderly: Bool {
        switch self {
        case .finished, .truncated: true
        case .reset, .failed: false
        }
    }
}
