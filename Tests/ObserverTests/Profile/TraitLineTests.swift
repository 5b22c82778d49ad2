internal import Foundation
@testable internal import Observer
internal import Testing

struct TraitLineTests {
    @Test
    func `every line rests on something, and the cases it names were measured`() {
        let measured = Set(MeasuredCase.all.map(\.name))
        for line in TraitLine.all {
            #expect(!line.cases.isEmpty || !line.note.isEmpty, "\(line.title)")
            #expect(
                Set(line.cases).isSubset(of: measured),
                "\(line.title): \(Set(line.cases).subtracting(measured))")
        }
        #expect(Set(TraitLine.all.map(\.title)).count == TraitLine.all.count)
    }

    @Test
    func `every known difference is a measured case, and there once`() {
        let measured = Set(MeasuredCase.all.map(\.name))
        let keys = KnownDifference.all.map { "\($0.name) \($0.profile.rawValue)" }
        #expect(Set(keys).count == keys.count)
        for difference in KnownDifference.all {
            #expect(measured.contains(difference.name))
            #expect(!difference.why.isEmpty)
        }
    }

    @Test
    func `no two profiles are the same`() {
        let profiles = EndpointProfile.Name.allCases.map(EndpointProfile.named)
        #expect(profiles.map(\.name) == EndpointProfile.Name.allCases)
        #expect(Set(profiles.map(\.traits)).count == profiles.count)
    }

    /// `UPDATE_SNAPSHOTS=1 swift test --filter TraitLineTests` writes it anew.
    @Test
    func `the page about profiles is the tables'`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(
                path: "Documentation/Profiles.md")
        if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
            try EndpointProfile.reference.write(to: file, atomically: true, encoding: .utf8)
        }
        let stored = try String(contentsOf: file, encoding: .utf8)
        let isFresh = stored == EndpointProfile.reference
        #expect(isFresh, "Documentation/Profiles.md is stale: run this test with UPDATE_SNAPSHOTS=1")
    }
}
