internal import Closecall
internal import Reactor

/// Journals that a person named, read.
struct JournalInput {
    let file: JournalFile
    /// As they were named, without their folders.
    let names: [String]

    /// More does not fit into a page, and hardly into memory.
    private static let largest = 4 << 30

    static func read(
        _ paths: [String], readsFrames: Bool, _ invocation: Invocation
    ) async throws(CommandFailure) -> JournalInput {
        var parts: [[UInt8]] = []
        for path in paths {
            parts.append(path == "-" ? await standardInput(invocation.input) : try bytes(of: path))
        }
        let file = JournalFile(parts: parts, readsFrames: readsFrames)
        guard file.lines > 0 else { throw noJournal(paths, isEmpty: parts.allSatisfy(\.isEmpty)) }
        if let broken = file.firstBroken {
            let more = file.broken > 1 ? ", and \(Wording.count(file.broken - 1, "more line")) like it" : ""
            invocation.output.error(
                "line \(broken.line) of \"\(paths[broken.part])\" is broken and was left out\(more)")
        }
        return JournalInput(file: file, names: paths.map { $0 == "-" ? "stdin" : name(of: $0) })
    }

    private static func bytes(of path: String) throws(CommandFailure) -> [UInt8] {
        do throws(SystemError) { return try SmallFile.read(path, most: largest).bytes } catch {
            throw CommandFailure(
                "cannot read \"\(path)\": \(error.words), give what \"closecall proxy --journal\" wrote")
        }
    }

    private static func standardInput(_ input: Input) async -> [UInt8] {
        var bytes: [UInt8] = []
        while let line = await input.line() {
            bytes += line.utf8
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    private static func noJournal(_ paths: [String], isEmpty: Bool) -> CommandFailure {
        let what = paths.count == 1 ? "\"\(paths[0])\" is" : "these are"
        return CommandFailure(
            "\(what) \(isEmpty ? "empty" : "no journal"): give what \"closecall proxy --journal\" wrote")
    }

    private static func name(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}
