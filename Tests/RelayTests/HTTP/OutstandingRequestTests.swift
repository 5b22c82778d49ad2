import Testing
import WebSocketWire

@testable import Relay

struct OutstandingRequestTests {
    private func head(_ change: (inout RequestHead) -> Void) -> RequestHead {
        var head = RequestHead(
            target: "/",
            headers: ["upgrade": "WebSocket", "connection": "close, UPGRADE", "sec-websocket-key": "x"])
        change(&head)
        return head
    }

    @Test func `a request that some server takes for a WebSocket's is one`() {
        // No Host, no version, a key that is none.
        #expect(head { _ in }.isWebSocketUpgrade)
        #expect(head { $0.headers.set("Upgrade", "h2c, websocket") }.isWebSocketUpgrade)
        #expect(head { $0.version = HTTPVersion(1, 2) }.isWebSocketUpgrade)
    }

    @Test func `without any of the four it is none`() {
        #expect(!head { $0.method = "POST" }.isWebSocketUpgrade)
        #expect(!head { $0.version = HTTPVersion(1, 0) }.isWebSocketUpgrade)
        #expect(!head { $0.headers.set("Upgrade", "websockets") }.isWebSocketUpgrade)
        #expect(!head { $0.headers.set("Connection", "keep-alive") }.isWebSocketUpgrade)
        #expect(!head { $0.headers.remove("Sec-WebSocket-Key") }.isWebSocketUpgrade)
    }

    @Test func `any upgrade and CONNECT leave open what follows`() {
        #expect(OutstandingRequest(head { _ in }).leavesUndecided)
        #expect(OutstandingRequest(head { $0.headers.set("Upgrade", "h2c") }).leavesUndecided)
        #expect(
            OutstandingRequest(RequestHead(method: "CONNECT", target: "a:1", headers: [:])).leavesUndecided)
        #expect(!OutstandingRequest(head { $0.headers.remove("Upgrade") }).leavesUndecided)
        #expect(!OutstandingRequest(head { $0.headers.remove("Connection") }).leavesUndecided)
    }

    @Test func `a HEAD that upgrades is a HEAD`() {
        #expect(OutstandingRequest(head { $0.method = "HEAD" }).isHEAD)
        #expect(!OutstandingRequest(head { _ in }).isHEAD)
    }
}
