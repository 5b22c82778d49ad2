internal import WebSocketWire

extension EnglishNarrator {
    static func sentence(_ step: Step) -> String { "After \(step.age.words()), \(clause(step.event))." }

    private static func clause(_ event: Step.Event) -> String {
        switch event {
        case .asked(let target):
            "the client asked for a WebSocket at \(quoted(target, upTo: ForeignText.longestPath))"
        case .answered(let status, let time, let flaws): answered(status, time, flaws)
        case .fired(let rule): firedNow(rule)
        case .flawed(let leg, let flaw, let isOwn): flawed(leg, flaw, isOwn)
        case .closed(let leg, let close, let arrival):
            "\(leg.english) sent \(self.close(close))\(self.arrival(arrival, leg.other))"
        case .closeMadeUp(let leg, let close):
            "\(leg.english) got \(self.close(close)) that \(leg.other.english) had not sent"
        case .ended(let leg, let drop, let spot, let detail):
            "\(leg.english) \(dropped(drop))\(self.detail(detail))\(spot.map { " \(self.spot($0))" } ?? "")"
        case .told(let leg, let drop):
            "\(leg.english) was told of an end (\(name(drop))) that \(leg.other.english) had not made"
        }
    }

    private static func firedNow(_ rule: Plot.FiredRule) -> String {
        if let firing = rule.firing, case .time = firing.rule.occasion {
            return "the time came for \(named(rule))"
        }
        return fired(rule)
    }

    private static func answered(_ status: Int?, _ time: TimeSpan?, _ flaws: [HandshakeFlaw]) -> String {
        let flaws = flaws.filter { if case .status = $0 { false } else { true } }.map(flaw)
        let what =
            status.map { "the answer was \(HTTPStatus.words($0))" } ?? "an answer without a status came"
        let when = time.map { ", \($0.words()) after the request" } ?? ""
        return ([what + when] + flaws.prefix(3)).joined(separator: "; ")
    }

    private static func flawed(_ leg: Leg, _ flaw: Flaw, _ isOwn: Bool) -> String {
        let position = place(flaw.frame, flaw.offset)
        let what =
            switch flaw.kind {
            case .header(let offence): broke(offence, flaw.header)
            case .length(let length): "began a frame of \(length) bytes"
            case .notUTF8(let byte): "sent a text that is not UTF-8 from its byte \(byte) on"
            case .deflate(let violation): "sent a damaged message: \(violation)"
            }
        return "\(isOwn ? leg.english : "the proxy in \(leg.english)'s name") \(what) (\(position))"
    }

    static func close(_ close: CloseFrame) -> String {
        let place = "(\(self.place(close.frame, close.offset)))"
        if let violation = close.violation { return "\(malformed(violation)) \(place)" }
        return "a Close \(with(close.code, close.reason)) \(place)"
    }

    private static func arrival(_ arrival: Step.Arrival, _ leg: Leg) -> String {
        switch arrival {
        case .asSent: ""
        case .changed(let close): "; \(leg.english) got \(self.close(close)) in its place"
        case .never: ", which \(leg.english) never got"
        }
    }

    private static func name(_ drop: Cause.Drop) -> String {
        switch drop {
        case .fin: "FIN"
        case .truncated: "FIN without close_notify"
        case .rst: "RST"
        case .lost: "no answer of the network"
        }
    }

    static func traffic(_ plot: Plot) -> String {
        let (client, server) = (plot.ending.clientSide.outgoing, plot.ending.serverSide.outgoing)
        return "In all, the client sent \(amount(client)) and the server \(amount(server))."
    }

    private static func amount(_ log: StreamLog) -> String {
        let noun = log.frames == 1 ? "frame" : "frames"
        return log.frames == 0 ? "no frame" : "\(log.frames) \(noun) (\(bytes(log.bytes)))"
    }

    static func sentence(_ report: SideReport) -> String {
        let verdict = report.verdict
        let name = "\(report.leg.english) (\(verdict.profile.title))"
        var clause: String
        switch verdict.outcome {
        case .event(let event):
            clause =
                "\(name) reports \(code(event.code, event.reason)), \(event.wasClean ? "clean" : "not clean")"
            if verdict.error { clause += ", after an error" }
        case .errorOnly: clause = "\(name) reports an error and no close"
        case .pending: clause = "\(name) reports no end\(verdict.error ? " but an error" : " yet")"
        }
        if !verdict.opened { clause += ", and never opened" }
        return sentence(clause)
    }

    static func conclusion(_ plot: Plot) -> String {
        let whose =
            switch plot.ending.by {
            case .client: "the client's doing"
            case .server: "the server's doing"
            case .fault(let rule): "the doing of rule \(quoted(rule, upTo: ForeignText.longestName))"
            case .proxy: "the proxy's own doing"
            case .network: "the network's doing"
            }
        let identifier = plot.ending.cause.identifier
        if case .unknown = plot.ending.cause { return "Nobody can say whose doing it was (\(identifier))." }
        return "That was \(whose) (\(identifier))."
    }
}
