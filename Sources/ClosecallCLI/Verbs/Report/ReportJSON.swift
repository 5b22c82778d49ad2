internal import Closecall
internal import Observer

/// A selection of sessions for programs: a line for each, and one with the figures.
struct ReportJSON {
    let output: Output

    func show(_ sessions: [JournalSession]) {
        for session in sessions { guard show(session) else { return } }
        summary(EndingSummary(sessions.map(\.ended)))
    }

    private func show(_ session: JournalSession) -> Bool {
        output.json { json in
            json.field("event", "session")
            json.field("run", session.run)
            json.session(session)
        }
    }

    private func summary(_ summary: EndingSummary) {
        output.json { json in
            json.field("event", "summary")
            json.summary(summary)
        }
    }
}

extension JSONWriter {
    /// The figures of sessions that ended.
    mutating func summary(_ summary: EndingSummary) {
        field("sessions", summary.sessions)
        field("abnormal", summary.abnormal)
        field("open", summary.open)
        object("causes") { json in
            for (cause, count) in summary.causes { json.field(cause, count.sessions) }
        }
        object("codes") { json in
            for (code, count) in summary.codes {
                json.object(code.identifier) { json in
                    json.field("client", count.client)
                    json.field("server", count.server)
                }
            }
        }
        object("by") { json in for (by, count) in summary.culprits { json.field(by, count) } }
        object("rules") { json in
            for (rule, _, causes) in summary.rules {
                json.object(rule) { json in for (cause, count) in causes { json.field(cause, count) } }
            }
        }
        object("duration") { json in
            for (name, percent) in [("p50", 50.0), ("p90", 90), ("p99", 99)] {
                if let length = summary.lengths.percentile(percent) { json.field(name, length.seconds) }
            }
            if summary.lengths.count > 0 { json.field("max", summary.lengths.longest.seconds) }
        }
    }

    /// What verbs say of a journal's session.
    mutating func session(_ session: JournalSession) {
        field("session", session.number)
        field("path", session.path)
        field("clientAddress", session.clientAddress)
        field("serverAddress", session.serverAddress)
        for (name, seen) in [("client", session.client), ("server", session.server)] {
            guard let seen else {
                field(name, String?.none)
                continue
            }
            object(name) { $0.seen(seen) }
        }
        field("cause", session.cause ?? EndedSession.open)
        field("by", session.by)
        field("rule", session.rule)
        field("story", session.story)
        field("abnormal", session.isAbnormal)
        if let duration = session.duration {
            field("duration", duration.seconds)
        } else {
            field("duration", String?.none)
        }
    }

    private mutating func seen(_ seen: SeenEnding) {
        switch seen.outcome {
        case .event(let code, let reason, let wasClean):
            field("outcome", "event")
            field("code", code)
            field("reason", reason)
            field("wasClean", wasClean)
        case .errorOnly: field("outcome", "errorOnly")
        case .pending: field("outcome", "pending")
        }
        field("profile", seen.profile)
    }
}
