/// Habits that a machine can keep: each takes a file and says what it has against it.
enum TidyRules {
    static func complaints(about file: SourceFile) -> [Complaint] {
        banned(in: file) + unproven(in: file) + leftOver(in: file) + tooLong(file)
    }

    /// Calls that end the process on what may be somebody else's mistake, and the framework we do not use.
    private static func banned(in file: SourceFile) -> [Complaint] {
        guard file.mentions(["try!", "as!", "fatalError", "XCTest"]) else { return [] }
        return file.eachLine { code in
            if code.contains(/\btry!/) { return "try! ends the process: handle the error or let it through" }
            if code.contains(/\bas!/) { return "as! ends the process: use as? and say what else happens" }
            if code.contains(/\bfatalError\s*\(/) {
                return "fatalError ends the process: throw, or precondition for a mistake of our own"
            }
            if code.contains(/\bimport\s+XCTest\b/) {
                return "tests here use Swift Testing; XCTest does not run"
            }
            return nil
        }
    }

    /// Promises to the compiler that only a comment can prove.
    private static func unproven(in file: SourceFile) -> [Complaint] {
        guard file.mentions(["@unchecked", "nonisolated(unsaf"]) else { return [] }
        return file.code.indices.compactMap { index in
            guard
                let promise = file.code[index].firstMatch(
                    of: /@unchecked\s+Sendable|nonisolated\(unsaf[e]\)/),
                !file.hasComment(directlyAbove: index)
            else { return nil }
            return Complaint(
                path: file.path, line: index + 1,
                message: "\(promise.output) needs a comment directly above that proves it")
        }
    }

    private static func leftOver(in file: SourceFile) -> [Complaint] {
        guard file.mentions(["TODO", "FIXME", "XXX"]) else { return [] }
        return file.comments.indices.compactMap { index in
            guard !file.comments[index].isEmpty,
                let word = file.comments[index].firstMatch(of: /\b(TODO|FIXME|XXX)\b/)
            else { return nil }
            return Complaint(
                path: file.path, line: index + 1,
                message: "\(word.output.1) left over: do it, or file an issue")
        }
    }

    private static func tooLong(_ file: SourceFile) -> [Complaint] {
        let most = file.path.hasPrefix("Tests/") ? 700 : 500
        // A text that ends with a newline has an empty piece after it.
        let count = file.lines.last?.isEmpty == true ? file.lines.count - 1 : file.lines.count
        guard count > most else { return [] }
        let message = "\(count) lines; a file is one idea and has at most \(most): split it by topic"
        return [Complaint(path: file.path, line: most + 1, message: message)]
    }
}

extension SourceFile {
    func eachLine(_ complain: (String) -> String?) -> [Complaint] {
        code.enumerated().compactMap { index, code in
            code.isEmpty ? nil : complain(code).map { Complaint(path: path, line: index + 1, message: $0) }
        }
    }

    /// Attributes may stand between a declaration and its comment.
    func hasComment(directlyAbove index: Int) -> Bool {
        let above = lines[..<index].last { !$0.drop { $0 == " " }.starts(with: "@") }
        return above?.drop { $0 == " " }.starts(with: "//") ?? false
    }
}
