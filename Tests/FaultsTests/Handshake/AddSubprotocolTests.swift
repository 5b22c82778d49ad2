import Faults
import Observer
import Testing
import WebSocketWire

struct AddSubprotocolTests {
    private var chat: AddSubprotocol {
        var fault = AddSubprotocol()
        fault.name = "chat"
        return fault
    }

    @Test func `the response selects it`() {
        #expect(
            chat.text(of: HandshakePlans.atResponse)
                == HandshakePlans.responseStart + HandshakePlans.responseAccept
                + "Sec-WebSocket-Protocol: chat\r\n\r\n")
    }

    @Test func `it takes the place of the one that was selected`() {
        let head = ResponseHead(
            status: 101, reason: "", headers: ["Sec-WebSocket-Protocol": "soap", "A": "b"])
        #expect(
            chat.text(of: Plan(.toClient, [.head(.response(head))]))
                == "HTTP/1.1 101 \r\nSec-WebSocket-Protocol: chat\r\nA: b\r\n\r\n")
    }

    @Test func `the request offers it behind its own`() {
        #expect(
            chat.text(of: HandshakePlans.atRequest)
                == HandshakePlans.requestText.dropLast(1) + "Sec-WebSocket-Protocol: chat\r\n\r\n")
        let head = RequestHead(target: "/", headers: ["Sec-WebSocket-Protocol": "soap, wamp"])
        #expect(
            chat.text(of: Plan(.toServer, [.head(.request(head))]))
                == "GET / HTTP/1.1\r\nSec-WebSocket-Protocol: soap, wamp, chat\r\n\r\n")
    }
}
