import Closecall
import Scenarios
import Testing

@Suite struct GalleryPlayTests {
    @Test(arguments: GalleryFiles.all)
    func `a scenario of the gallery comes out as it says`(file: String) async throws {
        let scenario = try Scenario(reading: GalleryFiles.text(file), file: file)
        let expected = try #require(scenario.expect)
        let runner = try ScenarioRunner()
        defer { runner.stop() }
        let outcome = try await runner.run(scenario)
        #expect(ExpectationCheck.mismatches(outcome, expected) == [])
    }
}
