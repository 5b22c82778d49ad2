internal import Closecall
internal import Reactor
internal import WebSocketWire

/// What `serve` prints, for people or for programs.
struct ServeReport {
    let output: Output
    let isJSON: Bool

    func listening(at server: EchoServer) {
        // A Unix socket has no URL that a browser would understand.
        let url = server.address.port == nil ? "\(server.address)" : server.url
        if isJSON {
            output.json { json in
                json.field("event", "listening")
                json.field("url", url)
            }
        } else {
            output.line("listening on \(url)")
        }
        if !server.address.isLoopback {
            output.error("closecall serve: other machines can reach \(server.address) too")
        }
    }

    func ended(_ sessions: [EchoServer.Session]) { sessions.forEach(ended) }

    private func ended(_ session: EchoServer.Session) {
        guard isJSON else {
            output.line(line(session))
            return
        }
        output.json { json in
            json.field("event", "session.end")
            json.field("session", session.number)
            json.field("client", "\(session.client)")
            json.field("path", session.target)
            json.field("code", session.event?.code)
            json.field("name", session.event.map { CloseCode(rawValue: $0.code).name })
            json.field("reason", session.event?.reason)
            json.field("wasClean", session.event?.wasClean ?? false)
            json.field("messages", session.messages)
            json.field("problem", session.problem)
        }
    }

    private func line(_ session: EchoServer.Session) -> String {
        let style = output.standardOutput.style
        var line = style.dim("#\(session.number)")
        if let target = session.target { line += " \(Wording.oneLine(target))" }
        if let event = session.event {
            let ending = Wording.ending(event)
            line += "  \(event.wasClean ? style.good(ending) : style.bad(ending))"
            line += ", \(Wording.count(session.messages, "message"))"
        } else {
            line += "  \(style.bad("never opened"))"
        }
        if let problem = session.problem { line += style.dim(" (\(Wording.oneLine(problem)))") }
        return line
    }

    func summary(_ counts: SessionTally.Counts, unreported: Int) {
        if isJSON { jsonSummary(counts, unreported) } else { textSummary(counts, unreported) }
    }

    private func textSummary(_ counts: SessionTally.Counts, _ unreported: Int) {
        let sessions = Wording.count(counts.sessions, "session")
        var lines = ["\(sessions), \(Wording.count(counts.messages, "message"))"]
        lines += counts.orderedEndings.map { "  \($0.count) \u{D7} \(Wording.code($0.code))" }
        if counts.unopened > 0 { lines.append("  \(counts.unopened) \u{D7} never opened") }
        if unreported > 0 { lines.append("  \(unreported) not shown above: nobody read in time") }
        output.text(lines.joined(separator: "\n") + "\n")
    }

    private func jsonSummary(_ counts: SessionTally.Counts, _ unreported: Int) {
        output.json { json in
            json.field("event", "summary")
            json.field("sessions", counts.sessions)
            json.field("messages", counts.messages)
            json.array("endings") { json in
                for ending in counts.orderedEndings {
                    json.object { json in
                        json.field("code", ending.code)
                        json.field("name", CloseCode(rawValue: ending.code).name)
                        json.field("count", ending.count)
                    }
                }
            }
            json.field("neverOpened", counts.unopened)
            json.field("notReported", unreported)
        }
    }
}
