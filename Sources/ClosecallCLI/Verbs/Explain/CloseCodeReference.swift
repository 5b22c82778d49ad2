internal import Closecall
internal import Observer
internal import WebSocketWire

/// All close codes in Markdown: Documentation/CloseCodes.md and its French sister are made of this.
struct CloseCodeReference {
    private let language: Language
    private let labels: ExplainLabels

    init(language: Language) {
        self.language = language
        labels = .of(language)
    }

    var text: String {
        ([opening, table] + groups.map(chapter)).joined(separator: "\n\n") + "\n"
    }

    private var groups: [ClosedRange<UInt16>] { CloseCodeGuide.groups(in: 0...UInt16.max) }

    private var opening: String {
        switch language {
        case .english:
            """
            # Close codes

            Made by `closecall explain --markdown`; do not edit. [En français](CloseCodes.fr.md).
            `closecall explain 1006` tells the same of one code in a terminal. What is said of browsers was measured
            on Chromium 156 and Firefox 153. Why a session ended is another question: [Endings.md](Endings.md).
            """
        case .french:
            """
            # Codes de fermeture

            Page produite par `closecall explain --markdown --lang fr` ; ne pas la modifier.
            [In English](CloseCodes.md). `closecall explain 1006 --lang fr` dit la même chose d’un seul code, dans un
            terminal. Ce qui est dit des navigateurs a été mesuré avec Chromium 156 et Firefox 153. Pourquoi une session
            a pris fin est une autre question : [Endings.md](Endings.md).
            """
        }
    }

    private var table: String {
        let titles = [labels.code, labels.name, labels.sentBy, labels.gist].map { $0.lowercased() }
        let rows = groups.map { group in
            let entry = CloseCodeGuide.entry(for: group.lowerBound, language: language)
            let link = "[\(numbers(group))](#\(Self.anchor(heading(group))))"
            return [link, entry.registeredName ?? "", entry.sender.label(language), entry.text.gist]
        }
        return ([titles, titles.map { _ in "---" }] + rows)
            .map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }

    private func chapter(_ group: ClosedRange<UInt16>) -> String {
        let entry = CloseCodeGuide.entry(for: group.lowerBound, language: language)
        let causes = entry.text.causes.map { "- \($0)" }.joined(separator: "\n")
        let next = entry.text.next.enumerated().map { "\($0.offset + 1). \($0.element)" }.joined(
            separator: "\n")
        return [
            "## \(heading(group))", entry.text.meaning, facts(of: entry),
            "**\(labels.causes)**", causes, "**\(labels.next)**", next,
        ].joined(separator: "\n\n")
    }

    private func facts(of entry: CloseCodeGuide.Entry) -> String {
        let onTheWire = entry.code.mayStandOnTheWire ? labels.yes : labels.no
        let rows = [
            (labels.classification, entry.code.class.label(language)),
            (labels.sentBy, entry.sender.longLabel(language)),
            (labels.onTheWire, onTheWire), (labels.browser, entry.text.browser),
        ]
        let colon = language == .french ? "\u{A0}:" : ":"
        return rows.map { "- *\($0)*\(colon) \($1)" }.joined(separator: "\n")
    }

    private func heading(_ group: ClosedRange<UInt16>) -> String {
        let entry = CloseCodeGuide.entry(for: group.lowerBound, language: language)
        return [numbers(group), entry.registeredName].compactMap(\.self).joined(separator: " ")
    }

    private func numbers(_ group: ClosedRange<UInt16>) -> String {
        group.count == 1 ? "\(group.lowerBound)" : "\(group.lowerBound)-\(group.upperBound)"
    }

    /// What GitHub makes of a heading; ours have letters, digits, blanks and hyphens alone, and here and there a dot
    /// or a slash, which it leaves out.
    private static func anchor(_ heading: String) -> String {
        String(
            heading.lowercased().compactMap { sign in
                if sign == " " { return "-" }
                return sign.isLetter || sign.isNumber || sign == "-" ? sign : nil
            })
    }
}
