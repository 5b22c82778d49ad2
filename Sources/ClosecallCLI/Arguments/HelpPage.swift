/// What `--help` shows: the overview or one verb's page, made from the verb table alone.
enum HelpPage {
    case overview([Verb] = Verb.all)
    case verb(Verb)

    func rendered(for stream: Output.Stream) -> String {
        var page = Page(stream: stream)
        switch self {
        case .overview(let verbs): page.addOverview(verbs)
        case .verb(let verb): page.addVerb(verb)
        }
        return page.text
    }
}

/// The text as it grows.
private struct Page {
    let stream: Output.Stream
    var text = ""

    private var style: Style { stream.style }

    mutating func addOverview(_ verbs: [Verb]) {
        addTitle("closecall", "a WebSocket chaos proxy that tells how each side saw the end")
        text += "\n\(style.bold("Usage:")) closecall VERB [options] [arguments]\n"
        addRows(
            "Verbs:",
            verbs.map { ($0.name, $0.summary) } + [("help VERB", "the options and examples of a verb")])
        addRows(
            "Options:", [("--help", "this text"), ("--version", "the version, its commit and its libraries")])
        let examples = verbs.compactMap(\.examples.first)
        addRows("Examples:", examples.map { ($0.command, $0.purpose) })
        addParagraph(
            "Exit status: 0 it did it and the answer is yes, 1 it did it and the answer is no, "
                + "2 it could not, and one line says what to change.")
    }

    mutating func addVerb(_ verb: Verb) {
        addTitle("closecall \(verb.name)", verb.summary)
        text += "\n\(style.bold("Usage:")) \(verb.usage)\n"
        addRows("Verbs:", verb.subverbs.map { ($0.name, $0.summary) })
        addRows("Arguments:", verb.positionals.map { ($0.placeholder, $0.summary) })
        addRows("Options:", (verb.options + [.help]).map { ($0.usage, $0.meaning) })
        let examples = verb.examples + verb.subverbs.compactMap(\.examples.first)
        addRows("Examples:", examples.map { ($0.command, $0.purpose) })
        if !verb.notes.isEmpty { addParagraph(verb.notes) }
    }

    private mutating func addTitle(_ name: String, _ summary: String) {
        let lines = TextLayout.wrapped("\(name): \(summary)", width: stream.proseWidth)
        text +=
            lines.map { line in
                line.hasPrefix("\(name):") ? style.bold("\(name):") + line.dropFirst(name.count + 1) : line
            }.joined(separator: "\n") + "\n"
    }

    private mutating func addParagraph(_ paragraph: String) {
        text += "\n" + TextLayout.wrapped(paragraph, width: stream.proseWidth).joined(separator: "\n") + "\n"
    }

    private mutating func addRows(_ title: String, _ rows: [(term: String, meaning: String)]) {
        guard !rows.isEmpty else { return }
        text += "\n\(style.bold(title))\n"
        let widest = rows.map(\.term.count).max() ?? 0
        // Commands can be long: then what they do stands below them, as a second column would be a sliver.
        guard widest + 4 + 30 <= stream.proseWidth else { return addBlocks(rows) }
        for row in rows {
            let lines = TextLayout.wrapped(row.meaning, width: max(20, stream.proseWidth - widest - 4))
            let indent = String(repeating: " ", count: widest + 4)
            let padding = String(repeating: " ", count: widest - row.term.count)
            text += "  \(style.term(row.term))\(padding)  " + lines.joined(separator: "\n\(indent)") + "\n"
        }
    }

    private mutating func addBlocks(_ rows: [(term: String, meaning: String)]) {
        for row in rows {
            let lines = TextLayout.wrapped(row.meaning, width: max(20, stream.proseWidth - 6))
            text += "  \(style.term(row.term))\n      " + lines.joined(separator: "\n      ") + "\n"
        }
    }
}
