import Testing

@testable import Closecall

@Suite struct PayloadCoverTests {
    private static func covered(_ pieces: [UInt8]...) -> [UInt8] {
        var cover = PayloadCover()
        return pieces.flatMap { cover.cover($0.span) }
    }

    private static func text(_ text: String) -> String {
        String(decoding: covered(Array(text.utf8)), as: UTF8.self)
    }

    private static let upgrade = "GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"

    @Test func `a head keeps its lines, without its query and without who somebody is`() {
        #expect(
            Self.text("GET /a?token=1&b HTTP/1.1\r\nHost: h?i\r\nCookie: a=b\r\nAUTHORIZATION:z\r\n\r\n")
                == "GET /a?xxxxxxxxx HTTP/1.1\r\nHost: h?i\r\nCookie:xxxx\r\nAUTHORIZATION:x\r\n\r\n")
        #expect(
            Self.text("HTTP/1.1 103 Early\r\nLink: a\r\n\r\nHTTP/1.1 200 OK?\r\nSet-Cookie: a\r\n\r\nbody")
                == "HTTP/1.1 103 Early\r\nLink: a\r\n\r\nHTTP/1.1 200 OK?\r\nSet-Cookie:xx\r\n\r\nxxxx")
        #expect(
            Self.text("PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET /?a HTTP/1.1\r\n\r\nrest")
                == "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET /?x HTTP/1.1\r\n\r\nxxxx")
    }

    @Test func `frames keep their headers, a Close its code`() {
        let head = Array(Self.upgrade.utf8)
        let frames: [UInt8] = [
            0x81, 0x82, 1, 2, 3, 4, 0x41 ^ 1, 0x42 ^ 2, 0x88, 0x84, 0, 0, 0, 0, 3, 0xE8, 65, 66, 0x89, 0,
        ]
        let expected: [UInt8] = [
            0x81, 0x82, 1, 2, 3, 4, 0x78 ^ 1, 0x78 ^ 2, 0x88, 0x84, 0, 0, 0, 0, 3, 0xE8, 0x78, 0x78, 0x89, 0,
        ]
        #expect(Self.covered(head + frames) == head + expected)
        // However it was cut.
        for cut in 0...(head.count + frames.count) {
            let bytes = head + frames
            #expect(Self.covered(Array(bytes[..<cut]), Array(bytes[cut...])) == head + expected)
        }
    }

    @Test func `a compressed frame is shown as a plain one, for what covers it does not inflate`() {
        let answer = "HTTP/1.1 101 Yes\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n"
        var (response, request) = (PayloadCover(), PayloadCover())
        let (head, asking) = (Array(answer.utf8), Array(Self.upgrade.utf8))
        _ = request.cover(asking.span)
        #expect(response.cover(head.span) == head && response.agreesToDeflate)
        (response.isDeflated, request.isDeflated) = (true, true)
        let frames: [UInt8] = [0xC1, 2, 5, 6, 0xC9, 0, 0x41, 0, 0x80, 1, 9]
        #expect(response.cover(frames.span) == [0x81, 2, 120, 120, 0xC9, 0, 0x01, 0, 0x80, 1, 120])
        let covered = frames.flatMap { byte in
            let piece = [byte]
            return request.cover(piece.span)
        }
        #expect(covered == [0x81, 2, 120, 120, 0xC9, 0, 0x01, 0, 0x80, 1, 120])
    }

    @Test func `what nobody understands is covered whole`() {
        #expect(Self.text("nonsense\r\n\r\nmore") == "nonsense\r\n\r\nxxxx")
        #expect(Self.text("GET / HTTP/1.1\r\n\r\nmore\r\n") == "GET / HTTP/1.1\r\n\r\nxxxxxx")
    }
}
