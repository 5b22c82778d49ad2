internal import Closecall
internal import Observer
internal import WebSocketWire

/// One code, for a person.
struct ExplainPage {
    private let entry: CloseCodeGuide.Entry
    private let language: Language
    private let labels: ExplainLabels
    private let style: Style
    private let width: Int

    init(entry: CloseCodeGuide.Entry, language: Language, stream: Output.Stream) {
        self.entry = entry
        self.language = language
        labels = .of(language)
        style = stream.style
        width = stream.proseWidth
    }

    var text: String {
        let blocks = [
            [title], paragraph(entry.text.meaning), facts,
            list(labels.causes, entry.text.causes.map { ("- ", $0) }),
            list(labels.next, entry.text.next.enumerated().map { ("\($0.offset + 1). ", $0.element) }),
        ]
        return blocks.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    private var title: String {
        style.bold("\(entry.code.rawValue)  \(entry.registeredName ?? labels.unnamed)")
    }

    private var facts: [String] {
        let onTheWire = entry.code.mayStandOnTheWire ? labels.yes : labels.no
        let rows = [
            (labels.classification, entry.code.class.label(language)),
            (labels.sentBy, entry.sender.longLabel(language)),
            (labels.onTheWire, onTheWire),
            (labels.browser, entry.text.browser),
        ]
        let widest = rows.map(\.0.count).max() ?? 0
        return rows.flatMap { label, value in
            hanging(TextLayout.padded(label, to: widest) + "  ", value, paint: style.dim)
        }
    }

    private func list(_ title: String, _ items: [(mark: String, text: String)]) -> [String] {
        [style.bold(title)] + items.flatMap { hanging("  " + $0.mark, $0.text) { $0 } }
    }

    private func paragraph(_ text: String) -> [String] {
        style.paintingCode(TextLayout.wrapped(text, width: width))
    }

    /// The text beside its mark, its further lines below the first.
    private func hanging(_ mark: String, _ text: String, paint: (String) -> String) -> [String] {
        let lines = style.paintingCode(TextLayout.wrapped(text, width: width - mark.count))
        let indent = String(repeating: " ", count: mark.count)
        return lines.enumerated().map { ($0.offset == 0 ? paint(mark) : indent) + $0.element }
    }
}
