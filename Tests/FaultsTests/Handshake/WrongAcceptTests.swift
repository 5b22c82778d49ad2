import Faults
import Observer
import Testing
import WebSocketWire

struct WrongAcceptTests {
    @Test(arguments: [
        (WrongAccept.Mode.wrong, "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n"), (.missing, ""),
        (.twice, HandshakePlans.responseAccept + HandshakePlans.responseAccept),
    ])
    func `only that header changes`(mode: WrongAccept.Mode, line: String) {
        var fault = WrongAccept()
        fault.mode = mode
        #expect(
            fault.text(of: HandshakePlans.atResponse) == HandshakePlans.responseStart + line + "\r\n")
    }

    @Test func `a request and a refusal are left alone`() {
        #expect(WrongAccept().text(of: HandshakePlans.atRequest) == HandshakePlans.requestText)
        let refusal = ResponseHead(status: 403, reason: "Forbidden", headers: [:])
        #expect(
            WrongAccept().text(of: Plan(.toClient, [.head(.response(refusal))]))
                == "HTTP/1.1 403 Forbidden\r\n\r\n")
    }
}
