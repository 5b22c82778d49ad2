extension JournalSchema {
    /// Tables of all lines and their parts, in Markdown, for the documentation.
    public static var tables: String {
        let lines = lines.map { "### `\($0.name)`\n\n\($0.table)" }
        let parts = parts.map { "### \($0.name)\n\n\($0.table)" }
        return "## Lines\n\n" + lines.joined(separator: "\n") + "\n## Parts of lines\n\n"
            + parts.joined(separator: "\n")
    }
}

extension JournalSchema.Form {
    fileprivate var table: String {
        let shown = fields.filter { !["event", "time"].contains($0.name) }
        let rows = shown.map { field in
            "| `\(field.name)` | \(field.shape.words) | \(field.summary) |\n"
        }
        return "\(summary)\n\n| field | value | what it says |\n|---|---|---|\n" + rows.joined()
    }
}

extension JournalSchema.Shape {
    fileprivate var words: String {
        switch self {
        case .text: "text"
        case .form(_, let name): name
        // Long lists are in the schema, and those of causes and flaws explained elsewhere.
        case .words(let words) where words.count > 8:
            words.prefix(3).map { "`\($0)`" }.joined(separator: ", ") + ", …"
        case .words(let words): words.map { "`\($0)`" }.joined(separator: ", ")
        case .whole: "whole number"
        case .seconds: "seconds"
        case .share: "0 to 1"
        case .flag: "true, false"
        case .list(let shape): "list of \(shape.words)"
        case .part(let name): "[\(name)](#\(name.lowercased()))"
        case .orNull(let shape): shape.words + ", or null"
        }
    }
}
