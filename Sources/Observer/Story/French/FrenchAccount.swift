internal import WebSocketWire

extension FrenchNarrator {
    static func sentence(_ step: Step) -> String {
        let phrase: FrenchPhrase = "au bout de \(step.age), \(clause(step.event))"
        return phrase.sentence
    }

    private static func clause(_ event: Step.Event) -> FrenchPhrase {
        switch event {
        case .asked(let target):
            "le client a demandé un WebSocket à \(quoted(target, upTo: ForeignText.longestPath))"
        case .answered(let status, let time, let flaws): answered(status, time, flaws)
        case .fired(let rule): firedNow(rule)
        case .flawed(let leg, let flaw, let isOwn): flawed(leg, flaw, isOwn)
        case .closed(let leg, let close, let arrival):
            "\(leg.le) a envoyé \(self.close(close))" + self.arrival(arrival, leg.other)
        case .closeMadeUp(let leg, let close):
            "\(leg.le) a reçu \(self.close(close)) que \(leg.other.le) n'avait pas envoyé"
        case .ended(let leg, let drop, let spot, let detail):
            "\(leg.le) \(dropped(drop))\(self.detail(detail))\(spot.map { " \(self.spot($0))" } ?? "")"
        case .told(let leg, let drop):
            "\(leg.le) a vu une fin (\(name(drop))) que \(leg.other.le) n'avait pas faite"
        }
    }

    private static func firedNow(_ rule: Plot.FiredRule) -> FrenchPhrase {
        if let firing = rule.firing, case .time = firing.rule.occasion {
            return "\(named(rule)) s'est déclenchée"
        }
        return fired(rule)
    }

    private static func answered(
        _ status: Int?, _ time: TimeSpan?, _ flaws: [HandshakeFlaw]
    ) -> FrenchPhrase {
        let what: FrenchPhrase =
            status.map { "la réponse a été \(asIs: HTTPStatus.words($0))" }
            ?? "une réponse sans statut est venue"
        let when: FrenchPhrase = time.map { ", \($0) après la requête" } ?? ""
        let flaws = flaws.filter { if case .status = $0 { false } else { true } }
        return flaws.prefix(3).reduce(what + when) { "\($0) ; \(flaw($1))" }
    }

    private static func flawed(_ leg: Leg, _ flaw: Flaw, _ isOwn: Bool) -> FrenchPhrase {
        let what: FrenchPhrase =
            switch flaw.kind {
            case .header(let offence): broke(offence, flaw.header)
            case .length(let length): "a commencé une trame de \(length) octets"
            case .notUTF8(let byte): "a envoyé un texte qui n'est plus de l'UTF-8 dès son octet \(byte)"
            case .deflate(let violation): damaged(violation)
            }
        let who: FrenchPhrase = isOwn ? leg.le : "le proxy, au nom \(leg.du),"
        return "\(who) \(what) (\(place(flaw.frame, flaw.offset)))"
    }

    static func close(_ close: CloseFrame) -> FrenchPhrase {
        if let violation = close.violation {
            return "\(malformed(violation)) (\(place(close.frame, close.offset)))"
        }
        return "un Close \(with(close.code, close.reason)) (\(place(close.frame, close.offset)))"
    }

    private static func arrival(_ arrival: Step.Arrival, _ leg: Leg) -> FrenchPhrase {
        switch arrival {
        case .asSent: ""
        case .changed(let close): " ; \(leg.le) a reçu \(self.close(close)) à sa place"
        case .never: ", que \(leg.le) n'a jamais reçu"
        }
    }

    private static func name(_ drop: Cause.Drop) -> FrenchPhrase {
        switch drop {
        case .fin: "FIN"
        case .truncated: "FIN sans close_notify"
        case .rst: "RST"
        case .lost: "réseau muet"
        }
    }

    static func traffic(_ plot: Plot) -> String {
        let (client, server) = (plot.ending.clientSide.outgoing, plot.ending.serverSide.outgoing)
        let phrase: FrenchPhrase =
            "en tout, le client a envoyé \(amount(client)) et le serveur \(amount(server))"
        return phrase.sentence
    }

    private static func amount(_ log: StreamLog) -> FrenchPhrase {
        switch log.frames {
        case 0...1: "\(log.frames) trame (\(bytes(log.bytes)))"
        default: "\(log.frames) trames (\(bytes(log.bytes)))"
        }
    }

    static func sentence(_ report: SideReport) -> String {
        let verdict = report.verdict
        let name: FrenchPhrase = "\(report.leg.le) (\(asIs: verdict.profile.title))"
        var phrase: FrenchPhrase
        switch verdict.outcome {
        case .event(let event):
            phrase =
                "\(name) rapporte \(code(event.code, event.reason)), \(event.wasClean ? "propre" : "non propre")"
            if verdict.error { phrase = phrase + ", après une erreur" }
        case .errorOnly: phrase = "\(name) rapporte une erreur et pas de fin"
        case .pending: phrase = "\(name) ne rapporte pas de fin\(verdict.error ? ", mais une erreur" : "")"
        }
        if !verdict.opened { phrase = phrase + ", et n'a jamais été ouvert" }
        return phrase.sentence
    }

    static func conclusion(_ plot: Plot) -> String {
        let identifier = plot.ending.cause.identifier
        let phrase: FrenchPhrase =
            if case .unknown = plot.ending.cause {
                "personne ne peut dire de qui c'était le fait (\(asIs: identifier))"
            } else {
                "c'était le fait \(du(plot.ending.by)) (\(asIs: identifier))"
            }
        return phrase.sentence
    }

    private static func du(_ culprit: Culprit) -> FrenchPhrase {
        switch culprit {
        case .client: Leg.client.du
        case .server: Leg.server.du
        case .fault(let rule): "de la règle \(quoted(rule, upTo: ForeignText.longestName))"
        case .proxy: "du proxy lui-même"
        case .network: "du réseau"
        }
    }
}
