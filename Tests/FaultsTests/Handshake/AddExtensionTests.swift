import Faults
import Observer
import Testing

struct AddExtensionTests {
    @Test func `a line of its own stands behind the others`() {
        var fault = AddExtension()
        #expect(
            fault.text(of: HandshakePlans.atResponse)
                == HandshakePlans.responseStart + HandshakePlans.responseAccept
                + "Sec-WebSocket-Extensions: x-unasked\r\n\r\n")
        fault.value = "permessage-deflate; server_max_window_bits=7"
        #expect(
            fault.text(of: HandshakePlans.atRequest)
                == HandshakePlans.requestText.dropLast(1)
                + "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=7\r\n\r\n")
    }
}
