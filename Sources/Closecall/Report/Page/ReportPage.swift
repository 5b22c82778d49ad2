public import Observer

/// Sessions as one page for a browser: it needs no network and no other file, so that it can be mailed.
public struct ReportPage: Sendable {
    /// What the journals say of their runs.
    let file: JournalFile
    /// The sessions to show.
    let sessions: [JournalSession]
    /// What the journals are called.
    let names: [String]
    /// What the sessions were selected by, as it was typed; empty for all.
    let filter: String
    /// The language to begin with. The page can change it.
    let language: Language

    /// A page.
    public init(
        file: JournalFile, sessions: [JournalSession], names: [String], filter: String,
        language: Language
    ) {
        self.file = file
        self.sessions = sessions
        self.names = names
        self.filter = filter
        self.language = language
    }

    /// The page's bytes.
    public var html: [UInt8] {
        var page = Array(head.utf8)
        page += #"<script type="application/json" id="data">"#.utf8
        page += PageData.bytes(of: self)
        page += "</script>\n<script>\n".utf8
        page += PageScript.text.utf8
        page += "</script>\n</body>\n</html>\n".utf8
        return page
    }

    /// The policy is a promise to whoever opens a page that came by mail: it loads nothing and sends nothing.
    private var head: String {
        """
        <!DOCTYPE html>
        <html lang="\(language.rawValue)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
        script-src 'unsafe-inline'">
        <meta name="color-scheme" content="light dark">
        <meta name="generator" content="closecall">
        <title>\(Self.escaped(title))</title>
        <style>
        \(PageStyle.text)
        </style>
        </head>
        <body>
        <noscript>
        \(withoutScript)
        </noscript>
        \(PageBody.text)

        """
    }

    private var title: String {
        let name = names.first.map { $0.split(separator: "/").last.map(String.init) ?? $0 } ?? ""
        return "closecall · \(name)"
    }

    /// Where scripts do not run there are still the figures.
    private var withoutScript: String {
        let summary = EndingSummary(sessions.map(\.ended))
        let rows = summary.causes.map { cause, count in
            "<tr><td>\(Self.escaped(CauseWords.label(cause, language)))</td><td>\(count.sessions)</td></tr>"
        }
        let words =
            language == .french
            ? "Les chronologies demandent JavaScript. Voici les fins par cause :"
            : "The timelines need JavaScript. These are the endings by cause:"
        return "<p>\(words)</p>\n<table>\n\(rows.joined(separator: "\n"))\n</table>"
    }

    /// Text between tags, and in an attribute's quotes.
    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
