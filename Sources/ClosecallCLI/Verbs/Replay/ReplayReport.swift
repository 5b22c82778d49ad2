internal import Closecall
internal import WebSocketWire

/// What `replay` prints, for people or for programs.
struct ReplayReport {
    let output: Output
    let isJSON: Bool

    /// A list of more differences than this is for programs.
    private static let longestList = 20

    /// What takes longer than two seconds says so, on a terminal, until the task is cancelled.
    func showProgress(of script: ReplayScript, isFast: Bool) async {
        guard output.standardError.isTerminal, !isJSON else { return }
        let began = ContinuousClock.now
        var isShown = false
        let whole = isFast ? "" : " of \(Wording.duration(script.length))"
        while (try? await Task.sleep(for: .milliseconds(isShown ? 250 : 2000))) != nil {
            isShown = true
            output.errorText("\r\u{1B}[Kreplaying: \(Wording.duration(began.duration(to: .now)))\(whole)")
        }
        if isShown { output.errorText("\r\u{1B}[K") }
    }

    func show(_ script: ReplayScript, _ result: ReplayRun.Result, _ differences: [ReplayDifference]) {
        if isJSON { return showJSON(script, result, differences) }
        if result.isDecompressed {
            output.error(
                "closecall replay: the server agreed on another compression than in the trace: frames were sent without"
            )
        }
        for difference in differences.prefix(Self.longestList) { output.line(line(difference)) }
        let hidden = differences.count - Self.longestList
        if hidden > 0 { output.line("and \(Wording.count(hidden, "more difference"))") }
        let style = output.standardOutput.style
        let messages = Wording.count(result.outcome.messages.count, "message")
        let words = "session \(script.session), \(messages) in \(Wording.duration(result.duration)): "
        let verdict =
            differences.isEmpty
            ? style.good("all as in the trace") : style.bad(Wording.count(differences.count, "difference"))
        output.line(words + verdict)
        if script.expected.isPartial {
            output.line("the trace lacks some of what the server said: only what came before was compared")
        }
        if result.unsentSteps > 0, !differences.isEmpty {
            output.line("the connection ended before all was sent")
        }
    }

    /// `message 3: expected "a", got "b"`
    private func line(_ difference: ReplayDifference) -> String {
        let (what, expected, got) = words(difference)
        let style = output.standardOutput.style
        return "\(style.bold(what)): expected \(style.good(expected)), got \(style.bad(got))"
    }

    private func words(_ difference: ReplayDifference) -> (String, expected: String, got: String) {
        switch difference {
        case .status(let expected, let got): ("status", Self.words(expected), Self.words(got))
        case .violation(let expected, let got):
            (
                "handshake", expected.map(Wording.oneLine) ?? "a right one",
                got.map(Wording.oneLine) ?? "a right one"
            )
        case .subprotocol(let expected, let got):
            ("subprotocol", expected.map(Wording.quoted) ?? "none", got.map(Wording.quoted) ?? "none")
        case .message(let number, let expected, let got):
            ("message \(number)", Self.words(expected, beside: got), Self.words(got, beside: expected))
        case .close(let expected, let got): ("close", Self.words(expected), Self.words(got))
        case .end(let expected, let got): ("end", expected?.rawValue ?? "none", got?.rawValue ?? "none")
        }
    }

    private static func words(_ status: Int?) -> String { status.map { "\($0)" } ?? "no answer" }

    private static func words(_ close: ReplayOutcome.Close?) -> String {
        guard let close else { return "no Close" }
        guard let code = close.code else { return "a Close without a code" }
        return "\(code)\(close.reason.isEmpty ? "" : " \(Wording.quoted(close.reason))")"
    }

    /// How it begins; and how long it is, where it is longer than that or as `other` begins.
    private static func words(
        _ message: ReplayOutcome.Message?, beside other: ReplayOutcome.Message?
    ) -> String {
        guard let message else { return "no message" }
        let shown = message.beginning.prefix(longestShown)
        var words =
            message.opcode == Opcode.text.rawValue
            ? Wording.quoted(String(decoding: shown, as: UTF8.self)) : "0x\(Wording.hex(shown.prefix(20)))"
        if message.length > shown.count || message.beginning == other?.beginning {
            words += " (\(message.length) bytes)"
        }
        if message.opcode != other?.opcode, other != nil {
            words = "\(Opcode(rawValue: message.opcode)) \(words)"
        }
        if let trouble = message.trouble { words += ", unreadable: \(Wording.oneLine(trouble))" }
        return words
    }

    private static let longestShown = 60
}

// MARK: - For programs

extension ReplayReport {
    private func showJSON(
        _ script: ReplayScript, _ result: ReplayRun.Result, _ differences: [ReplayDifference]
    ) {
        for difference in differences {
            output.json { json in
                json.field("event", "difference")
                Self.add(difference, to: &json)
            }
        }
        output.json { json in
            json.field("event", "summary")
            json.field("session", script.session)
            json.field("equal", differences.isEmpty)
            json.field("differences", differences.count)
            json.field("messages", result.outcome.messages.count)
            json.field("bytesSent", result.bytesSent)
            json.field("decompressed", result.isDecompressed)
            json.field("partial", script.expected.isPartial)
            json.field("duration", result.duration.seconds)
        }
    }

    private static func add(_ difference: ReplayDifference, to json: inout JSONWriter) {
        switch difference {
        case .status(let expected, let got):
            json.field("what", "status")
            json.field("expected", expected)
            json.field("got", got)
        case .violation(let expected, let got):
            json.field("what", "handshake")
            json.field("expected", expected)
            json.field("got", got)
        case .subprotocol(let expected, let got):
            json.field("what", "subprotocol")
            json.field("expected", expected)
            json.field("got", got)
        case .message(let number, let expected, let got):
            json.field("what", "message")
            json.field("number", number)
            add("expected", expected, to: &json)
            add("got", got, to: &json)
        case .close(let expected, let got):
            json.field("what", "close")
            add("expected", expected, to: &json)
            add("got", got, to: &json)
        case .end(let expected, let got):
            json.field("what", "end")
            json.field("expected", expected?.rawValue)
            json.field("got", got?.rawValue)
        }
    }

    private static func add(_ name: String, _ message: ReplayOutcome.Message?, to json: inout JSONWriter) {
        guard let message else { return json.field(name, String?.none) }
        json.object(name) { json in
            json.field("opcode", message.opcode)
            json.field("length", message.length)
            let isText = message.opcode == Opcode.text.rawValue
            json.field("text", isText ? String(decoding: message.beginning, as: UTF8.self) : nil)
            json.field("hex", isText ? nil : Wording.hex(message.beginning))
            json.field("trouble", message.trouble)
        }
    }

    private static func add(_ name: String, _ close: ReplayOutcome.Close?, to json: inout JSONWriter) {
        guard let close else { return json.field(name, String?.none) }
        json.object(name) { json in
            json.field("code", close.code)
            json.field("reason", close.reason)
        }
    }
}
