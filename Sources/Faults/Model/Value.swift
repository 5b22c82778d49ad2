/// A place in a text, counted from 1 as editors do; columns count characters.
public struct Place: Hashable, Comparable, Sendable {
    /// The line.
    public var line: Int
    /// The column.
    public var column: Int

    /// The place in this line and column.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// Reading order.
    public static func < (left: Place, right: Place) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// What stands in a scenario file, before anybody knows what it means: text, lists and maps, each with its place.
public struct Value: Hashable, Sendable {
    /// What it is.
    public indirect enum Content: Hashable, Sendable {
        /// A word, a number, a text. A plain one was written without quotes.
        case scalar(String, isPlain: Bool)
        /// Values in a row.
        case list([Value])
        /// Named values, in the order they were written. A name that stands twice is refused before.
        case map([Entry])
    }

    /// One named value.
    public struct Entry: Hashable, Sendable {
        /// The name.
        public var name: String
        /// Where the name stands.
        public var place: Place
        /// What is named.
        public var value: Value

        /// `name: value`.
        public init(_ name: String, at place: Place, _ value: Value) {
            self.name = name
            self.place = place
            self.value = value
        }
    }

    /// What it is.
    public var content: Content
    /// Where it begins.
    public var place: Place

    /// A value at a place.
    public init(_ content: Content, at place: Place) {
        self.content = content
        self.place = place
    }

    /// A plain word that stands in no file.
    public init(_ text: String) {
        self.init(.scalar(text, isPlain: true), at: Place(line: 1, column: 1))
    }

    /// The text of a scalar.
    public var text: String? { if case .scalar(let text, _) = content { text } else { nil } }

    /// Whether nothing stands there: `key:`, `~` or `null`.
    public var isNull: Bool {
        if case .scalar(let text, isPlain: true) = content {
            ["", "~", "null", "Null", "NULL"].contains(text)
        } else {
            false
        }
    }

    /// How it is spoken of in messages: `"50 %"`, `a list`, `a map`, `nothing`.
    public var described: String {
        switch content {
        case .scalar where isNull: return "nothing"
        case .scalar(let text, _):
            let shown = text.count > 40 ? "\(text.prefix(40))…" : text
            return "\"\(shown)\""
        case .list: return "a list"
        case .map: return "a map"
        }
    }
}

/// Something that is wrong with a value, and where.
public struct ValueProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where it stands.
    public var place: Place
    /// What stood there, what was expected, what to do: one sentence without a full stop.
    public var message: String

    /// A problem at a place.
    public init(at place: Place, _ message: String) {
        self.place = place
        self.message = Self.spelledOut(message)
    }

    /// `expected WHAT, found "that"`.
    public init(expected: String, found value: Value) {
        self.init(at: value.place, "expected \(expected), found \(value.described)")
    }

    /// `line:column: message`.
    public var description: String { "\(place.line):\(place.column): \(message)" }

    /// Messages quote files, and a terminal would obey what it finds there: control characters are spelled out.
    private static func spelledOut(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        // By scalars, for `\r\n` is one character to Swift.
        return text.unicodeScalars.map { scalar in
            switch scalar {
            case "\n": "\\n"
            case "\r": "\\r"
            case "\t": "\\t"
            default: isControl(scalar) ? "\\x\(String(scalar.value, radix: 16))" : String(scalar)
            }
        }.joined()
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value || scalar == "\u{2028}" || scalar == "\u{2029}"
    }
}
