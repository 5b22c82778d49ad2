import Foundation

/// The gallery's files, by their paths from `Scenarios/` on.
enum GalleryFiles {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Scenarios")

    static let folders = ["closing", "compression", "frames", "handshake", "network", "stream"]

    static let all: [String] = folders.flatMap { name -> [String] in
        let files = try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: name).path())
        return (files ?? []).filter { $0.hasSuffix(".yaml") }.sorted().map { "\(name)/\($0)" }
    }

    static func text(_ file: String) throws -> String {
        try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    }
}
