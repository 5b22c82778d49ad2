import Testing
import WebSocketWire

@testable import Relay

struct HeadersPresentTests {
    @Test(
        arguments: [
            ("uPGRADE", .upgrade), ("Connection", .connection), ("sec-websocket-KEY", .key),
            ("Content-Length", .contentLength), ("transfer-encoding", .transferEncoding), ("Upgrades", []),
            ("Upgrad", []), ("Downgra", []), ("Sec-WebSocket-Hey", []), ("Content_Length", []), ("", []),
        ] as [(String, HeadersPresent)])
    func `a header is found whatever the case of its name, and no other is`(
        _ name: String, _ present: HeadersPresent
    ) {
        #expect(HeadersPresent([name: "x"]) == present)
    }

    @Test func `all that are there are found, once or twice`() {
        let headers: HTTPHeaders = ["Host": "a", "Upgrade": "x", "connection": "y", "upgrade": "z"]
        #expect(HeadersPresent(headers) == [.upgrade, .connection])
    }
}
