internal import Observer
internal import WebSocketWire

/// What is said about a scenario besides what it does.
struct ScenarioCaption {
    /// What it is called.
    let name: String
    /// What it teaches.
    let about: String
    /// Lines for people, above everything.
    var comments: [String]
}

/// What is expected of one side; `others` are profiles that report something else.
struct ScenarioExpectation {
    let verdict: Verdict
    var others: [Verdict] = []
}

extension ScenarioSketch {
    /// The file's text.
    func yaml(
        _ caption: ScenarioCaption, client: ScenarioExpectation?, server: ScenarioExpectation?,
        isRedacted: Bool
    ) -> String {
        var lines = caption.comments.map { "# \(Self.plain($0))" }
        lines += ["name: \(Self.quoted(caption.name))", "about: \(Self.quoted(caption.about))"]
        if !rules.isEmpty { lines.append("rules:") }
        for rule in rules {
            lines += ["  - when: { \(rule.when) }", "    do:"]
            lines += rule.faults.map { "      - \($0)" }
        }
        lines += ["play:", "  echo: false"]
        if path != "/" { lines.append("  path: \(Self.quoted(path))") }
        if compresses { lines.append("  compress: true") }
        if !subprotocols.isEmpty {
            lines.append("  subprotocols: [\(subprotocols.map(Self.quoted).joined(separator: ", "))]")
        }
        for (name, steps) in [("client", self.client), ("server", self.server)] {
            if steps.isEmpty {
                lines.append("  \(name): []")
            } else {
                lines.append("  \(name):")
                lines += steps.map { "    - \($0.yaml(isRedacted: isRedacted))" }
            }
        }
        lines.append("expect:")
        if let client { lines.append("  client: \(client.yaml)") }
        if let server { lines.append("  server: \(server.yaml)") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A text in YAML, which takes JSON's strings.
    static func quoted(_ text: String) -> String {
        var json = JSONWriter()
        json.object { $0.field("", text) }
        return String(json.text.dropFirst(4).dropLast())
    }

    /// Bytes: a text where they are one, and nothing but their number where that is enough.
    static func bytes(_ bytes: [UInt8], isRedacted: Bool = false) -> String {
        if isRedacted || bytes.count > SessionTale.longestPayload {
            return bytes.isEmpty ? "\"\"" : "{ repeat: x, times: \(bytes.count) }"
        }
        if let text = String(validating: bytes, as: UTF8.self), text.unicodeScalars.allSatisfy(isShown) {
            return quoted(text)
        }
        return
            "{ hex: \"\(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " "))\" }"
    }

    /// YAML takes no others in a text as they are (its §5.1).
    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
            false
        default: true
        }
    }

    /// On one line, and nothing that a terminal would obey.
    private static func plain(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { isShown($0) ? $0 : " " }))
    }
}

extension ScenarioSketch.Step {
    fileprivate func yaml(isRedacted: Bool) -> String {
        switch self {
        case .send(let isText, let payload):
            let bytes = ScenarioSketch.bytes(payload, isRedacted: isRedacted)
            return "send: { \(isText ? "text" : "binary"): \(bytes) }"
        case .ping(let payload): return "ping: \(ScenarioSketch.bytes(payload, isRedacted: isRedacted))"
        case .receive(let count): return "receive: \(count)"
        case .close(nil, _): return "close"
        case .close(let code?, let reason):
            if reason.isEmpty { return "close: \(code)" }
            let words = isRedacted ? Ending.cover : ScenarioSketch.quoted(reason)
            return "close: { code: \(code), reason: \(isRedacted ? "\"\(words)\"" : words) }"
        }
    }
}

extension ScenarioExpectation {
    fileprivate var yaml: String {
        let own = Self.words(verdict)
        let others = others.map { "\($0.profile.rawValue): { \(Self.words($0)) }" }
        return "{ \(([own] + others).joined(separator: ", ")) }"
    }

    private static func words(_ verdict: Verdict) -> String {
        var words: [String] = []
        if let event = verdict.event { words += ["code: \(event.code)", "wasClean: \(event.wasClean)"] }
        if !verdict.opened { words.append("opened: false") }
        return words.joined(separator: ", ")
    }
}
