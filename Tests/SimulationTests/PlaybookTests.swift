import Observer
import Relay
import Simulator
import Testing

/// The playbook itself: what it lets pass and what it does not.
struct PlaybookTests {
    @Test func `what came otherwise is told with its line`() {
        let line = #line + 3
        let complaints = complaints { client, server, _ in
            client.sends(.http("GET / HTTP/1.1\nHost: a\n\n"))
            server.receives(.bytes([1, 2, 3]), end: .finish)
        }
        let got = "27 bytes \"GET / HTTP/1.1\r\nHost: a\r\n\r\n\""
        #expect(complaints == ["line \(line): the server got \(got), expected 3 bytes [1, 2, 3] and finish"])
    }

    @Test func `what nobody received is told`() {
        let complaints = complaints { client, _, _ in client.sends(.bytes([1, 2, 3])) }
        #expect(complaints == ["at the end the server has got 3 bytes [1, 2, 3] besides"])
    }

    @Test func `an end that is missing is told`() {
        let complaints = complaints { client, server, _ in
            client.sends(.upgrade)
            server.receives(.upgrade, end: .finish)
        }
        #expect(complaints.count == 1)
    }

    @Test func `two segments are not one`() {
        let complaints = complaints { client, server, _ in
            client.sends(.upgrade.first(20))
            client.sends(.upgrade.behind(20))
            server.receives(.upgrade)
        }
        #expect(complaints.count == 2)
    }

    @Test func `what the relay did not note is told`() {
        let complaints = complaints { _, _, relay in
            relay.noted(.shutDown)
            relay.isOver()
        }
        #expect(complaints.count == 2)
    }

    private func complaints(_ body: (Player, Player, RelayPlayer) -> Void) -> [String] {
        do {
            try playbook(RelayOptions(), body)
            return []
        } catch {
            return (error as? PlaybookFailure)?.complaints ?? ["\(error)"]
        }
    }
}
