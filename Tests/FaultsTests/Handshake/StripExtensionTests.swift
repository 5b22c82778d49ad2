import Faults
import Observer
import Testing
import WebSocketWire

struct StripExtensionTests {
    private static let withoutOffer =
        HandshakePlans.requestStart + HandshakePlans.requestUpgrade + HandshakePlans.requestKey

    private func fault(_ name: String?) -> StripExtension {
        var fault = StripExtension()
        fault.name = name
        return fault
    }

    @Test func `one offer goes, with its parameters`() {
        #expect(
            fault("Permessage-Deflate").text(of: HandshakePlans.atRequest)
                == Self.withoutOffer + "Sec-WebSocket-Extensions: x-other\r\n\r\n")
        #expect(
            fault("x-other").text(of: HandshakePlans.atRequest)
                == Self.withoutOffer
                + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n")
    }

    @Test func `all offers go, and the header with them`() {
        #expect(fault(nil).text(of: HandshakePlans.atRequest) == Self.withoutOffer + "\r\n")
    }

    @Test func `what the server agreed to goes`() {
        let head = ResponseHead(
            status: 101, reason: "", headers: ["Sec-WebSocket-Extensions": "permessage-deflate;x=1"])
        #expect(
            fault("permessage-deflate").text(of: Plan(.toClient, [.head(.response(head))]))
                == "HTTP/1.1 101 \r\n\r\n")
    }

    @Test func `a name that is not there changes nothing`() {
        #expect(fault("permessage").text(of: HandshakePlans.atRequest) == HandshakePlans.requestText)
        #expect(fault("permessage").text(of: HandshakePlans.atResponse) == HandshakePlans.responseText)
    }
}
