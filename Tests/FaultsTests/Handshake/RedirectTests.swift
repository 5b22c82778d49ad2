import Faults
import Observer
import Testing

struct RedirectTests {
    @Test(arguments: [
        (Redirect.Status.movedPermanently, "301 Moved Permanently"), (.found, "302 Found"),
        (.seeOther, "303 See Other"), (.temporary, "307 Temporary Redirect"),
        (.permanent, "308 Permanent Redirect"),
    ])
    func `the client is sent elsewhere`(status: Redirect.Status, line: String) {
        var fault = Redirect()
        fault.location = "ws://b.example/x"
        fault.status = status
        let response =
            "HTTP/1.1 \(line)\r\nLocation: ws://b.example/x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        #expect(fault.departures(of: HandshakePlans.atRequest) == [.end(.close, .server)])
        #expect(
            fault.answers(to: HandshakePlans.atRequest) == [.text(response), .end(.close, .client)])
        #expect(
            fault.departures(of: HandshakePlans.atResponse) == [.text(response), .end(.close, .both)])
    }
}
