import Closecall
import Observer
import Scenarios
import Testing

/// One judge: what is read out of a proxy's trace is what the proxy said itself.
@Suite struct RecordedRelayTests {
    @Test(arguments: GalleryFiles.all)
    func `a recorded session of the gallery is judged as it was live`(file: String) throws {
        let scenario = try Scenario(reading: GalleryFiles.text(file), file: file)
        // Each kind of client has its turn, by the file's name.
        let kinds = EndpointProfile.Name.allCases
        try compare(scenario, kinds[file.utf8.reduce(0) { $0 + Int($1) } % kinds.count])
    }

    @Test func `without a scenario too`() throws {
        for client in EndpointProfile.Name.allCases { try compare(nil, client) }
    }

    private func compare(_ scenario: Scenario?, _ client: EndpointProfile.Name) throws {
        let relay = RecordedRelay(scenario, client: client, server: .pythonWebSockets)
        relay.after(1) { relay.sends(.client, Array(Handshakes.request().utf8)) }
        // Whoever waits in vain gives up.
        relay.after(20_000) { relay.ends(.client, .finished) }
        relay.after(40_000) { relay.ends(.server, .reset) }
        relay.after(45_000) { relay.ends(.client, .reset) }
        relay.play()
        let live = try #require(relay.live)
        let session = try #require(relay.heard.sessions.first)
        let read = session.ending
        #expect(read.client == live.client && read.server == live.server)
        #expect(read.cause == live.cause && read.by == live.by)
        for profile in EndpointProfile.Name.allCases.map(EndpointProfile.named) {
            for leg in Leg.allCases {
                #expect(profile.verdict(of: read[leg]) == profile.verdict(of: live[leg]), "\(profile.name)")
            }
        }
        #expect(relay.heard.beginnings.first?.journalled == 7)
    }
}
