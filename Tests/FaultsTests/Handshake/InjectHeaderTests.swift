import Faults
import Observer
import Testing

struct InjectHeaderTests {
    private func fault(_ name: String, _ value: [UInt8], size: Int = 0) -> InjectHeader {
        var fault = InjectHeader()
        fault.name = name
        fault.value = Payload(value)
        fault.size = ByteCount(size)
        return fault
    }

    @Test func `the line stands behind the others`() {
        let fault = fault("X-Note", Array("one".utf8))
        #expect(
            fault.text(of: HandshakePlans.atResponse)
                == HandshakePlans.responseStart + HandshakePlans.responseAccept + "X-Note: one\r\n\r\n")
        #expect(
            fault.text(of: HandshakePlans.atRequest)
                == HandshakePlans.requestText.dropLast(1) + "X-Note: one\r\n\r\n")
    }

    @Test func `a line break in the value makes headers of its own`() {
        let fault = fault("X-Note", Array("one\r\nSet-Cookie: two=2".utf8))
        #expect(
            fault.text(of: HandshakePlans.atResponse)
                == HandshakePlans.responseStart + HandshakePlans.responseAccept
                + "X-Note: one\r\nSet-Cookie: two=2\r\n\r\n")
    }

    @Test func `any byte may stand there`() {
        guard case .bytes(let hex)? = fault("X", [0x00, 0xFF]).departures(of: HandshakePlans.atResponse).last
        else {
            Issue.record("nothing left")
            return
        }
        #expect(hex.hasSuffix("583a2000ff0d0a0d0a"))
    }

    @Test func `a value is filled up to its size`() {
        let text = fault("X-Big", Array("b".utf8), size: 300_000).text(of: HandshakePlans.atResponse)
        #expect(
            text == HandshakePlans.responseStart + HandshakePlans.responseAccept
                + "X-Big: b" + String(repeating: "a", count: 299_999) + "\r\n\r\n")
    }
}
