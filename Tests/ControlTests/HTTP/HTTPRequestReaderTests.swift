import Testing

@testable import Control

struct HTTPRequestReaderTests {
    private func read(
        _ pieces: [ArraySlice<UInt8>], limits: HTTPLimits = HTTPLimits()
    ) throws(HTTPRefusal) -> [HTTPRequest] {
        var reader = HTTPRequestReader(limits: limits)
        var requests: [HTTPRequest] = []
        for piece in pieces {
            let bytes = Array(piece)
            let span = bytes.span
            var position = 0
            while position < span.count {
                guard let request = try reader.take(span, at: &position) else { break }
                requests.append(request)
            }
        }
        return requests
    }

    private func refusal(_ text: String, limits: HTTPLimits = HTTPLimits()) -> HTTPRefusal? {
        do throws(HTTPRefusal) {
            _ = try read([Array(text.utf8)[...]], limits: limits)
            return nil
        } catch {
            return error
        }
    }

    private static let several = """
        \r\nPOST /a%20b/c?x=1 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc\
        PUT /d HTTP/1.1\r\nhost: h\r\nTransfer-Encoding: Chunked\r\n\r\n\
        4;ext=1\r\nwxyz\r\n0A\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n\
        GET http://other:1/e HTTP/1.0\r\nConnection: keep-alive\r\n\r\n
        """

    @Test func `requests are the same however they are cut`() throws {
        let bytes = Array(Self.several.utf8)
        let whole = try read([bytes[...]])
        try #require(whole.count == 3)
        #expect(whole[0].segments == ["a b", "c"] && whole[0].query == "x=1")
        #expect(whole.map { String(decoding: $0.body, as: UTF8.self) } == ["abc", "wxyz0123456789", ""])
        #expect(whole.map(\.method) == ["POST", "PUT", "GET"])
        #expect(whole[2].path == "/e" && whole[2].host == "other:1" && whole[2].keepsAlive)
        #expect(try read(bytes.indices.map { bytes[$0...$0] }) == whole)
        for cut in bytes.indices {
            #expect(try read([bytes[..<cut], bytes[cut...]]) == whole, "cut at \(cut)")
        }
    }

    @Test func `what is too long is refused by its limit`() {
        var limits = HTTPLimits()
        (limits.head, limits.body, limits.headers) = (80, 10, 3)
        let long = String(repeating: "x", count: 90)
        let head = "GET / HTTP/1.1\r\nHost: h\r\n"
        #expect(refusal("GET /\(long) HTTP/1.1\r\n", limits: limits)?.status == 431)
        #expect(refusal(head + "A: \(long)\r\n\r\n", limits: limits) == .headTooLong(80))
        #expect(refusal(head + "A: 1\r\nB: 2\r\nC: 3\r\n\r\n", limits: limits)?.status == 431)
        #expect(refusal(head + "Content-Length: 11\r\n\r\n", limits: limits) == .bodyTooLong(10))
        #expect(
            refusal(head + "Content-Length: 99999999999999999999\r\n\r\n", limits: limits) == .bodyTooLong(10)
        )
        #expect(
            refusal(head + "Transfer-Encoding: chunked\r\n\r\n6\r\n123456\r\n5\r\n", limits: limits)
                == .bodyTooLong(10))
        #expect(HTTPRefusal.bodyTooLong(10).description.contains("the limit is 10 bytes"))
    }

    @Test func `lines of chunks cannot go on for ever`() {
        var limits = HTTPLimits()
        limits.body = 10_000
        let head = "GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
        let padded = String(repeating: "1;\(String(repeating: "x", count: 4000))\r\ny\r\n", count: 3)
        #expect(refusal(head + padded, limits: limits) == .bodyTooLong(10_000))
        #expect(refusal(head + "1;\(String(repeating: "x", count: 5000))", limits: limits)?.status == 400)
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505), ("PRI * HTTP/2.0\r\n\r\n", 505),
        ("GET  / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/1.1\nHost: a\n\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 2\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501),
        ("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n", 417), ("\u{16}\u{3}\u{1}", 400),
    ])
    func `what is no request is refused`(text: String, status: Int) {
        #expect(refusal(text)?.status == status)
    }

    @Test func `an escape that is none stays as it is, and a slash may be escaped`() throws {
        let text = "GET /%2Fa/100%/%zz?%20 HTTP/1.0\r\n\r\n"
        let request = try #require(try read([Array(text.utf8)[...]]).first)
        #expect(request.segments == ["/a", "100%", "%zz"])
        #expect(request.query == "%20" && !request.keepsAlive)
    }
}
