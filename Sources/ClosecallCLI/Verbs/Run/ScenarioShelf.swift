internal import Closecall
internal import Faults
internal import Reactor
internal import Scenarios

/// A scenario and where it was found.
struct ShelvedScenario: Sendable {
    /// As it is opened.
    let path: String
    let scenario: Scenario

    /// The folder it is in; "." where its path has none.
    var folder: String { path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "." }
    /// Without the folder.
    var fileName: String { path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path }
}

/// Scenario files, read: those that were named, and those in folders that were named.
struct ScenarioShelf: Sendable {
    /// How many files there are.
    let files: Int
    /// Those that can be played, in the order in which they were named and found.
    private(set) var scenarios: [ShelvedScenario] = []
    /// What is wrong with the others.
    private(set) var problems: [ScenarioProblem] = []

    /// How many files there is something wrong with.
    var brokenFiles: Int { files - scenarios.count }

    /// Finds and reads all of these.
    init(_ paths: [String]) throws(CommandFailure) {
        var seen: Set<String> = []
        var found: [String] = []
        for path in paths {
            for file in try Self.files(at: path) where seen.insert(file).inserted { found.append(file) }
        }
        files = found.count
        for file in found { try read(file) }
    }

    private static func files(at path: String) throws(CommandFailure) -> [String] {
        let files: [String]
        do throws(SystemError) {
            guard try FileTree.isFolder(path) else { return [path] }
            files = try FileTree.files(under: path, where: isScenario)
        } catch {
            throw CommandFailure("cannot read \"\(path)\": \(error.words)")
        }
        if files.isEmpty {
            throw CommandFailure(
                "no scenario in the folder \"\(path)\": there is no *.yaml, *.yml or *.json file in it")
        }
        // Nobody writes the folder that he is in.
        return path == "." || path == "./" ? files.map { String($0.dropFirst(2)) } : files
    }

    private static func isScenario(_ name: String) -> Bool {
        [".yaml", ".yml", ".json"].contains { name.lowercased().hasSuffix($0) }
    }

    private mutating func read(_ path: String) throws(CommandFailure) {
        do throws(ScenarioFile.Failure) {
            scenarios.append(ShelvedScenario(path: path, scenario: try ScenarioFile.read(path)))
        } catch {
            switch error {
            case .unreadable(_, let error): throw CommandFailure("cannot read \"\(path)\": \(error.words)")
            case .wrong(let wrong): problems += wrong.problems
            }
        }
    }
}
