import Foundation

/// A folder that is gone with the value.
final class JournalFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "closecall-journal-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var journal: String { path + "/run.jsonl" }

    func write(_ text: String, to name: String = "run.jsonl") throws {
        try text.write(toFile: "\(path)/\(name)", atomically: false, encoding: .utf8)
    }

    func text(_ name: String = "run.jsonl") throws -> String {
        try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
    }

    /// The lines of a file; each must be whole.
    func lines(_ name: String = "run.jsonl") throws -> [LineValue] {
        try text(name).split(separator: "\n").map { try LineValue($0) }
    }

    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }
}

extension [LineValue] {
    var events: [String] { compactMap { $0["event"]?.text } }
    var sessions: [Double] { compactMap { $0["session"]?.number } }
}
