internal import Reactor

/// What came of merging new inputs into a target's seeds.
public struct CorpusMerge: Sendable, Equatable {
    /// How many inputs were looked at.
    public let looked: Int
    /// The seeds that are new, each named by its content.
    public let added: [String]
    /// How many inputs broke something, and were left out.
    public let broken: Int
    /// Where the seeds are.
    public let folder: String
}

extension FuzzCampaign {
    /// Copies those inputs of `folders` to the seeds of a target that reach code which no seed reaches. Without
    /// folders, those that campaigns have left below `.build/fuzz`.
    public func merge(
        _ folders: [String], into target: String, skipsBuild: Bool,
        building tell: @escaping @Sendable (String) -> Void
    ) async -> Result<CorpusMerge, FuzzProblem> {
        await onThread { () throws(FuzzProblem) in
            let target = try tree.target(target)
            let folders = folders.isEmpty ? [tree.ownCorpus(target)] : folders
            if (try? FileTree.isFolder(folders[0])) == nil, folders == [tree.ownCorpus(target)] {
                throw .nothingToMerge(target: target)
            }
            let looked = try Self.inputs(of: folders)
            let toolchain = try prepare(target, skipsBuild: skipsBuild, tell)
            let seeds = tree.path("Fuzz/Corpus/\(target)")
            try FuzzFile.makeFolder(seeds)
            let before = Set(tree.seeds(of: target))
            let command = FuzzerCommand.merging(
                [seeds] + folders, of: target, in: tree)
            let program = ListenedProgram(
                command.words, environment: FuzzerCommand.environment(toolchain: toolchain?.folder))
            var log = FuzzerLog()
            var broken = 0
            let ending = try program.run(until: stop) { line in
                log.take(line)
                // What breaks something is left out, and the rest goes on in a new process.
                if line.hasPrefix("artifact_prefix=") { broken += 1 }
            }
            if ending == .stopped { throw .interrupted }
            guard ending.isSuccess else {
                throw .didNotRun(program: command.program, ending: ending.words, lines: log.tail)
            }
            let added = tree.seeds(of: target).filter { !before.contains($0) }
            return CorpusMerge(looked: looked, added: added, broken: broken, folder: seeds)
        }
    }

    private static func inputs(of folders: [String]) throws(FuzzProblem) -> Int {
        var count = 0
        for folder in folders {
            do throws(SystemError) { count += try FileTree.files(under: folder) { _ in true }.count } catch {
                throw .file("read the inputs in \(folder)", error)
            }
        }
        return count
    }
}
