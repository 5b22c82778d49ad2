internal import Reactor
internal import WebSocketWire

/// The file of an archive, written piece by piece.
struct HARFile: ~Copyable {
    private let path: String
    private var file: AppendFile
    private var waiting: [UInt8] = []

    private static let most = 64 * 1024

    /// Opens it; what stood there is gone.
    init(_ path: String) throws(ExportProblem) {
        self.path = path
        do throws(SystemError) {
            file = try AppendFile(path: path == "-" ? "/dev/stdout" : path)
        } catch {
            let words = error.isLocked ? "it is written by somebody else" : error.words
            throw .unwritable("cannot write \"\(path)\": \(words), name another file")
        }
        _ = file.takeBack(file.size)
    }

    /// Refuses what never can be written, before a trace is read for nothing.
    static func check(_ path: String, in folder: String) throws(ExportProblem) {
        let problem: String
        do throws(SystemError) {
            if try !FileTree.isFolder(folder) {
                problem = "\"\(folder)\" is no folder"
            } else if (try? FileTree.isFolder(path)) == true {
                problem = "it is a folder"
            } else {
                return
            }
        } catch {
            problem = error.words
        }
        throw .unwritable("cannot write \"\(path)\": \(problem), name another file")
    }

    mutating func append(_ bytes: [UInt8]) throws(ExportProblem) { try append(bytes.span) }

    mutating func append(_ bytes: Span<UInt8>) throws(ExportProblem) {
        waiting.append(contentsOf: bytes)
        if waiting.count >= Self.most { try flush() }
    }

    mutating func flush() throws(ExportProblem) {
        let bytes = waiting
        waiting.removeAll(keepingCapacity: true)
        if let failure = file.append(bytes.span).failure {
            throw .unwritable("cannot write \"\(path)\": \(failure.words)")
        }
    }
}
