internal import Observer
internal import Relay
internal import WebSocketWire

extension JSONWriter {
    /// A session's end, and all that is known of it.
    mutating func end(of report: SessionReport, _ style: JournalScribe.Style) {
        let ending = report.ending
        let record = report.record
        let shown = style.isRedacted ? ending.redacted : ending
        field("session", report.number)
        field("key", record.key.map(style.shown(key:)))
        field("ordinal", record.key == nil ? nil : record.ordinal)
        let target = ending.clientSide.asking?.head.target ?? record.target
        field("path", style.isRedacted ? target.map(Ending.redact(target:)) : target)
        field("clientAddress", "\(report.client)")
        field("serverAddress", report.server.map { "\($0)" })
        field("status", record.status ?? record.answeredStatus)
        field("subprotocol", record.subprotocol)
        field("compressed", record.isCompressed)
        verdicts(shown, style)
        field("cause", shown.cause.identifier)
        field("by", shown.by.identifier)
        field("rule", shown.by.rule)
        field("story", style.story(shown))
        field("duration", report.age.seconds)
        traffic(report)
        object("evidence") { $0.evidence(shown, record, style) }
    }

    private mutating func verdicts(_ ending: Ending, _ style: JournalScribe.Style) {
        for (name, verdict) in [("client", ending.client), ("server", ending.server)] {
            optional(name, verdict.flatMap { told in told.event.map { (told, $0) } }) { json, told in
                let (verdict, event) = told
                json.field("code", event.code)
                json.field("reason", style.isRedacted ? nil : event.reason)
                json.field("wasClean", event.wasClean)
                json.field("profile", verdict.profile.rawValue)
            }
        }
        for (name, verdict) in [("clientSaw", ending.client), ("serverSaw", ending.server)] {
            optional(name, verdict) { json, verdict in
                json.field("outcome", verdict.outcome.identifier)
                json.field("opened", verdict.opened)
                json.field("error", verdict.error)
                json.field("profile", verdict.profile.rawValue)
            }
        }
    }

    private mutating func traffic(_ report: SessionReport) {
        let (server, client) = (report.toServer, report.toClient)
        bothWays("messages", toServer: server.messages, toClient: client.messages)
        bothWays("frames", toServer: server.frames, toClient: client.frames)
        bothWays("bytes", toServer: server.bytes, toClient: client.bytes)
        bothWays("lost", toServer: report.record.lostToServer, toClient: report.record.lostToClient)
    }
}

extension Culprit {
    fileprivate var rule: String? { if case .fault(let rule) = self { rule } else { nil } }
}

extension Verdict.Outcome {
    /// As journals write it.
    fileprivate var identifier: String {
        switch self {
        case .event: "event"
        case .errorOnly: "errorOnly"
        case .pending: "pending"
        }
    }
}
