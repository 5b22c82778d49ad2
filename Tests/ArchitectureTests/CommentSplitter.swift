/// Tells code from comments, line by line: rules about code must not trip over a comment or a string.
///
/// It knows line comments, nested block comments, backticked names, and strings with all their quotes,
/// pound signs and interpolations. It does not know regex literals, which nobody here writes.
struct CommentSplitter {
    private let text: [UInt8]
    private var position = 0
    private var code: [[UInt8]] = [[]]
    private var comments: [[UInt8]] = [[]]

    init(_ text: String) {
        self.text = Array(text.utf8)
    }

    mutating func split() -> (code: [String], comments: [String]) {
        skipCode(untilParenthesisCloses: false)
        return (code.map(Self.string), comments.map(Self.string))
    }

    /// The file, or one interpolation in a string, which ends with its parenthesis.
    private mutating func skipCode(untilParenthesisCloses: Bool) {
        var depth = 1
        while position < text.count {
            switch text[position] {
            case Self.slash where starts(with: "//"):
                takeComment { $0.text[$0.position] == Self.newline }
            case Self.slash where starts(with: "/*"):
                takeBlockComment()
            case Self.quote, Self.pound:
                if let pounds = poundsBeforeQuote() { skipString(pounds: pounds) } else { takeCode() }
            case Self.backtick:
                skipBackticks()
            case let byte:
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") { depth -= 1 }
                takeCode()
                if untilParenthesisCloses && depth == 0 { return }
            }
        }
    }

    private mutating func takeBlockComment() {
        var depth = 0
        takeComment { splitter in
            if splitter.starts(with: "/*") { depth += 1 }
            // The slash that ends the comment still belongs to it.
            if splitter.position >= 2, splitter.ends(with: "*/") { depth -= 1 }
            return depth == 0
        }
    }

    private mutating func skipString(pounds: Int) {
        advance(by: pounds)
        let quote = starts(with: "\"\"\"") ? "\"\"\"" : "\""
        let end = quote + String(repeating: "#", count: pounds)
        let escape = "\\" + String(repeating: "#", count: pounds)
        advance(by: quote.count)
        while position < text.count, !starts(with: end) {
            if starts(with: escape + "(") {
                advance(by: escape.count + 1)
                skipCode(untilParenthesisCloses: true)
            } else {
                advance(by: starts(with: escape) ? escape.count + 1 : 1)
            }
        }
        advance(by: end.count)
    }

    private mutating func skipBackticks() {
        advance(by: 1)
        while position < text.count, text[position] != Self.backtick { advance(by: 1) }
        advance(by: 1)
    }
}

extension CommentSplitter {
    private static let slash = UInt8(ascii: "/")
    private static let quote = UInt8(ascii: "\"")
    private static let pound = UInt8(ascii: "#")
    private static let backtick = UInt8(ascii: "`")
    private static let newline = UInt8(ascii: "\n")

    private static func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private func starts(with prefix: String) -> Bool {
        text[position...].starts(with: prefix.utf8)
    }

    private func ends(with suffix: String) -> Bool {
        text[..<position].suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    }

    /// How many pound signs stand before the quote that starts here; nil if no string starts here.
    private func poundsBeforeQuote() -> Int? {
        let rest = text[position...].drop { $0 == Self.pound }
        return rest.first == Self.quote ? rest.startIndex - position : nil
    }

    private mutating func takeCode() {
        if text[position] != Self.newline { code[code.count - 1].append(text[position]) }
        advance(by: 1)
    }

    private mutating func takeComment(until isOver: (CommentSplitter) -> Bool) {
        while position < text.count, !isOver(self) {
            if text[position] != Self.newline { comments[comments.count - 1].append(text[position]) }
            advance(by: 1)
        }
    }

    /// Goes on, and keeps both columns as long as the text has lines.
    private mutating func advance(by count: Int) {
        for _ in 0..<count where position < text.count {
            if text[position] == Self.newline {
                code.append([])
                comments.append([])
            }
            position += 1
        }
    }
}
