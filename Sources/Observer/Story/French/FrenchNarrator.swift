internal import WebSocketWire

/// French.
enum FrenchNarrator: Narrator {
    static func story(_ plot: Plot) -> String { (act(plot) + reports(plot.tellingReports)).sentence }

    private static func act(_ plot: Plot) -> FrenchPhrase {
        switch plot.lead {
        case .endpoint: clause(plot)
        case .endpointAfter(let rule):
            if case .killed(let leg) = plot.ending.cause {
                "\(fired(rule)) et a mis fin à la connexion \(leg.du)"
            } else {
                "\(fired(rule)) ; ensuite, \(clause(plot))"
            }
        case .rule(let rule, let leg): "\(fired(rule)) et, au nom \(leg.du), \(deed(plot) ?? "")"
        case .proxy(let leg): "le proxy, au nom \(leg.du), \(deed(plot) ?? "")"
        }
    }

    /// Who did what.
    private static func clause(_ plot: Plot) -> FrenchPhrase {
        if case .dropped(let leg, .lost, let place) = plot.ending.cause {
            return "le réseau a perdu la connexion \(leg.au)\(detail(plot.detail(of: leg))) "
                + "\(spot(plot.spot(of: leg, place))), \(age(plot.ageOfEnd(of: leg)))"
        }
        return deed(plot).map { "\(plot.ending.cause.actor.le) \($0)" } ?? event(plot)
    }

    static func age(_ age: TimeSpan) -> FrenchPhrase { "\(age) après le début de la session" }

    static func detail(_ text: String?) -> FrenchPhrase {
        text.map { " (\(asIs: ForeignText.shown($0, upTo: ForeignText.longestDetail)))" } ?? ""
    }

    static func quoted(_ text: String, upTo limit: Int = ForeignText.longestReason) -> FrenchPhrase {
        "« \(asIs: ForeignText.shown(text, upTo: limit, delimiters: ["«", "»"])) »"
    }

    /// `4000 « bye »`
    static func code(_ code: UInt16, _ reason: String = "") -> FrenchPhrase {
        reason.isEmpty ? "\(code)" : "\(code) \(quoted(reason))"
    }

    /// `avec 4000 « bye »`, `sans code`
    static func with(_ code: UInt16?, _ reason: String = "") -> FrenchPhrase {
        code.map { "avec \(self.code($0, reason))" } ?? "sans code"
    }
}

extension Leg {
    var le: FrenchPhrase {
        switch self {
        case .client: "le client"
        case .server: "le serveur"
        }
    }

    var du: FrenchPhrase {
        switch self {
        case .client: "du client"
        case .server: "du serveur"
        }
    }

    var au: FrenchPhrase {
        switch self {
        case .client: "au client"
        case .server: "au serveur"
        }
    }
}

// MARK: Rules

extension FrenchNarrator {
    /// `la règle « drop-third » (truncate) s'est déclenchée à la trame 3 du serveur`
    static func fired(_ rule: Plot.FiredRule) -> FrenchPhrase {
        guard let firing = rule.firing else { return "\(named(rule)) s'était déclenchée" }
        return "\(named(rule)) s'est déclenchée \(occasion(firing.rule, rule.age))"
    }

    /// `la règle « drop-third » (truncate)`
    static func named(_ rule: Plot.FiredRule) -> FrenchPhrase {
        "la règle \(quoted(rule.name, upTo: ForeignText.longestName))\(faults(rule.faults))"
    }

    static func faults(_ names: [String]) -> FrenchPhrase {
        let list = ForeignText.shown(names.joined(separator: ", "), upTo: ForeignText.longestName)
        return names.isEmpty ? "" : " (\(asIs: list))"
    }

    private static func occasion(_ rule: RuleFiring, _ age: TimeSpan?) -> FrenchPhrase {
        let source = rule.direction.source
        return switch rule.occasion {
        case .message(let number): "au message \(number) \(source.du)"
        case .frame(let number): "à la trame \(number) \(source.du)"
        case .handshake(let number): "à la \(handshake(source))\(number > 1 ? " \(number)" : "") \(source.du)"
        case .offset(let number): "à l'octet \(number) \(source.du)"
        case .time: age.map { "au bout de \($0)" } ?? "à son heure"
        }
    }

    private static func handshake(_ source: Leg) -> FrenchPhrase {
        switch source {
        case .client: "requête"
        case .server: "réponse"
        }
    }
}

// MARK: Reports

extension FrenchNarrator {
    /// `, si bien que les deux côtés rapportent 1006`
    private static func reports(_ reports: [SideReport]) -> FrenchPhrase {
        guard let first = reports.first else { return "" }
        guard reports.count == 2, let last = reports.last else { return ", si bien que \(says(first))" }
        if first.gist == last.gist { return ", si bien que \(both(first, last))" }
        if first.gist != .nothing, last.gist != .nothing {
            return ", si bien que \(says(first)) et \(name(last)) \(object(last.gist))"
        }
        return ", si bien que \(says(first)) et \(says(last))"
    }

    private static func both(_ first: SideReport, _ last: SideReport) -> FrenchPhrase {
        let isPlain = [first, last].allSatisfy { $0.verdict.profile == .rfc6455 }
        let names: FrenchPhrase = isPlain ? "les deux côtés" : "\(name(first)) et \(name(last))"
        return first.gist == .nothing
            ? "\(names) attendent toujours" : "\(names) rapportent \(object(first.gist))"
    }

    private static func says(_ report: SideReport) -> FrenchPhrase {
        report.gist == .nothing
            ? "\(name(report)) attend toujours" : "\(name(report)) rapporte \(object(report.gist))"
    }

    private static func object(_ gist: SideReport.Gist) -> FrenchPhrase {
        switch gist {
        case .code(1006, wasClean: false): "1006"
        case .code(1006, wasClean: true): "un 1006 propre"
        case .code(let code, wasClean: true): "\(code)"
        case .code(let code, wasClean: false): "un \(code) non propre"
        case .errorOnly: "seulement une erreur"
        case .nothing: "rien"
        }
    }

    private static func name(_ report: SideReport) -> FrenchPhrase {
        switch report.verdict.profile {
        case .rfc6455: report.leg.le
        case .chromium, .firefox, .node, .pythonWebSockets:
            "\(report.leg.le) (\(asIs: report.verdict.profile.title))"
        }
    }
}
