/// Where the compiler's memory safety may be set aside, and how each place must say why that is right.
///
/// `unsafe-files.txt` beside this file has a line for each file: its path (one `*` stands for anything), two
/// spaces or more, and the reason. Strict memory safety makes the compiler ask for the word `unsafe` itself.
enum UnsafeRules {
    /// How far above a use its `// Safe: …` sentence may stand.
    static let reach = 12

    /// One line of the list.
    struct Entry {
        let line: Int
        let pattern: String
        let reason: String

        func matches(_ path: String) -> Bool {
            guard let star = pattern.firstIndex(of: "*") else { return path == pattern }
            return path.hasPrefix(pattern[..<star]) && path.hasSuffix(pattern[star...].dropFirst())
        }
    }

    static let listPath = "Tests/ArchitectureTests/unsafe-files.txt"

    /// The list's entries; a line that is empty or starts with `#` is none.
    static func entries(in text: String) -> [Entry] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            guard !line.isEmpty, !line.hasPrefix("#") else { return nil }
            let pattern = line.prefix { $0 != " " }
            let reason = line.dropFirst(pattern.count).drop { $0 == " " }
            return Entry(line: index + 1, pattern: String(pattern), reason: String(reason))
        }
    }

    /// Lists all places where `unsafe` stands in a file that is not listed, or without its sentence.
    static func complaints(about file: SourceFile, listed entries: [Entry]) -> [Complaint] {
        let uses = lines(in: file)
        guard let first = uses.first else { return [] }
        let unlisted =
            entries.contains { $0.matches(file.path) }
            ? [] : [Complaint(path: file.path, line: first, message: "unsafe, but not listed in \(listPath)")]
        return unlisted
            + uses.filter { !hasSentence(above: $0, in: file) }.map {
                Complaint(
                    path: file.path, line: $0,
                    message: "unsafe without a \"// Safe: \" sentence in the \(reach) lines above")
            }
    }

    /// Entries without a reason, and entries whose files have become safe.
    static func complaints(about entries: [Entry], for files: [SourceFile]) -> [Complaint] {
        entries.compactMap { entry in
            let named = files.filter { entry.matches($0.path) }
            let message: String
            if entry.reason.isEmpty {
                message = "\(entry.pattern) is listed without a reason"
            } else if !named.isEmpty, named.allSatisfy({ lines(in: $0).isEmpty }) {
                message = "nothing in \(entry.pattern) says unsafe any more: take the line out"
            } else {
                return nil
            }
            return Complaint(path: listPath, line: entry.line, message: message)
        }
    }

    /// Lines whose code says `unsafe` or claims `@safe`; `nonisolated(unsafe)` is about threads, not memory.
    static func lines(in file: SourceFile) -> [Int] {
        guard file.mentions(["unsafe", "@safe"]) else { return [] }
        // The brackets keep these patterns from finding themselves.
        return file.code.indices.filter {
            !file.code[$0].isEmpty
                && file.code[$0].replacing(/nonisolated\(unsaf[e]\)/, with: "").contains(
                    /\bunsaf[e]\b|@saf[e]\b/)
        }.map { $0 + 1 }
    }

    private static func hasSentence(above line: Int, in file: SourceFile) -> Bool {
        let nearby = max(0, line - 1 - reach)..<line
        return nearby.reversed().contains { file.comments[$0].contains(/Safe: \S/) }
    }
}
