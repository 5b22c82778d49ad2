internal import WebSocketWire

/// English.
enum EnglishNarrator: Narrator {
    static func story(_ plot: Plot) -> String {
        sentence(act(plot) + reports(plot.tellingReports))
    }

    /// With a capital and a full stop.
    static func sentence(_ clause: String) -> String {
        clause.prefix(1).uppercased() + clause.dropFirst() + "."
    }

    private static func act(_ plot: Plot) -> String {
        switch plot.lead {
        case .endpoint: clause(plot)
        case .endpointAfter(let rule):
            if case .killed(let leg) = plot.ending.cause {
                "\(fired(rule)) and ended \(leg.english)'s connection"
            } else {
                "\(fired(rule)); then \(clause(plot))"
            }
        case .rule(let rule, let leg): "\(fired(rule)) and in \(leg.english)'s name \(deed(plot) ?? "")"
        case .proxy(let leg): "the proxy in \(leg.english)'s name \(deed(plot) ?? "")"
        }
    }

    /// Who did what.
    private static func clause(_ plot: Plot) -> String {
        if case .dropped(let leg, .lost, let place) = plot.ending.cause {
            return "the network lost the connection to \(leg.english)\(detail(plot.detail(of: leg))) "
                + "\(spot(plot.spot(of: leg, place))), \(age(plot.ageOfEnd(of: leg)))"
        }
        return deed(plot).map { "\(plot.ending.cause.actor.english) \($0)" } ?? event(plot)
    }

    static func age(_ age: TimeSpan) -> String { "\(age.words()) after the session began" }

    static func detail(_ text: String?) -> String {
        text.map { " (\(ForeignText.shown($0, upTo: ForeignText.longestDetail)))" } ?? ""
    }

    static func quoted(_ text: String, upTo limit: Int = ForeignText.longestReason) -> String {
        "\"\(ForeignText.shown(text, upTo: limit, delimiters: ["\""]))\""
    }

    /// `4000 "bye"`
    static func code(_ code: UInt16, _ reason: String = "") -> String {
        reason.isEmpty ? "\(code)" : "\(code) \(quoted(reason))"
    }

    /// `with 4000 "bye"`, `without a code`
    static func with(_ code: UInt16?, _ reason: String = "") -> String {
        code.map { "with \(self.code($0, reason))" } ?? "without a code"
    }
}

extension Leg {
    var english: String {
        switch self {
        case .client: "the client"
        case .server: "the server"
        }
    }
}

// MARK: Rules

extension EnglishNarrator {
    /// `rule "drop-third" (truncate) fired at the server's frame 3`
    static func fired(_ rule: Plot.FiredRule) -> String {
        guard let firing = rule.firing else { return "\(named(rule)) had fired" }
        return "\(named(rule)) fired \(occasion(firing.rule, rule.age))"
    }

    /// `rule "drop-third" (truncate)`
    static func named(_ rule: Plot.FiredRule) -> String {
        "rule \(quoted(rule.name, upTo: ForeignText.longestName))\(faults(rule.faults))"
    }

    static func faults(_ names: [String]) -> String {
        names.isEmpty
            ? "" : " (\(ForeignText.shown(names.joined(separator: ", "), upTo: ForeignText.longestName)))"
    }

    private static func occasion(_ rule: RuleFiring, _ age: TimeSpan?) -> String {
        let source = rule.direction.source
        return switch rule.occasion {
        case .message(let number): "at \(source.english)'s message \(number)"
        case .frame(let number): "at \(source.english)'s frame \(number)"
        case .handshake(let number):
            "at \(source.english)'s \(source == .client ? "request" : "answer")\(number > 1 ? " \(number)" : "")"
        case .offset(let number): "at byte \(number) from \(source.english)"
        case .time: "after \(age?.words() ?? "a time")"
        }
    }
}

// MARK: Reports

extension EnglishNarrator {
    /// `, so both sides report 1006`
    private static func reports(_ reports: [SideReport]) -> String {
        guard let first = reports.first else { return "" }
        guard reports.count == 2, let last = reports.last else { return ", so \(says(first))" }
        if first.gist == last.gist { return ", so \(both(first, last))" }
        if first.gist != .nothing, last.gist != .nothing {
            return ", so \(says(first)) and \(name(last)) \(object(last.gist))"
        }
        return ", so \(says(first)) and \(says(last))"
    }

    private static func both(_ first: SideReport, _ last: SideReport) -> String {
        let isPlain = [first, last].allSatisfy { $0.verdict.profile == .rfc6455 }
        let names = isPlain ? "both sides" : "\(name(first)) and \(name(last))"
        return first.gist == .nothing ? "\(names) still wait" : "\(names) report \(object(first.gist))"
    }

    private static func says(_ report: SideReport) -> String {
        report.gist == .nothing
            ? "\(name(report)) still waits" : "\(name(report)) reports \(object(report.gist))"
    }

    private static func object(_ gist: SideReport.Gist) -> String {
        switch gist {
        case .code(1006, wasClean: false): "1006"
        case .code(1006, wasClean: true): "a clean 1006"
        case .code(let code, wasClean: true): "\(code)"
        case .code(let code, wasClean: false): "\(code) as not clean"
        case .errorOnly: "only an error"
        case .nothing: "nothing"
        }
    }

    private static func name(_ report: SideReport) -> String {
        switch report.verdict.profile {
        case .rfc6455: report.leg.english
        case .chromium, .firefox, .node, .pythonWebSockets:
            "\(report.leg.english) (\(report.verdict.profile.title))"
        }
    }
}
