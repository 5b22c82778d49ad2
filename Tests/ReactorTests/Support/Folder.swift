import Foundation

/// A folder for the length of a test.
final class Folder: Sendable {
    let path: String

    init() {
        path = NSTemporaryDirectory() + "closecall-\(UUID().uuidString)"
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func path(of name: String) -> String { "\(path)/\(name)" }

    /// Writes a file and answers its path.
    @discardableResult
    func write(_ name: String, _ text: String) -> String {
        try? text.write(toFile: path(of: name), atomically: false, encoding: .utf8)
        return path(of: name)
    }

    func text(of name: String) -> String? { try? String(contentsOfFile: path(of: name), encoding: .utf8) }

    func permissions(of name: String) -> Int? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path(of: name))
        return attributes?[.posixPermissions] as? Int
    }

    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }
}

/// What the `openssl` command says; nil where it is not installed.
func openssl(_ arguments: String...) -> (output: String, status: Int32)? {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/openssl")
    process.arguments = arguments
    (process.standardOutput, process.standardError) = (output, output)
    process.standardInput = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: bytes, as: UTF8.self), process.terminationStatus)
}
