import Foundation
import Testing

@testable import Faults

struct FaultCatalogTests {
    private let kinds = FaultCatalog.all

    @Test func `names are in kebab-case, and each stands for one fault`() throws {
        for kind in kinds {
            #expect(kind.name.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil, "\(kind.name)")
            #expect(FaultCatalog.kind(named: kind.name)?.typeName == kind.typeName)
        }
        #expect(Set(kinds.map(\.name)).count == kinds.count)
    }

    @Test func `each says what it does, in a sentence and at length, and shows how it is written`() {
        for kind in kinds {
            #expect(kind.summary.hasSuffix(".") && !kind.summary.contains("\n"), "\(kind.name)")
            #expect(kind.summary.count <= 110, "\(kind.name): \(kind.summary)")
            #expect(kind.details.count > kind.summary.count, "\(kind.name)")
            #expect(kind.example.contains("do:"), "\(kind.name)")
            #expect(kind.example.contains(kind.name), "\(kind.name)")
            #expect(!kind.parameters.contains { $0.summary.isEmpty }, "\(kind.name)")
            #expect(Set(kind.parameters.map(\.name)).count == kind.parameters.count, "\(kind.name)")
        }
    }

    @Test func `each stands in the list of its layer`() {
        let lists: [(Layer, [FaultKind])] = [
            (.frame, FaultCatalog.frame), (.closing, FaultCatalog.closing), (.stream, FaultCatalog.stream),
            (.handshake, FaultCatalog.handshake), (.connection, FaultCatalog.connection),
        ]
        for (layer, list) in lists {
            for kind in list { #expect(kind.layer == layer, "\(kind.name)") }
        }
    }

    @Test func `what is said to be the default can be written`() throws {
        for kind in kinds {
            for parameter in kind.parameters {
                guard let standard = parameter.standard else { continue }
                let place = Place(line: 1, column: 1)
                let entry = Value.Entry(parameter.name, at: place, written(standard))
                var problems: [ValueProblem] = []
                _ = kind.fault(from: Value(.map([entry]), at: place), at: place, &problems)
                // That others are missing, or do not go together with it, is not the question.
                let own = problems.filter { !$0.message.hasPrefix("\"\(kind.name)\"") }
                #expect(own.isEmpty, "\(kind.name), \(parameter.name): \(standard)")
            }
        }
    }

    @Test func `every fault that is written is listed`() throws {
        let listed = Set(kinds.map(\.typeName))
        var written: Set<String> = []
        for file in try sourceFiles() {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: /struct ([A-Za-z0-9]+): (?:Lasting)?Fault\b/) {
                written.insert(String(match.1))
            }
        }
        #expect(written == listed)
        #expect(written.count >= 18)
    }

    @Test func `a fault stands in a file of its own, called as its type is`() throws {
        let files = Set(try sourceFiles().map { $0.deletingPathExtension().lastPathComponent })
        for kind in kinds { #expect(files.contains(kind.typeName), "\(kind.typeName)") }
    }

    @Test func `each has its word in Swift, too`() throws {
        let files = try sourceFiles().map { try String(contentsOf: $0, encoding: .utf8) }
        for kind in kinds {
            let words = kind.name.split(separator: "-")
            let name = words[0] + words.dropFirst().map(\.capitalized).joined()
            let type = kind.typeName
            #expect(
                files.contains { $0.contains("public static var \(name): \(type) { \(type)() }") }, "\(name)")
        }
    }

    private func sourceFiles() throws -> [URL] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent()
        let sources = tests.deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/Faults")
        let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
        return (files?.allObjects ?? []).compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
    }

    /// As YAML has it: quotes are no part of a text, and `{ hex: 00 ff }` is a map.
    private func written(_ text: String) -> Value {
        let place = Place(line: 1, column: 1)
        if let match = text.wholeMatch(of: /\{ (\w+): (.*) \}/) {
            return Value(
                .map([Value.Entry(String(match.1), at: place, written(String(match.2)))]), at: place)
        }
        if let match = text.wholeMatch(of: /"(.*)"/) {
            return Value(.scalar(String(match.1), isPlain: false), at: place)
        }
        return Value(text)
    }
}
