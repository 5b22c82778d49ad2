internal import Closecall
internal import Observer

/// The words around a report's figures.
struct ReportLabels: Sendable {
    let sessions: @Sendable (Int) -> String
    let badly: @Sendable (Int) -> String
    let open: @Sendable (Int) -> String
    let selected: @Sendable (String, Int) -> String
    let byCause: String
    let byCode: String
    let lengths: String
    let longest: String
    let byRule: String
    let byWhom: String
    let abnormal: String
    let listed: String
    let client: String
    let server: String
    let noEvent: String
    let errorOnly: String
    let pending: String
    let likeIt: @Sendable (Int) -> String
    let more: @Sendable (Int) -> String
    let hint: @Sendable (Int) -> String
    let none: String
    let culprits: [String: String]

    static func of(_ language: Language) -> ReportLabels {
        switch language {
        case .english: english
        case .french: french
        }
    }

    private static let english = ReportLabels(
        sessions: { "\(Wording.count($0, "session")) ended" },
        badly: { $0 == 0 ? "none badly" : "\($0) badly" },
        open: { "\($0) still open when the journal ended" },
        selected: { "selected by \($0) from \(Wording.count($1, "session"))" },
        byCause: "By cause", byCode: "By code", lengths: "Session length", longest: "longest",
        byRule: "Rules that ended sessions", byWhom: "Whose doing", abnormal: "Ended badly",
        listed: "Sessions",
        client: "client", server: "server", noEvent: "-", errorOnly: "error event only", pending: "nothing",
        likeIt: { "- and \($0) like it" },
        more: { "and \($0) more: `closecall report JOURNAL -o report.html` shows all" },
        hint: { "`closecall explain --journal JOURNAL --session \($0)` tells the whole story." },
        none: "No session is like that.", culprits: [:])

    private static let french = ReportLabels(
        sessions: { $0 == 1 ? "1 session terminée" : "\($0) sessions terminées" },
        badly: { $0 == 0 ? "aucune mal" : "dont \($0) mal" },
        open: { "\($0) encore ouverte\($0 == 1 ? "" : "s") à la fin du journal" },
        selected: { "sélection \($0) parmi \(Wording.count($1, "session"))" },
        byCause: "Par cause", byCode: "Par code", lengths: "Durée des sessions", longest: "la plus longue",
        byRule: "Règles qui ont mis fin à des sessions", byWhom: "Le fait de", abnormal: "Mal terminées",
        listed: "Sessions", client: "client", server: "serveur", noEvent: "-",
        errorOnly: "événement error seul", pending: "rien",
        likeIt: { "- et \($0) de même" },
        more: { "et \($0) de plus : `closecall report JOURNAL -o report.html` les montre toutes" },
        hint: { "`closecall explain --journal JOURNAL --session \($0)` raconte toute l’histoire." },
        none: "Aucune session ne correspond.",
        culprits: [
            "client": "client", "server": "serveur", "fault": "panne", "proxy": "proxy", "network": "réseau",
        ])
}
