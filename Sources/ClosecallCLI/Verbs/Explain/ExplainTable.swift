internal import Closecall
internal import Observer
internal import WebSocketWire

/// Many codes, a line each; what has no name of its own is collapsed by class.
struct ExplainTable {
    private let rows: [[String]]
    private let style: Style
    private let labels: ExplainLabels
    private let width: Int

    init(codes: ClosedRange<UInt16>, language: Language, stream: Output.Stream) {
        labels = .of(language)
        style = stream.style
        width = stream.proseWidth
        rows = CloseCodeGuide.groups(in: codes).map { group in
            let entry = CloseCodeGuide.entry(for: group.lowerBound, language: language)
            return [
                group.count == 1 ? "\(group.lowerBound)" : "\(group.lowerBound)-\(group.upperBound)",
                entry.registeredName ?? "", entry.sender.label(language), entry.text.gist,
            ]
        }
    }

    var text: String {
        let titles = [labels.code, labels.name, labels.sentBy.uppercased(), labels.gist]
        let widths = titles.indices.map { column in
            ([titles] + rows).map { $0[column].count }.max() ?? 0
        }
        let header = lines(titles, widths).map(style.bold)
        let body = rows.flatMap { row in
            lines(row, widths).enumerated().map {
                $0.offset == 0 ? paintingCode($0.element, of: row) : $0.element
            }
        }
        let hint = style.paintingCode(TextLayout.wrapped(labels.hint, width: width))
        return (header + body + [""] + hint).joined(separator: "\n") + "\n"
    }

    /// A row, its last cell wrapped into its own column where the terminal is narrow.
    private func lines(_ cells: [String], _ widths: [Int]) -> [String] {
        let fixed = zip(cells, widths).dropLast().map { TextLayout.padded($0, to: $1) + "  " }.joined()
        let last = TextLayout.wrapped(cells[cells.count - 1], width: max(10, width - fixed.count))
        let indent = String(repeating: " ", count: fixed.count)
        return last.enumerated().map { ($0.offset == 0 ? fixed : indent) + $0.element }
    }

    private func paintingCode(_ line: String, of row: [String]) -> String {
        style.term(row[0]) + line.dropFirst(row[0].count)
    }
}
