import Faults
import Foundation
import Scenarios
import Testing

@Suite struct GalleryTests {
    @Test func `the gallery has as many scenarios as it promises`() {
        #expect(GalleryFiles.all.count >= 44)
    }

    @Test(arguments: GalleryFiles.all)
    func `a scenario of the gallery reads, teaches and judges itself`(file: String) throws {
        let text = try GalleryFiles.text(file)
        let scenario = try Scenario(reading: text, file: file)
        #expect(!scenario.name.isEmpty)
        #expect(scenario.about.count > 120, "\(file): an about of two or three sentences")
        #expect(scenario.expect != nil)
        #expect(!scenario.rules.isEmpty || scenario.link != nil || !scenario.phases.isEmpty)
    }

    @Test(arguments: GalleryFiles.all)
    func `a scenario of the gallery is short, and easy to name`(file: String) throws {
        let text = try GalleryFiles.text(file)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        #expect((5...30).contains(lines.count), "\(file) has \(lines.count) lines")
        #expect(lines.allSatisfy { $0.count <= 110 && $0.last != " " })
        #expect(text.hasSuffix("\n"))
        let name = try #require(file.split(separator: "/").last)
        #expect(name.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*\.yaml/) != nil)
    }

    @Test func `no two scenarios are called the same`() throws {
        var names: [String: String] = [:]
        for file in GalleryFiles.all {
            let scenario = try Scenario(reading: GalleryFiles.text(file), file: file)
            let other = names.updateValue(file, forKey: scenario.name)
            #expect(other == nil, "\(file) and \(other ?? "")")
        }
    }

    @Test func `each fault has its place in the gallery`() throws {
        var used: Set<String> = []
        for file in GalleryFiles.all {
            let scenario = try Scenario(reading: GalleryFiles.text(file), file: file)
            used.formUnion(scenario.rules.flatMap(\.faults).map { type(of: $0).word })
        }
        #expect(Set(FaultCatalog.all.map(\.name)).subtracting(used) == [])
    }

    @Test func `each scenario has its line in the gallery's table of contents`() throws {
        let contents = try GalleryFiles.text("README.md")
        for file in GalleryFiles.all {
            let scenario = try Scenario(reading: GalleryFiles.text(file), file: file)
            #expect(contents.contains("| [\(scenario.name)](\(file)) |"), "\(file)")
        }
    }
}

extension Fault {
    fileprivate static var word: String { about.name }
}
