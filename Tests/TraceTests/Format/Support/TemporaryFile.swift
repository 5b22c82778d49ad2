internal import Foundation

/// A file that is gone with the test.
final class TemporaryFile {
    let path: String

    init(_ bytes: [UInt8] = []) {
        path = NSTemporaryDirectory() + "/trace-\(UUID().uuidString)"
        _ = FileManager.default.createFile(atPath: path, contents: Data(bytes))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var bytes: [UInt8] { FileManager.default.contents(atPath: path).map(Array.init) ?? [] }

    func append(_ bytes: some Collection<UInt8>) throws {
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(bytes))
        try handle.close()
    }

    func cut(to count: Int) throws {
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        try handle.truncate(atOffset: UInt64(count))
        try handle.close()
    }
}
