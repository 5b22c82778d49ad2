import Foundation
import Testing

struct UnsafeTests {
    private static let list = Result {
        UnsafeRules.entries(
            in: try String(contentsOf: SourceFile.root.appending(path: UnsafeRules.listPath), encoding: .utf8)
        )
    }

    @Test
    func `unsafe stands only in listed files, each time with the reason why it is safe`() throws {
        let entries = try Self.list.get()
        let complaints = try SourceFile.everything.get().flatMap {
            UnsafeRules.complaints(about: $0, listed: entries)
        }
        #expect(complaints.isEmpty, "\n\(complaints.report)")
    }

    @Test
    func `every line of the list has a reason, and a file that needs it`() throws {
        let complaints = UnsafeRules.complaints(
            about: try Self.list.get(), for: try SourceFile.everything.get())
        #expect(complaints.isEmpty, "\n\(complaints.report)")
    }

    private let entries = UnsafeRules.entries(in: "# why\n\nSources/CZ/*  zlib's own pointers\n")

    @Test(arguments: [
        "let a = unsafe b.load(as: UInt64.self)", "@unsafe func a() {}", "@safe struct A {}",
        "unowned(unsafe) let a: B",
    ])
    func `a planted unsafe is seen twice: not listed, and not reasoned`(text: String) {
        let file = SourceFile(path: "Sources/Relay/A.swift", text: "// Why not.\n" + text)
        #expect(UnsafeRules.complaints(about: file, listed: entries).map(\.line) == [2, 2])
    }

    @Test
    func `a listed file with its sentence is let through, up to twelve lines below it`() {
        let sentence = "// Safe: the buffer outlives the call.\n"
        let near = SourceFile(
            path: "Sources/CZ/A.swift", text: sentence + String(repeating: "\n", count: 11) + "unsafe a()")
        let far = SourceFile(
            path: "Sources/CZ/A.swift", text: sentence + String(repeating: "\n", count: 12) + "unsafe a()")
        #expect(UnsafeRules.complaints(about: near, listed: entries).isEmpty)
        #expect(UnsafeRules.complaints(about: far, listed: entries).map(\.line) == [14])
    }

    @Test
    func `a stale line of the list, and one without a reason, are named by their place`() {
        let entries = UnsafeRules.entries(in: "Sources/A.swift\nSources/B.swift  none needed any more\n")
        let complaints = UnsafeRules.complaints(
            about: entries, for: [SourceFile(path: "Sources/B.swift", text: "let a = 1")])
        #expect(
            complaints.report == """
                Tests/ArchitectureTests/unsafe-files.txt:1: error: Sources/A.swift is listed without a reason
                Tests/ArchitectureTests/unsafe-files.txt:2: error: \
                nothing in Sources/B.swift says unsafe any more: take the line out
                """)
    }

    @Test
    func `a promise about threads is not one about memory`() {
        let file = SourceFile(path: "Sources/Relay/A.swift", text: "// Proof.\nnonisolated(unsafe) var a = 1")
        #expect(UnsafeRules.lines(in: file).isEmpty)
    }
}
