import Faults
import Observer
import Testing

struct InterimResponseTests {
    @Test(arguments: [
        (InterimResponse.Status.goOn, "100 Continue"), (.processing, "102 Processing"),
        (.earlyHints, "103 Early Hints"),
    ])
    func `it leaves before the response, or at the request`(status: InterimResponse.Status, line: String) {
        var fault = InterimResponse()
        fault.status = status
        let interim = "HTTP/1.1 \(line)\r\n\r\n"
        #expect(fault.text(of: HandshakePlans.atResponse) == interim + HandshakePlans.responseText)
        #expect(fault.text(of: HandshakePlans.atRequest) == HandshakePlans.requestText)
        #expect(fault.answers(to: HandshakePlans.atRequest) == [.text(interim)])
    }
}
