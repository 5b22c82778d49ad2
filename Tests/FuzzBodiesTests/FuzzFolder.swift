import Foundation

/// The folder `Fuzz` of this checkout.
enum FuzzFolder {
    struct Input {
        /// From `Fuzz` on, to be named in a failure.
        let path: String
        let bytes: [UInt8]
    }

    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fuzz")

    /// A target's seeds and the inputs that once broke something, in the order of their names.
    static func inputs(of target: String) throws -> [Input] {
        try ["Corpus/\(target)", "Regressions/\(target)"].flatMap { folder in
            try names(in: folder).map { name in
                let path = "\(folder)/\(name)"
                return Input(path: path, bytes: Array(try Data(contentsOf: root.appending(path: path))))
            }
        }
    }

    /// The scenarios of this checkout.
    static func gallery() throws -> [Input] {
        let folder = root.deletingLastPathComponent().appending(path: "Scenarios")
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        return try paths.filter { $0.hasSuffix(".yaml") }.sorted().map {
            Input(path: $0, bytes: Array(try Data(contentsOf: folder.appending(path: $0))))
        }
    }

    /// What stands in a folder, sorted; nothing where there is no folder. A `.gitkeep` does not count.
    static func names(in folder: String) throws -> [String] {
        let path = root.appending(path: folder).path
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: path).filter { !$0.hasPrefix(".") }
            .sorted()
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}
