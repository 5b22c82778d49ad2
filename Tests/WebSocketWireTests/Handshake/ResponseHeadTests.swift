import Testing
import WebSocketWire

struct ResponseHeadTests {
    private static func length(_ headers: HTTPHeaders) -> Int? {
        ResponseHead(status: 404, reason: "Not Found", headers: headers).contentLength
    }

    @Test func `the length of the body, where the headers say one`() {
        #expect(Self.length(["content-length": "12"]) == 12)
        #expect(Self.length(["Content-Length": "12, 12", "content-length": "12"]) == 12)
        #expect(Self.length(["Content-Length": "0"]) == 0)
    }

    @Test func `and nil where they do not`() {
        #expect(Self.length([:]) == nil)
        #expect(Self.length(["Content-Length": "12", "content-length": "13"]) == nil)
        #expect(Self.length(["Content-Length": "-1"]) == nil)
        #expect(Self.length(["Content-Length": "+1"]) == nil)
        #expect(Self.length(["Content-Length": "99999999999999999999"]) == nil)
        #expect(Self.length(["Content-Length": "5", "Transfer-Encoding": "chunked"]) == nil)
    }

    @Test(arguments: [(100, true), (102, true), (103, true), (101, false), (200, false), (404, false)])
    func `interim answers are followed by another`(_ status: Int, _ isInterim: Bool) {
        #expect(ResponseHead(status: status, reason: "", headers: [:]).isInterim == isInterim)
    }
}
