internal import Faults

/// One fault, for a person.
struct FaultPage {
    private let kind: FaultKind
    private let style: Style
    private let width: Int

    init(_ kind: FaultKind, stream: Output.Stream) {
        self.kind = kind
        style = stream.style
        width = stream.proseWidth
    }

    var text: String {
        var blocks = [title, wrapped(kind.details), facts]
        if !kind.parameters.isEmpty {
            blocks.append([style.bold("Parameters")] + kind.parameters.flatMap(lines))
        }
        if kind.parameters.contains(where: \.isLink) {
            blocks.append(wrapped("`closecall faults --presets` lists the links that have a name."))
        }
        blocks.append([style.bold("Example")] + example)
        return blocks.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    private var title: [String] {
        let lines = TextLayout.wrapped("\(kind.name): \(kind.summary)", width: width)
        return lines.enumerated().map { index, line in
            index == 0 ? style.bold(kind.name) + line.dropFirst(kind.name.count) : line
        }
    }

    private var facts: [String] {
        var rows = [("Works on", kind.subject)]
        if !kind.spellings.isEmpty {
            rows.append(("Written", kind.spellings.map { "`\($0)`" }.listed))
        }
        if let clause = kind.clause { rows.append(("Clause", clause)) }
        if let clients = kind.clients { rows.append(("Clients", clients)) }
        return rows.flatMap { label, value in
            hanging(style.dim(TextLayout.padded(label, to: 8)) + "  ", 10, value)
        }
    }

    private func lines(_ parameter: FaultKind.ParameterInfo) -> [String] {
        let widest = kind.parameters.map(\.name.count).max() ?? 0
        let mark = "  " + style.term(parameter.name)
        let padding = String(repeating: " ", count: widest - parameter.name.count + 2)
        let notes = [parameter.spokenForm, parameter.spokenDefault].compactMap { $0 }
        let text = parameter.summary + (notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))")
        let choices = parameter.choices.map { ($0.name, $0.spoken) }
        let keys = parameter.keys.map { ($0.name, $0.summary) }
        return hanging(mark + padding, widest + 4, text) + rows(choices + keys, indent: widest + 4)
    }

    private func rows(_ rows: [(name: String, text: String)], indent: Int) -> [String] {
        let column = (rows.map(\.name.count).max() ?? 0) + 2
        let space = String(repeating: " ", count: indent)
        return rows.flatMap { name, text in
            let padding = String(repeating: " ", count: column - name.count)
            return hanging(space + style.term(name) + padding, indent + column, text)
        }
    }

    /// Lines of YAML are never broken: they are there to be copied.
    private var example: [String] { kind.example.split(separator: "\n").map { "  \($0)" } }

    private func wrapped(_ text: String) -> [String] {
        style.paintingCode(TextLayout.wrapped(text, width: width))
    }

    /// The text beside its mark, which is so wide; its further lines below the first.
    private func hanging(_ mark: String, _ indent: Int, _ text: String) -> [String] {
        let lines = style.paintingCode(TextLayout.wrapped(text, width: max(20, width - indent)))
        return lines.enumerated().map { index, line in
            index == 0 ? mark + line : String(repeating: " ", count: indent) + line
        }
    }
}

extension ValueForm.Choice {
    /// All that is known of it, in sentences.
    var spoken: String {
        let sentence = summary + (clause.map { " (\($0))" } ?? "")
        return clients.map { "\(sentence). \($0)" } ?? sentence
    }
}
