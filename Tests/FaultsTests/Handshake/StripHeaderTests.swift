import Faults
import Observer
import Testing

struct StripHeaderTests {
    private func fault(_ name: String) -> StripHeader {
        var fault = StripHeader()
        fault.name = name
        return fault
    }

    @Test func `a 101 without Upgrade, without Connection`() {
        #expect(
            fault("upgrade").text(of: HandshakePlans.atResponse)
                == "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
                + HandshakePlans.responseAccept + "\r\n")
        #expect(
            fault("Connection").text(of: HandshakePlans.atResponse)
                == "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                + HandshakePlans.responseAccept + "\r\n")
    }

    @Test func `a request without its key`() {
        #expect(
            fault("Sec-WebSocket-Key").text(of: HandshakePlans.atRequest)
                == HandshakePlans.requestStart + HandshakePlans.requestUpgrade + HandshakePlans.requestOffer
                + "\r\n")
    }

    @Test func `a header that is not there is not missed`() {
        #expect(fault("X-None").text(of: HandshakePlans.atResponse) == HandshakePlans.responseText)
    }
}
