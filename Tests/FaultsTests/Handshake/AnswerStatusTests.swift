import Faults
import Observer
import Testing

struct AnswerStatusTests {
    @Test func `the client is answered and the server hears nothing`() {
        #expect(AnswerStatus().departures(of: HandshakePlans.atRequest) == [.end(.close, .server)])
        #expect(
            AnswerStatus().answers(to: HandshakePlans.atRequest) == [
                .text(
                    "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
                .end(.close, .client),
            ])
    }

    @Test func `a response is replaced, with phrase, body and Retry-After`() {
        var fault = AnswerStatus()
        fault.code = 429
        fault.reason = "Slow Down"
        fault.body = Payload(text: "later\n")
        fault.retryAfter = .milliseconds(1500)
        #expect(
            fault.departures(of: HandshakePlans.atResponse) == [
                .text(
                    "HTTP/1.1 429 Slow Down\r\nRetry-After: 2\r\nContent-Type: text/plain; charset=utf-8\r\n"
                        + "Content-Length: 6\r\nConnection: close\r\n\r\nlater\n"), .end(.close, .both),
            ])
        #expect(fault.answers(to: HandshakePlans.atResponse) == [])
    }

    @Test(arguments: [
        (100, "HTTP/1.1 100 "), (204, "HTTP/1.1 204 No Content"), (304, "HTTP/1.1 304 "),
    ])
    func `a status that has no body gets none`(code: Int, line: String) {
        var fault = AnswerStatus()
        fault.code = code
        #expect(
            fault.answers(to: HandshakePlans.atRequest).first
                == .text("\(line)\r\nConnection: close\r\n\r\n"))
    }

    @Test func `seconds are rounded up and never fail`() {
        func retryAfter(_ time: Duration) -> Bool? {
            var fault = AnswerStatus()
            fault.retryAfter = time
            let text = fault.answers(to: HandshakePlans.atRequest).first?.text
            return text?.contains("\r\nRetry-After: \(time == .zero ? 0 : 30)\r\n")
        }
        #expect(retryAfter(.zero) == true)
        #expect(retryAfter(.seconds(30)) == true)
        #expect(retryAfter(.milliseconds(29_001)) == true)
        #expect(retryAfter(.seconds(Int64.max)) == false)
    }
}
