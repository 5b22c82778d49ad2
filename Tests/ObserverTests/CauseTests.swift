internal import Observer
internal import Testing
internal import WebSocketWire

struct CauseTests {
    @Test
    func `every identifier is there once`() {
        #expect(Set(Cause.identifiers).count == Cause.identifiers.count)
    }

    @Test
    func `a cause is called what the list of identifiers calls it`() {
        let causes: [Cause] = [
            .closed(from: .client, code: 1000, reason: ""), .noStatus(from: .server),
            .dropped(from: .server, .rst, .inPayload), .killed(leg: .client), .unknown,
        ]
        #expect(
            causes.map(\.identifier) == [
                "closed-by-client", "no-status", "rst-in-payload", "killed-by-fault", "unknown",
            ])
        #expect(causes.allSatisfy { Cause.identifiers.contains($0.identifier) })
    }
}
