/// A manual page as it grows, in the `man` macros of troff: groff's man and mandoc both read them.
///
/// Every text is escaped, so that what is read, searched for and copied is what was written.
struct Roff {
    private(set) var text = ""
    /// A section begins a paragraph by itself.
    private var isSectionNew = true

    /// `.TH`; the page's name in capitals is the custom.
    init(page: String, date: String, source: String) {
        text = ".\\\" Made by \"closecall man\": do not edit.\n"
        text += ".TH \(page.uppercased()) 1 \(date) \"\(source)\" \"Closecall\"\n"
    }

    mutating func section(_ title: String) {
        text += ".SH \(title)\n"
        isSectionNew = true
    }

    /// The line that whatis(1) reads: the name, a dash, and what it is.
    mutating func name(_ name: String, _ summary: String) {
        section("NAME")
        text += Self.broken("\(Self.escaped(name)) \\- \(Self.escaped(summary))")
    }

    mutating func paragraph(_ prose: String) {
        text += (isSectionNew ? "" : ".PP\n") + Self.lines(prose)
        isSectionNew = false
    }

    /// A term, already marked up, and what it means, indented below it.
    mutating func entry(_ term: String, _ meaning: String) {
        text += ".TP\n\(Self.guarded(term))\n" + Self.lines(meaning)
    }

    /// Other pages, with commas.
    mutating func references(_ pages: [String]) {
        section("SEE ALSO")
        for (index, page) in pages.enumerated() {
            text += ".BR \(Self.escaped(page)) (1)\(index == pages.count - 1 ? "" : ",")\n"
        }
    }

    mutating func raw(_ line: String) { text += Self.guarded(line) + "\n" }
}

// MARK: Marking up

extension Roff {
    static func bold(_ text: String) -> String { "\\fB\(escaped(text))\\fR" }

    static func italic(_ text: String) -> String { "\\fI\(escaped(text))\\fR" }

    /// `[CODE|RANGE]`, with what stands for something in italics.
    static func placeholder(_ text: String) -> String {
        var marked = ""
        var word = ""
        for character in text + "\u{0}" {
            if character.isLetter || character == "-" {
                word.append(character)
                continue
            }
            marked += word.isEmpty ? "" : italic(word)
            word = ""
            if character != "\u{0}" { marked += escaped(String(character)) }
        }
        return marked
    }

    /// A hyphen would be printed as one, which no shell takes for a minus; quotes and accents would become
    /// typographic ones; what is not ASCII depends on how the page is read.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\e"
            case "-": escaped += "\\-"
            case "'": escaped += "\\(aq"
            case "`": escaped += "\\(ga"
            case "^": escaped += "\\(ha"
            case "~": escaped += "\\(ti"
            case _ where scalar.isASCII: escaped.unicodeScalars.append(scalar)
            default: escaped += "\\[u\(fourDigits(scalar.value))]"
            }
        }
        return escaped
    }

    private static func fourDigits(_ number: UInt32) -> String {
        let digits = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// Prose in short lines, `code` in bold.
    private static func lines(_ prose: String) -> String {
        var marked = ""
        for (index, part) in prose.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
            marked += index % 2 == 1 ? bold(String(part)) : escaped(String(part))
        }
        return broken(marked)
    }

    private static func broken(_ marked: String) -> String {
        TextLayout.wrapped(marked, width: 78).map { guarded($0) + "\n" }.joined()
    }

    /// A dot or a quote that begins a line would make it a command.
    private static func guarded(_ line: String) -> String {
        line.hasPrefix(".") || line.hasPrefix("'") ? "\\&\(line)" : line
    }
}
