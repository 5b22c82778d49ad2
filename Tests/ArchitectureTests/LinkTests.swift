import Foundation
import Testing

/// That a program on the pure targets needs no Foundation: what they import is not all that gets linked.
struct LinkTests {
    @Test
    func `a program on WebSocketWire needs no Foundation`() throws {
        let program = try PureProgram.build(importing: "WebSocketWire")
        let libraries = try neededLibraries(of: program)
        #expect(libraries.contains { $0.hasPrefix("libswiftCore") }, "ldd said \(libraries)")
        #expect(libraries.filter { $0.contains("Foundation") }.isEmpty)
    }

    @Test
    func `the check sees Foundation where it is`() throws {
        let ourselves = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        #expect(try neededLibraries(of: ourselves).contains { $0.contains("Foundation") })
    }

    /// The shared libraries that the loader would bring in, those that others bring in included.
    private func neededLibraries(of program: URL) throws -> [String] {
        try Command.output(of: "ldd", program.path).split(separator: "\n").compactMap {
            $0.split(separator: " ").first?.trimmingPrefix("\t").description
        }
    }
}

/// A package of one program that imports one product of ours.
private enum PureProgram {
    /// Its own scratch path, since `swift test` holds the lock on the usual one; kept, so that the next run is quick.
    static func build(importing product: String) throws -> URL {
        let folder = SourceFile.root.appending(path: ".build/link-check/\(product)")
        let sources = folder.appending(path: "Sources/PureProgram")
        try FileManager.default.createDirectory(at: sources, withIntermediateDirectories: true)
        try manifest(product).write(
            to: folder.appending(path: "Package.swift"), atomically: true, encoding: .utf8)
        try "import \(product)\n\n@main\nstruct PureProgram {\n    static func main() {}\n}\n".write(
            to: sources.appending(path: "PureProgram.swift"), atomically: true, encoding: .utf8)

        let scratch = folder.appending(path: ".build")
        _ = try Command.output(
            of: "swift", "build", "--package-path", folder.path, "--scratch-path", scratch.path)
        return scratch.appending(path: "debug/PureProgram")
    }

    private static func manifest(_ product: String) -> String {
        """
        // swift-tools-version: 6.3
        import PackageDescription

        let package = Package(
            name: "PureProgram",
            dependencies: [.package(name: "closecall", path: "\(SourceFile.root.path)")],
            targets: [
                .executableTarget(
                    name: "PureProgram", dependencies: [.product(name: "\(product)", package: "closecall")])
            ]
        )
        """
    }
}

/// A command that must succeed; its output is in the error if it does not.
private enum Command {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static func output(of arguments: String...) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let command = arguments.joined(separator: " ")
            throw Failure(
                description: "\(command) ended with status \(process.terminationStatus):\n\(output)")
        }
        return output
    }
}
