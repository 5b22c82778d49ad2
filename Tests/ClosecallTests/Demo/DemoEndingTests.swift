import Closecall
import Testing

@Suite struct DemoEndingTests {
    @Test(arguments: DemoEnding.all.filter { $0.path != nil }.map(\.name))
    func `a scenario is the gallery's own, to the letter`(name: String) throws {
        let ending = try #require(DemoEnding.named(name))
        #expect(ending.source == (try GalleryFiles.text(try #require(ending.path))))
    }

    @Test func `all can be read and say what comes of them`() throws {
        #expect(DemoEnding.all.count == 7 && Set(DemoEnding.all.map(\.name)).count == 7)
        for ending in DemoEnding.all {
            let scenario = try ending.scenario()
            #expect(!scenario.name.isEmpty && scenario.expect != nil)
            #expect(ending.summary.count <= 80 && ending.lesson.count <= 100, "\(ending.name)")
        }
    }

    @Test func `a name that there is none of is none`() {
        #expect(DemoEnding.named("stuck-in-open")?.path == "stream/stuck-in-open.yaml")
        #expect(DemoEnding.named("stuck")?.name == nil)
        #expect(DemoEnding.named("nothing-broken")?.path == nil)
    }
}
