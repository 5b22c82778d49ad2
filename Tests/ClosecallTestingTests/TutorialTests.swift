import Foundation
import Testing

struct TutorialTests {
    @Test func `what the tutorial ends with is a test that runs here`() throws {
        let here = URL(filePath: #filePath).deletingLastPathComponent()
        let root = here.deletingLastPathComponent().deletingLastPathComponent()
        let step = root.appending(path: "Sources/Closecall/Closecall.docc/Resources/FirstTest-3.swift")
        let test = here.appending(path: "FirstTest.swift")
        #expect(try String(contentsOf: step, encoding: .utf8) == String(contentsOf: test, encoding: .utf8))
    }
}
