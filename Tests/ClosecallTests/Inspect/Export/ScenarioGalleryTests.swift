import Foundation
import Observer
import Scenarios
import Testing
import WebSocketWire

@testable import Closecall

/// The gallery's endings, out of traces of them.
@Suite struct ScenarioGalleryTests {
    @Test(arguments: GalleryFiles.all)
    func `an ending of the gallery is made again by what its trace says`(file: String) async throws {
        try await TracedRun.withFolder { folder in
            let scenario = try Scenario(reading: GalleryFiles.text(file), file: file)
            let reports = try await TracedRun.run(scenario, trace: "\(folder)/trace.pcapng")
            let export = ScenarioExport(
                path: "\(folder)/again.yaml", session: 1, trace: "trace.pcapng")
            try TracedRun.read("\(folder)/trace.pcapng", to: export)
            _ = try await export.finish()
            let again = try Scenario(
                reading: String(contentsOfFile: "\(folder)/again.yaml", encoding: .utf8))
            let ending = try #require(reports.first { $0.number == 1 }).ending
            if let client = again.expect?.client {
                #expect(client.codes == codes(ending.client), "the client's code")
                #expect(client.wasClean == ending.client?.event?.wasClean)
            }
            if let server = again.expect?.server {
                #expect(server.codes == codes(ending.server), "the server's code")
                #expect(server.wasClean == ending.server?.event?.wasClean)
            }
        }
    }

    private func codes(_ verdict: Verdict?) -> [Int]? { verdict?.event.map { [Int($0.code)] } }
}
