internal import Reactor
internal import WebSocketWire

/// The files of a corpus: each named by what it holds, so that nothing stands there twice.
///
/// The names are those that libFuzzer gives: SHA-1 in hex.
struct CorpusFolder {
    private let path: String
    private var targets: [String: Target] = [:]

    private struct Target {
        /// The digests of what was there before.
        var there: Set<[UInt8]>
        /// And of what the trace has.
        var seen: Set<[UInt8]> = []
    }

    /// So large may a seed be; what is larger finds nothing that a smaller one would not.
    static let largestSeed = 64 * 1024
    /// So many seeds of a target are written.
    private static let mostSeeds = 100_000

    enum Outcome {
        case written
        /// The trace had it before.
        case repeated
        /// It was in the folder before.
        case known
        case full
    }

    init(_ path: String) throws(ExportProblem) {
        self.path = path
        do throws(SystemError) {
            try PrivateFolder(path).make()
            // What is no folder fails here, before a trace is read for nothing.
            _ = try FileTree.files(under: path) { _ in false }
        } catch {
            throw .unwritable("cannot write into \"\(path)\": \(error.words), name another folder")
        }
    }

    mutating func add(_ bytes: [UInt8], to target: String) throws(ExportProblem) -> Outcome {
        do throws(SystemError) {
            if targets[target] == nil { targets[target] = Target(there: try open(target)) }
            let digest = SHA1.hash(bytes)
            guard targets[target]?.seen.contains(digest) == false else { return .repeated }
            guard targets[target]?.seen.count ?? 0 < Self.mostSeeds else { return .full }
            targets[target]?.seen.insert(digest)
            if targets[target]?.there.contains(digest) == true { return .known }
            try SmallFile.write(bytes, to: "\(path)/\(target)/\(Self.hex(digest))")
            return .written
        } catch {
            throw .unwritable("cannot write \(error.subject): \(error.words)")
        }
    }

    /// Makes the target's folder, and reads what is in it, whatever its names are.
    private func open(_ target: String) throws(SystemError) -> Set<[UInt8]> {
        let folder = "\(path)/\(target)"
        try PrivateFolder(folder).make()
        var seeds: Set<[UInt8]> = []
        for file in try FileTree.files(under: folder, where: { _ in true }).prefix(Self.mostSeeds) {
            // A file that cannot be read, or is no seed, is left alone: only its name is not to be had.
            if let bytes = try? SmallFile.read(file, most: Self.largestSeed).bytes {
                seeds.insert(SHA1.hash(bytes))
            } else if let digest = Self.digest(file) {
                seeds.insert(digest)
            }
        }
        return seeds
    }

    private static func hex(_ digest: [UInt8]) -> String {
        digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func digest(_ file: String) -> [UInt8]? {
        let name = Array(file.utf8.suffix(40))
        let bytes = stride(from: 0, to: name.count, by: 2).compactMap {
            UInt8(String(decoding: name[$0..<min($0 + 2, name.count)], as: UTF8.self), radix: 16)
        }
        return bytes.count == 20 ? bytes : nil
    }
}
