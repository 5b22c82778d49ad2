import Foundation

/// Who may import whom.
///
/// The order counts: a room may import only rooms that stand above it, and of those only what its row names.
struct Room {
    let name: String
    let mayImport: Set<String>
    /// Bytes, values, events and time in; values and actions out. No descriptor, no clock, no Foundation.
    var isPure = false
}

enum ImportRules {
    static let pureRooms = [
        Room(name: "WebSocketWire", mayImport: ["CZlib"], isPure: true),
        Room(name: "Observer", mayImport: ["WebSocketWire"], isPure: true),
        Room(name: "Faults", mayImport: ["WebSocketWire", "Observer", "CPCRE"], isPure: true),
        Room(
            name: "Scenarios", mayImport: ["Faults", "WebSocketWire", "Observer", "CYAML"], isPure: true),
        Room(name: "Relay", mayImport: ["WebSocketWire", "Faults", "Scenarios", "Observer"], isPure: true),
    ]

    static let rooms: [Room] =
        pureRooms + [
            Room(name: "Trace", mayImport: ["CPcap", "Glibc"]),
            Room(name: "Reactor", mayImport: ["CLinux", "COpenSSL", "Glibc", "Synchronization"]),
            Room(name: "LinkEmulator", mayImport: ["Faults", "Reactor", "CLinux"]),
            Room(name: "Closecall", mayImport: belowClosecall.union(["Synchronization"])),
            Room(name: "Control", mayImport: belowClosecall.union(["Closecall", "Synchronization"])),
            Room(name: "ClosecallTesting", mayImport: ["Closecall", "Observer", "Testing", "WebSocketWire"]),
            Room(
                name: "ClosecallCLI",
                mayImport: belowClosecall.union([
                    "Closecall", "Control", "CBuildInfo", "CLinux", "Glibc", "Synchronization",
                ])),
            Room(name: "FuzzBodies", mayImport: belowClosecall.union(["Closecall", "Control", "Simulator"])),
            Room(
                name: "Benchmarks",
                mayImport: belowClosecall.union([
                    "Closecall", "CLinux", "CWslayBench", "Glibc", "Synchronization",
                ])),
        ]

    private static let belowClosecall: Set = [
        "WebSocketWire", "Faults", "Scenarios", "Observer", "Relay", "Trace", "Reactor", "LinkEmulator",
    ]

    /// Imports that the table does not allow, and targets that it does not know.
    static func complaints(about file: SourceFile) -> [Complaint] {
        let room = rooms.first { $0.name == file.target }
        guard let room else {
            return [
                Complaint(
                    path: file.path, line: 1,
                    message:
                        "the target \(file.target) has no row in Tests/ArchitectureTests/ImportRules.swift")
            ]
        }
        return imports(in: file).filter { !room.mayImport.contains($0.module) }.map { line, module in
            let allowed = room.mayImport.sorted().joined(separator: ", ")
            let message = "\(room.name) may not import \(module), only \(allowed)"
            return Complaint(path: file.path, line: line, message: message)
        }
    }

    /// The modules that a file imports: `public import struct Module.Submodule.Name` imports `Module`.
    static func imports(in file: SourceFile) -> [(line: Int, module: String)] {
        file.code.enumerated().flatMap { index, code in
            // Looking for a word is far quicker than matching an expression with every line.
            guard code.utf8.count > 7, code.range(of: "import", options: .literal) != nil else {
                return [(line: Int, module: String)]()
            }
            return code.matches(
                of: /(?:^|\s|;)import\s+(?:(?:typealias|struct|class|enum|protocol|let|var|func)\s+)?(\w+)/
            )
            .map { (line: index + 1, module: String($0.output.1)) }
        }
    }
}
