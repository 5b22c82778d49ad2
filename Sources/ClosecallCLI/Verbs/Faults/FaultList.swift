internal import Faults

/// Every fault in a line, under what it works on.
struct FaultList {
    private let style: Style
    private let width: Int
    private let column: Int

    init(stream: Output.Stream) {
        style = stream.style
        width = stream.proseWidth
        column = (FaultCatalog.all.map(\.name.count).max() ?? 0) + 4
    }

    var text: String {
        let groups = Layer.allCases.map { layer in
            [style.bold(layer.title)] + FaultKind.of(layer).flatMap(lines)
        }
        let hint = style.paintingCode(TextLayout.wrapped(Self.hint, width: width))
        return (groups + [hint]).map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    private static let hint = """
        `closecall faults NAME` tells all about one. `closecall faults --presets` lists the links by name, and \
        `closecall check FILE` reads a scenario.
        """

    private func lines(_ kind: FaultKind) -> [String] {
        let summary = TextLayout.wrapped(kind.summary, width: max(20, width - column))
        let indent = String(repeating: " ", count: column)
        return style.paintingCode(summary).enumerated().map { index, line in
            guard index == 0 else { return indent + line }
            let padding = String(repeating: " ", count: column - 2 - kind.name.count)
            return "  " + style.term(kind.name) + padding + line
        }
    }
}
