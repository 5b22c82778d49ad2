internal import Closecall
internal import Observer
internal import Trace

/// The words around what a capture tells.
struct InspectWords: Sendable {
    /// In their order.
    let columns: [String]
    let rule: String
    let packet: String
    let frame: String
    let noneSelected: String
    let noneFound: String
    let encrypted: String
    let beginsBefore: String
    let missingBeginning: String
    let missingHandshake: @Sendable (Direction) -> String
    let missingBytes: @Sendable (Direction, UInt64, Bool) -> String
    let recorded: @Sendable (RecordedEnding) -> String
    let fired: @Sendable (Int) -> String
    let stopped: @Sendable (Int) -> String
    let totals: @Sendable (Trace.TraceTally, InspectionTotals) -> String
    private let odd: [@Sendable (Trace.TraceTally, UInt64) -> (Int, String)]
    let inflated: String
    let troubles: [String: String]
    let connections: @Sendable ([Int], UInt64, UInt64) -> String
    let pings: @Sendable (Leg, PingTally) -> String

    static func of(_ language: Language) -> InspectWords {
        switch language {
        case .english: english
        case .french: french
        }
    }

    func oddities(_ tally: Trace.TraceTally, dropped: UInt64) -> [String] {
        odd.map { $0(tally, dropped) }.filter { $0.0 > 0 }.map(\.1)
    }

    func why(_ session: UnreadSession) -> String {
        switch session.reason {
        case .encrypted(let name): name.map { "\(encrypted) (\(Wording.oneLine($0)))" } ?? encrypted
        case .beginsBefore: beginsBefore
        }
    }

    /// What stands below a session's line.
    func remarks(_ session: InspectedSession) -> [String] {
        var remarks = session.gaps.map { gap in
            switch gap {
            case .beginning: missingBeginning
            case .handshake(let direction): missingHandshake(direction)
            case .bytes(let direction, let count, let losesFrames):
                missingBytes(direction, count, losesFrames)
            }
        }
        if session.report.record.firings > 0 { remarks.append(fired(session.report.record.firings)) }
        if session.isOpen || !session.gaps.isEmpty, let ending = session.recorded {
            remarks.append(recorded(ending))
        }
        return remarks
    }

    func remarks(_ session: UnreadSession) -> [String] { session.recorded.map { [recorded($0)] } ?? [] }

    /// `0.2/0.4/1.1 ms`
    static func roundTrip(_ times: PingTally.RoundTrip) -> String {
        [times.least, times.median, times.most].map { Wording.duration($0) }.joined(separator: "/")
    }

    private static let english = InspectWords(
        columns: [
            "session", "start", "client", "server", "target", "frames", "messages", "bytes", "duration",
            "codes", "cause",
        ],
        rule: "rule", packet: "packet", frame: "frame",
        noneSelected: "no session is like that",
        noneFound: "there is no WebSocket session in it",
        encrypted: "encrypted", beginsBefore: "begins before the capture",
        missingBeginning: "the capture begins after the connection",
        missingHandshake: { "bytes of the handshake \(words($0)) are not in the capture" },
        missingBytes: { direction, count, losesFrames in
            "\(Wording.size(count)) \(words(direction)) are not in the capture"
                + (losesFrames ? ", and behind them nobody knows where frames begin" : ", all of payloads")
        },
        recorded: { "the proxy said of its session \($0.session): \(Wording.oneLine($0.line))" },
        fired: { "rules fired \(Wording.count($0, "time"))" },
        stopped: { "stopped behind packet \($0)" },
        totals: { tally, totals in
            var parts = ["\(Wording.count(totals.webSockets, "WebSocket session"))"]
            let others = totals.sessions - totals.webSockets
            if others > 0 { parts.append("\(Wording.count(others, "session")) without a WebSocket") }
            if totals.encrypted > 0 { parts.append("\(totals.encrypted) encrypted") }
            if totals.beginBefore > 0 { parts.append("\(totals.beginBefore) begun before the capture") }
            return "\(Wording.count(tally.packets, "packet")), "
                + "\(Wording.count(tally.streams, "TCP connection")): \(parts.joined(separator: ", "))"
        },
        odd: [
            { ($1 > 0 ? 1 : 0, "\($1) dropped while capturing") },
            { tally, _ in (tally.cut, "\(tally.cut) cut by the snap length") },
            { tally, _ in (tally.fragments, "\(Wording.count(tally.fragments, "IP fragment")) not followed")
            },
            { tally, _ in (tally.damaged, "\(tally.damaged) damaged") },
            { tally, _ in (tally.missing, "\(Wording.size(UInt64(tally.missing))) missing") },
        ],
        inflated: "inflated",
        troubles: [
            "cut": "too long to be shown whole", "missing": "bytes of it are not in the capture",
            "deflate": "does not inflate", "context": "refers to one that could not be read",
        ],
        connections: { streams, first, last in
            let numbers = streams.map { "\($0)" }.joined(separator: " and ")
            return "tcp.stream \(numbers), packets \(first) to \(last)"
        },
        pings: { leg, tally in
            "\(Wording.count(Int(clamping: tally.pings), "ping")) by the \(leg), \(tally.answered) answered"
                + (tally.roundTrip.map { " in \(roundTrip($0)) (least/median/most)" } ?? "")
        })

