import Testing

struct ImportTests {
    @Test
    func `every target imports only what the table of rooms allows`() throws {
        let complaints = try SourceFile.sources.get().flatMap(ImportRules.complaints(about:))
        #expect(complaints.isEmpty, "\n\(complaints.report)")
    }

    @Test
    func `the table lets a room import only rooms above it`() {
        let order = ImportRules.rooms.map(\.name)
        for (index, room) in ImportRules.rooms.enumerated() {
            let below = Set(order[index...]).intersection(room.mayImport)
            #expect(below.isEmpty, "\(room.name) may import \(below), which does not stand above it")
        }
    }

    @Test
    func `the table gives no pure room the outside world`() {
        let outside: Set = [
            "Foundation", "FoundationEssentials", "Glibc", "Dispatch", "Synchronization", "CLinux",
            "COpenSSL",
            "CPcap",
        ]
        for room in ImportRules.rooms where room.isPure {
            #expect(room.mayImport.isDisjoint(with: outside), "\(room.name) is to be pure")
        }
    }

    @Test(arguments: [
        ("Sources/WebSocketWire/A.swift", "Foundation"), ("Sources/Faults/A.swift", "Glibc"),
        ("Sources/Scenarios/A.swift", "Relay"), ("Sources/Observer/A.swift", "Synchronization"),
        ("Sources/Relay/A.swift", "Reactor"), ("Sources/Trace/A.swift", "WebSocketWire"),
        ("Sources/Reactor/A.swift", "WebSocketWire"), ("Sources/Closecall/A.swift", "ClosecallCLI"),
    ])
    func `a planted import is seen, whatever stands before it`(path: String, module: String) {
        let planted = [
            "import \(module)", "public import \(module)", "@preconcurrency internal import \(module)",
            "  import struct \(module).Name", "#if canImport(X)\nimport \(module)\n#endif",
            "/* why */ import \(module)", "let url = \"https://x\"; import \(module)",
        ]
        for text in planted {
            let complaints = ImportRules.complaints(about: SourceFile(path: path, text: text))
            #expect(complaints.count == 1, "in \(text)")
            #expect(complaints.first?.message.contains("may not import \(module)") == true)
        }
    }

    @Test
    func `a complaint names the place the way a compiler does`() {
        let file = SourceFile(path: "Sources/Trace/A.swift", text: "import CPcap\n\nimport Reactor\n")
        let complaints = ImportRules.complaints(about: file)
        #expect(
            complaints.report
                == "Sources/Trace/A.swift:3: error: Trace may not import Reactor, only CPcap, Glibc")
    }

    @Test
    func `a target without a row is refused`() {
        let file = SourceFile(path: "Sources/Utils/A.swift", text: "")
        #expect(ImportRules.complaints(about: file).map(\.line) == [1])
    }

    @Test
    func `the word import in a comment or a string is no import`() {
        let text =
            "// import Foundation\n/* import Glibc\n import Dispatch */\nlet a = \"\"\"\nimport Glibc\n\"\"\"\n"
        #expect(ImportRules.imports(in: SourceFile(path: "Sources/Relay/A.swift", text: text)).isEmpty)
    }
}
