/// Text into columns. Every character counts as one column: the guide's languages need no more.
enum TextLayout {
    /// Breaks at spaces only. A no-break space keeps « 1006 » and its quotes together; a word longer than the
    /// line stands alone on its own. `Code in backquotes` stays whole where it can, so that it can be copied.
    static func wrapped(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in words(of: text, width: width) {
            if line.isEmpty {
                line = word
            } else if line.count + 1 + word.count <= width {
                line += " \(word)"
            } else {
                lines.append(line)
                line = word
            }
        }
        return lines + [line]
    }

    private static func words(of text: String, width: Int) -> [String] {
        var words: [String] = []
        var isCode = false
        for word in text.split(separator: " ") {
            if isCode, let span = words.last, span.count + 1 + word.count <= width {
                words[words.count - 1] += " \(word)"
            } else {
                words.append(String(word))
            }
            if word.count(where: { $0 == "`" }) % 2 == 1 { isCode.toggle() }
        }
        return words
    }

    static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    /// With its end at the column, for numbers.
    static func aligned(_ text: String, to width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