    private static let french = InspectWords(
        columns: [
            "session", "début", "client", "serveur", "cible", "trames", "messages", "octets", "durée",
            "codes", "cause",
        ],
        rule: "règle", packet: "paquet", frame: "trame",
        noneSelected: "aucune session ne correspond",
        noneFound: "il n’y a pas de session WebSocket",
        encrypted: "chiffrée", beginsBefore: "commence avant la capture",
        missingBeginning: "la capture commence après la connexion",
        missingHandshake: { "des octets de la poignée de main \(mots($0)) ne sont pas dans la capture" },
        missingBytes: { direction, count, losesFrames in
            "\(Wording.size(count)) \(mots(direction)) ne sont pas dans la capture"
                + (losesFrames
                    ? ", et au-delà nul ne sait où commencent les trames" : ", tous de contenus de trames")
        },
        recorded: { "le proxy a dit de sa session \($0.session)\u{A0}: \(Wording.oneLine($0.line))" },
        fired: { "des règles se sont déclenchées \($0) fois" },
        stopped: { "arrêté après le paquet \($0)" },
        totals: { tally, totals in
            var parts = ["\(Wording.count(totals.webSockets, "session")) WebSocket"]
            let others = totals.sessions - totals.webSockets
            if others > 0 { parts.append("\(Wording.count(others, "session")) sans WebSocket") }
            if totals.encrypted > 0 { parts.append("\(Wording.count(totals.encrypted, "chiffrée"))") }
            if totals.beginBefore > 0 { parts.append("\(totals.beginBefore) d’avant la capture") }
            return "\(Wording.count(tally.packets, "paquet")), "
                + "\(Wording.count(tally.streams, "connexion")) TCP\u{A0}: \(parts.joined(separator: ", "))"
        },
        odd: [
            { ($1 > 0 ? 1 : 0, "\($1) perdus à la capture") },
            { tally, _ in (tally.cut, "\(tally.cut) coupés par la longueur de capture") },
            { tally, _ in (tally.fragments, "\(Wording.count(tally.fragments, "fragment")) IP non suivis") },
            { tally, _ in (tally.damaged, "\(Wording.count(tally.damaged, "endommagé"))") },
            { tally, _ in (tally.missing, "\(Wording.size(UInt64(tally.missing))) manquent") },
        ],
        inflated: "décompressé",
        troubles: [
            "cut": "trop long pour être montré en entier",
            "missing": "des octets ne sont pas dans la capture",
            "deflate": "ne se décompresse pas", "context": "se réfère à un message qui n’a pas pu être lu",
        ],
        connections: { streams, first, last in
            let numbers = streams.map { "\($0)" }.joined(separator: " et ")
            return "tcp.stream \(numbers), paquets \(first) à \(last)"
        },
        pings: { leg, tally in
            "\(Wording.count(Int(clamping: tally.pings), "ping")) du \(leg == .client ? "client" : "serveur"), "
                + "\(tally.answered) avec réponse"
                + (tally.roundTrip.map { " en \(roundTrip($0)) (min/médiane/max)" } ?? "")
        })

    private static func words(_ direction: Direction) -> String {
        direction == .toServer ? "to the server" : "to the client"
    }

    private static func mots(_ direction: Direction) -> String {
        direction == .toServer ? "vers le serveur" : "vers le client"
    }
}
