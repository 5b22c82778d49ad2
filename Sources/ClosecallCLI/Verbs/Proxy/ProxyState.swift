internal import Closecall
internal import Observer

/// What a proxy has to do with just now, for who asks by SIGUSR1.
struct ProxyState: Sendable {
    /// How long the proxy has run.
    let age: Duration
    /// Of sessions that have ended, as far as bytes and frames go.
    let totals: ProxyTotals
    let sessions: [SessionReport]
    /// How those ended that did.
    let endings: EndingSummary

    /// Clients for whom there is no room yet.
    var waiting: Int { max(0, totals.open - sessions.count) }
    var ended: Int { totals.sessions - totals.open }

    /// More lines than this are not read by people, who want to see the oldest.
    private static let longestList = 100

    func page(for stream: Output.Stream, in language: Language) -> String {
        var head = Wording.count(sessions.count, "open session")
        if waiting > 0 { head += ", \(Wording.count(waiting, "client")) waiting for one to end" }
        head += ", \(ended) ended, in \(Wording.duration(age))"
        var lines = [stream.style.bold(head)]
        lines += sessions.prefix(Self.longestList).map { SessionLine(session: $0, stream: stream).open }
        let hidden = sessions.count - Self.longestList
        if hidden > 0 { lines.append("and \(Wording.count(hidden, "younger session"))") }
        lines += EndingLines(summary: endings, language: language, style: stream.style).lines
        lines += totals.lines
        return lines.joined(separator: "\n") + "\n"
    }
}

extension ProxyTotals {
    /// How much went which way, of sessions that have ended.
    var lines: [String] {
        [("> to server", framesToServer, bytesToServer), ("< to client", framesToClient, bytesToClient)].map {
            "  \($0.0)  \(Wording.count(Int(clamping: $0.1), "frame")), \(Wording.size($0.2))"
        }
    }
}
