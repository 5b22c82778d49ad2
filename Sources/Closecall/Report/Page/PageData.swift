internal import Observer

/// A selection of sessions as the page's script reads it: JSON with short names, texts by number, and nothing that
/// is as one would expect.
struct PageData {
    private var texts = TextTable()
    private var json = JSONWriter()

    /// The text, which may stand in a `script` element: a reason may be `</script>`, and in JSON a `<` may be
    /// written as `\u003c` wherever it can stand.
    static func bytes(of report: ReportPage) -> [UInt8] {
        var data = PageData()
        data.write(report)
        var safe: [UInt8] = []
        safe.reserveCapacity(data.json.bytes.count)
        for byte in data.json.bytes {
            if byte == UInt8(ascii: "<") { safe += #"\u003c"#.utf8 } else { safe.append(byte) }
        }
        return safe
    }

    private mutating func write(_ report: ReportPage) {
        let file = report.file
        json.object { json in
            json.field("lang", report.language.rawValue)
            json.field("names", report.names)
            json.field("filter", report.filter)
            json.field("all", file.sessions.count)
            json.field("missed", file.missed)
            json.field("broken", file.broken)
            json.field("oneByOne", file.hasFrames)
            json.array("runs") { json in for run in file.runs { json.run(run) } }
            // The sessions fill the table of texts, which therefore comes behind them.
            json.array("sessions") { json in
                for session in report.sessions { json.object { $0.session(session, &texts) } }
            }
            json.field("texts", texts.texts)
            json.causes(of: report.sessions)
            json.codes(of: report.sessions)
        }
    }
}

extension JSONWriter {
    fileprivate mutating func run(_ run: JournalFile.Run) {
        object { json in
            json.field("time", run.time)
            json.field("version", run.version)
            json.field("command", run.command)
            json.field("language", run.language ?? "en")
            json.array("scenarios") { json in
                for scenario in run.scenarios {
                    json.object { json in
                        json.field("name", scenario.name)
                        json.field("seed", scenario.seed)
                    }
                }
            }
        }
    }

    fileprivate mutating func session(_ session: JournalSession, _ texts: inout TextTable) {
        field("n", session.number)
        number("r", session.run, but: 1)
        if let openedAt = session.openedAt { field("t", openedAt / 1000) }
        if let duration = session.duration { field("d", Int64(duration.seconds * 1e6)) }
        text("p", session.path, &texts)
        text("ca", session.clientAddress, &texts)
        text("sa", session.serverAddress, &texts)
        text("k", session.key, &texts)
        number("o", session.ordinal ?? 0, but: 0)
        number("st", session.status ?? 0, but: 101)
        text("sp", session.subprotocol, &texts)
        number("z", session.isCompressed ? 1 : 0, but: 0)
        number("a", session.isAbnormal ? 1 : 0, but: 0)
        seen("c", session.client, &texts)
        seen("s", session.server, &texts)
        text("w", session.cause ?? EndedSession.open, &texts)
        text("b", session.by, &texts)
        text("u", session.rule, &texts)
        text("y", session.story, &texts)
        array("m") { json in
            for both in [session.messages, session.frames, session.bytes, session.lost] {
                json.element(both.toServer)
                json.element(both.toClient)
            }
        }
        number("lf", session.evidence.frames.leftOut, but: 0)
        number("lx", session.evidence.faultsLeftOut, but: 0)
        text("q", session.evidence.placeToServer?.name, &texts)
        text("v", session.evidence.placeToClient?.name, &texts)
        let events = PageEvent.all(of: session, &texts)
        // One text, which a browser need not take apart before somebody looks at the session.
        if !events.isEmpty { field("e", events.map(\.text).joined(separator: ";")) }
    }

    private mutating func seen(_ name: String, _ seen: SeenEnding?, _ texts: inout TextTable) {
        guard let seen else { return }
        let told = [seen.opened, seen.error].map { $0.map { $0 ? 1 : 0 } ?? 2 }
        let profile = texts.number(of: seen.profile)
        let what: [Int]
        switch seen.outcome {
        case .event(let code, let reason, let wasClean):
            what = [0, Int(code), texts.number(of: reason), wasClean ? 1 : 0]
        case .errorOnly: what = [1, 0, 0, 0]
        case .pending: what = [2, 0, 0, 0]
        }
        array(name) { json in for number in what + [profile] + told { json.element(number) } }
    }

    private mutating func text(_ name: String, _ text: String?, _ texts: inout TextTable) {
        number(name, texts.number(of: text), but: 0)
    }

    private mutating func number(_ name: String, _ number: Int, but usual: Int) {
        if number != usual { field(name, number) }
    }

    /// The words about each cause that there is, in both languages.
    fileprivate mutating func causes(of sessions: [JournalSession]) {
        object("causes") { json in
            for cause in Set(sessions.map { $0.cause ?? EndedSession.open }).sorted() {
                json.object(cause) { json in
                    for language in Language.allCases {
                        json.array(language.rawValue) { json in
                            json.element(CauseWords.label(cause, language))
                            json.element(CauseWords.explanation(cause, language))
                        }
                    }
                }
            }
        }
    }

    /// What each code that was reported is called, and what it means.
    fileprivate mutating func codes(of sessions: [JournalSession]) {
        let codes = Set(sessions.flatMap { [$0.client?.code, $0.server?.code] }.compactMap { $0 })
        object("codes") { json in
            for code in codes.sorted() {
                json.object("\(code)") { json in
                    for language in Language.allCases {
                        let entry = CloseCodeGuide.entry(for: code, language: language)
                        json.array(language.rawValue) { json in
                            json.element(entry.registeredName ?? "")
                            json.element(entry.text.meaning)
                        }
                    }
                }
            }
        }
    }
}
