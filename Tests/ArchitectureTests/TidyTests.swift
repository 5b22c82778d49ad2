import Testing

struct TidyTests {
    @Test
    func `the sources keep the habits that a machine can check`() throws {
        let complaints = try SourceFile.everything.get().flatMap(TidyRules.complaints(about:))
        #expect(complaints.isEmpty, "\n\(complaints.report)")
    }

    @Test(arguments: [
        "let a = try! b()", "let a = b as! C", "default: fatalError(\"no\")", "import XCTest",
        "final class A: @unchecked Sendable {}", "nonisolated(unsafe) var a = 1",
        "// a comment\n\nnonisolated(unsafe) var a = 1", "// TO" + "DO: later", "/// FIX" + "ME",
    ])
    func `a planted offence is seen`(text: String) {
        let file = SourceFile(path: "Sources/Reactor/A.swift", text: text)
        let complaints = TidyRules.complaints(about: file)
        #expect(complaints.map(\.line) == [file.lines.count])
    }

    @Test(arguments: [
        "// Never try! this.", "let a = \"as! fatalError(\"", "func `no try! here`() {}",
        "// Proof: a is written once, before any thread starts.\nnonisolated(unsafe) var a = 1",
        "/// Proof: the lock guards all.\n@safe\nfinal class A: @unchecked Sendable {}",
    ])
    func `what only looks like an offence is let through`(text: String) {
        #expect(TidyRules.complaints(about: SourceFile(path: "Sources/Reactor/A.swift", text: text)).isEmpty)
    }

    @Test(arguments: [("Sources/Reactor/A.swift", 500), ("Tests/ReactorTests/A.swift", 700)])
    func `a file that outgrows one idea is told at which line`(path: String, most: Int) {
        let longest = String(repeating: "\n", count: most)
        #expect(TidyRules.complaints(about: SourceFile(path: path, text: longest)).isEmpty)
        let longer = TidyRules.complaints(about: SourceFile(path: path, text: longest + "\n"))
        #expect(longer.map(\.line) == [most + 1])
    }
}
