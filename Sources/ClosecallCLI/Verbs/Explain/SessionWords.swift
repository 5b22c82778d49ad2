internal import Closecall
internal import Observer

/// The words in which a session's story is told.
struct SessionWords: Sendable {
    let session: String
    let clientGot: String
    let serverGot: String
    let doing: String
    let happened: String
    let next: String
    let cause: String
    let rule: String
    let frame: String
    let flaw: String
    let noCode: String
    let unfinished: String
    let compressed: String
    let of: String
    let nobody: String
    let fault: @Sendable (String?) -> String
    let leftOut: @Sendable (Int) -> String
    let more: @Sendable (Int) -> String
    private let legs: (client: String, server: String)
    private let culprits: [String: String]
    private let firedText: @Sendable (String, String, String) -> String
    private let ends: [String: String]
    private let halfOpenText: @Sendable (String, String?) -> String
    private let told: Told

    /// What a side's API told, in words.
    struct Told: Sendable {
        let nothingToTell: String
        let errorOnly: String
        let pending: String
        let clean: String
        let unclean: String
        let reports: @Sendable (String) -> String
        let neverOpened: String
        let errorFirst: String
    }

    static func of(_ language: Language) -> SessionWords {
        switch language {
        case .english: english
        case .french: french
        }
    }

    func name(_ leg: Leg) -> String { leg == .client ? legs.client : legs.server }

    func fired(_ rule: String, _ at: String, _ faults: [String]) -> String {
        let faults = faults.isEmpty ? "" : ": \(faults.joined(separator: ", "))"
        return firedText(Wording.quoted(rule), at, faults)
    }

    func end(_ how: String, _ detail: String?) -> String {
        (ends[how] ?? how) + (detail.map { ": \(Wording.oneLine($0))" } ?? "")
    }

    func halfOpen(_ who: String, _ length: String?) -> String { halfOpenText(who, length) }

    /// Whose doing it was, and by which rule.
    func culprit(_ session: JournalSession) -> String {
        switch session.by {
        case "fault": fault(session.rule.map(Wording.quoted))
        case let by?: culprits[by] ?? by
        case nil: nobody
        }
    }

    /// `1006 Abnormal Closure, not clean, as chromium reports it`
    func told(_ seen: SeenEnding?) -> String {
        guard let seen else { return told.nothingToTell }
        var parts: [String]
        switch seen.outcome {
        case .event(let code, let reason, let wasClean):
            parts = [Wording.code(code) + (reason.isEmpty ? "" : " \(Wording.quoted(reason))")]
            parts.append(wasClean ? told.clean : told.unclean)
            if seen.error == true { parts.append(told.errorFirst) }
        case .errorOnly: parts = [told.errorOnly]
        case .pending: parts = [told.pending]
        }
        if seen.opened == false { parts.append(told.neverOpened) }
        if let profile = seen.profile { parts.append(told.reports(profile)) }
        return parts.joined(separator: ", ")
    }

    private static let english = SessionWords(
        session: "Session", clientGot: "The client got", serverGot: "The server got", doing: "Whose doing",
        happened: "What happened", next: "What to look at next", cause: "Cause", rule: "rule", frame: "frame",
        flaw: "not everybody takes this:", noCode: "without a code", unfinished: "to be continued",
        compressed: "compressed", of: "of",
        nobody: "nobody's that is known",
        fault: { $0.map { "a fault's: rule \($0)" } ?? "a fault's" },
        leftOut: { "(\(Wording.count($0, "frame")) in between)" },
        more: {
            "The journal has only the last frames of this session: \($0) came before. Record with --frames."
        },
        legs: ("client", "server"),
        culprits: [
            "client": "the client's", "server": "the server's", "proxy": "the proxy's",
            "network": "the network's",
        ],
        firedText: { "\($0) fired at \($1)\($2)" },
        ends: [
            "fin": "FIN", "rst": "RST", "truncated": "FIN without close_notify",
            "failed": "the connection failed",
        ],
        halfOpenText: { who, length in
            "half open, the \(who) had ended its half" + (length.map { ", for \($0)" } ?? ", to the end")
        },
        told: Told(
            nothingToTell: "nothing, there was no WebSocket to tell of",
            errorOnly: "an error event and no close event", pending: "no event at all, or not yet",
            clean: "clean", unclean: "not clean", reports: { "as \($0) reports it" },
            neverOpened: "without an open event before", errorFirst: "after an error event"))

    private static let french = SessionWords(
        session: "Session", clientGot: "Le client a eu", serverGot: "Le serveur a eu", doing: "Le fait de",
        happened: "Ce qui s’est passé", next: "Que regarder ensuite", cause: "Cause", rule: "règle",
        frame: "trame", flaw: "tous ne l’acceptent pas\u{A0}:", noCode: "sans code", unfinished: "à suivre",
        compressed: "compressé", of: "de",
        nobody: "personne que l’on connaisse",
        fault: { $0.map { "une panne provoquée\u{A0}: règle \($0)" } ?? "une panne provoquée" },
        leftOut: { $0 == 1 ? "(1 trame entre-temps)" : "(\($0) trames entre-temps)" },
        more: {
            "Le journal n’a que les dernières trames de cette session : \($0) sont venues avant. "
                + "Enregistrez avec --frames."
        },
        legs: ("client", "serveur"),
        culprits: [
            "client": "le client", "server": "le serveur", "proxy": "le proxy", "network": "le réseau",
        ],
        firedText: { "\($0) déclenchée à \($1)\($2)" },
        ends: [
            "fin": "FIN", "rst": "RST", "truncated": "FIN sans close_notify",
            "failed": "la connexion a échoué",
        ],
        halfOpenText: { who, length in
            "à demi ouverte, le \(who) avait terminé sa moitié"
                + (length.map { ", pendant \($0)" } ?? ", jusqu’à la fin")
        },
        told: Told(
            nothingToTell: "rien, il n’y avait pas de WebSocket dont parler",
            errorOnly: "un événement error et pas de close", pending: "aucun événement, ou pas encore",
            clean: "propre", unclean: "pas propre", reports: { "comme \($0) le rapporte" },
            neverOpened: "sans événement open avant", errorFirst: "après un événement error"))
}
