internal import Reactor

/// A source tree of closecall: where its targets, their seeds and their regressions are.
///
/// Paths are as whoever asks would type them: relative to the working directory when the tree was found there.
public struct FuzzTree: Sendable, Equatable {
    /// The folder that `Fuzz` is in.
    public let root: String

    /// The tree that `root` is; an error when it is none.
    public init(at root: String) throws(FuzzProblem) {
        guard Self.isTree(root) else { throw .notATree(root) }
        self.root = root
    }

    /// The tree around `folder`: it, or the nearest above it.
    public static func around(_ folder: String = ".") throws(FuzzProblem) -> FuzzTree {
        var candidate = folder
        for _ in 0..<deepest {
            if isTree(candidate) { return try FuzzTree(at: candidate) }
            candidate = candidate == "." ? ".." : "\(candidate)/.."
        }
        throw .noTree(folder == "." ? "this folder" : folder)
    }

    /// Above the root directory is the root directory: no path is deeper than this.
    private static let deepest = 64

    /// Another package may have a folder `Fuzz`, too.
    private static func isTree(_ folder: String) -> Bool {
        guard let manifest = try? SmallFile.read("\(folder)/Fuzz/Package.swift") else { return false }
        return String(decoding: manifest.bytes, as: UTF8.self).contains("\"closecall-fuzz\"")
    }

    /// A place in it.
    public func path(_ inside: String) -> String { root == "." ? inside : "\(root)/\(inside)" }

    /// The targets that have an entry point, by name.
    public func targets() throws(FuzzProblem) -> [String] {
        let entries = try files(in: "Fuzz/Sources") { $0 == "EntryPoint.swift" }
        return entries.compactMap { $0.split(separator: "/").dropLast().last.map(String.init) }
    }

    /// The target's name, if there is one of that name.
    public func target(_ name: String) throws(FuzzProblem) -> String {
        let known = try targets()
        guard known.contains(name) else { throw .unknownTarget(name, known: known) }
        return name
    }

    /// The seeds of a target, by name; none when it has no folder.
    public func seeds(of target: String) -> [String] { inputs("Fuzz/Corpus/\(target)") }

    /// The inputs that once broke a target.
    public func regressions(of target: String) -> [String] { inputs("Fuzz/Regressions/\(target)") }

    /// What a file with an input holds.
    public static func input(_ path: String) throws(FuzzProblem) -> [UInt8] { try FuzzFile.read(path) }

    func inputs(_ folder: String) -> [String] { (try? files(in: folder) { _ in true }) ?? [] }

    private func files(in folder: String, _ isWanted: (String) -> Bool) throws(FuzzProblem) -> [String] {
        do throws(SystemError) { return try FileTree.files(under: path(folder), where: isWanted) } catch {
            throw .file("read \(path(folder))", error)
        }
    }

    // MARK: What a campaign makes

    /// Where the programs are built.
    var scratch: String { path(".build/fuzz") }
    /// A target's program, be it built or not.
    func program(_ target: String) -> String { "\(scratch)/release/\(target)" }
    /// Where new inputs of a target go.
    func ownCorpus(_ target: String) -> String { "\(scratch)/corpus/\(target)" }
    /// The target's words for the fuzzer; nil when it has none.
    func dictionary(_ target: String) -> String? { existing("Fuzz/Dictionaries/\(target).dict") }
    /// The folders of the repository with inputs of a target, as far as there are any.
    func storedInputs(_ target: String) -> [String] {
        ["Fuzz/Corpus/\(target)", "Fuzz/Regressions/\(target)"].compactMap(existing)
    }

    private func existing(_ inside: String) -> String? {
        (try? FileTree.isFolder(path(inside))) == nil ? nil : path(inside)
    }
}
