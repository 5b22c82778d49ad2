import Testing

@testable import Closecall

@Suite struct FuzzBuildTests {
    @Test func `how far it is is told, and the errors when it fails`() throws {
        let script = """
            echo '[1/2] Compiling A'; echo 'warning: Cannot export local symbol x'; echo 'a.swift:1:1: error: no'
            echo '[2/2] Linking'; echo 'a.swift:1:1: error: no'; exit 1
            """
        var steps: [String] = []
        let problem = #expect(throws: FuzzProblem.self) {
            try FuzzBuild(command: ["sh", "-c", script]).run(until: StopSign()) { steps.append($0) }
        }
        #expect(steps == ["[1/2] Compiling A", "[2/2] Linking"])
        #expect(
            "\(try #require(problem))"
                == "the targets do not build; its last words:\n    a.swift:1:1: error: no")
    }

    @Test func `without errors the last words are told`() {
        #expect(FuzzBuild.lastWords(["one", "", "two"]) == ["one", "two"])
        #expect(FuzzBuild.lastWords((1...40).map(String.init)).count == 12)
    }

    @Test func `it can be stopped`() throws {
        let stop = StopSign()
        let problem = #expect(throws: FuzzProblem.self) {
            try FuzzBuild(command: ["sh", "-c", "echo '[1/2]'; sleep 60"]).run(until: stop) { _ in
                stop.raise()
            }
        }
        #expect("\(try #require(problem))" == "stopped")
    }

    @Test func `fuzzing builds as the script of continuous integration does`() throws {
        let script = try String(decoding: FuzzFile.read("\(repository).ci/fuzz"), as: UTF8.self)
        let command = FuzzBuild(.fuzzing, in: try FuzzTree(at: String(repository.dropLast()))).command
        let flags = command.joined(separator: " ").replacing(repository, with: "")
        let words = script.replacing("\\\n", with: "").split(whereSeparator: \.isWhitespace).joined(
            separator: " ")
        #expect(words.contains(flags), "\(flags) is not in .ci/fuzz")
    }

    @Test func `a toolchain is where its library is not`() {
        let info = #"{"paths": {"runtimeResourcePath": "/opt/swift/usr/lib/swift"}}"#
        #expect(SwiftToolchain.folder(in: info) == "/opt/swift/usr/bin")
        #expect(SwiftToolchain.folder(in: "no") == nil)
    }

    private var repository: String {
        String(#filePath.prefix(upTo: #filePath.firstRange(of: "Tests/")?.lowerBound ?? #filePath.endIndex))
    }
}
