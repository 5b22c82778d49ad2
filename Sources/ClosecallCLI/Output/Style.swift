/// Colours for a terminal, nothing for a pipe.
struct Style: Sendable, Equatable {
    let isColoured: Bool

    static let plain = Style(isColoured: false)
    static let coloured = Style(isColoured: true)

    func bold(_ text: String) -> String { painted(text, "1") }
    func dim(_ text: String) -> String { painted(text, "2") }
    /// A word of the command line or of a protocol.
    func term(_ text: String) -> String { painted(text, "36") }
    func good(_ text: String) -> String { painted(text, "32") }
    func bad(_ text: String) -> String { painted(text, "31") }
    func doubtful(_ text: String) -> String { painted(text, "33") }

    private func painted(_ text: String, _ code: String) -> String {
        isColoured && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}

extension Style {
    /// `code` in backquotes: coloured without them on a terminal, as written elsewhere. Lines are one
    /// paragraph, and a span may run over a line's end.
    func paintingCode(_ lines: [String]) -> [String] {
        guard isColoured else { return lines }
        var isCode = false
        return lines.map { line in
            var painted = ""
            for (index, part) in line.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
                if index > 0 { isCode.toggle() }
                painted += isCode ? term(String(part)) : String(part)
            }
            return painted
        }
    }
}
