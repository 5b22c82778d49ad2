import Testing
import WebSocketWire

struct HTTPHeadersTests {
    private let headers: HTTPHeaders = [
        "Via": "1", "x-a": "one,, two ,\tthree", "VIA": "2", "X-A": "four",
    ]

    @Test func `names are compared without case, in ASCII only`() {
        #expect(headers["via"] == "1")
        #expect(headers.values(of: "vIa") == ["1", "2"])
        #expect(headers["nothing"] == nil)
        // U+212A is lowercased to k by Unicode.
        #expect(HTTPHeaders([HTTPHeader("\u{212A}", "v")])["k"] == nil)
    }

    @Test func `lists run over all lines, without empty elements`() {
        #expect(headers.elements(of: "x-a") == ["one", "two", "three", "four"])
        #expect(headers.combined("via") == "1, 2")
        #expect(headers.combined("nothing") == nil)
        #expect(headers.contains("FOUR", in: "x-a"))
        #expect(!headers.contains("fou", in: "x-a"))
    }

    @Test func `order and case stay`() {
        #expect(headers.map(\.description) == ["Via: 1", "x-a: one,, two ,\tthree", "VIA: 2", "X-A: four"])
    }

    @Test func `set replaces the first and takes out the rest`() {
        var headers = headers
        headers.set("via", "3")
        #expect(headers.map(\.name) == ["via", "x-a", "X-A"])
        headers.set("new", "4")
        #expect(headers.last == HTTPHeader("new", "4"))
        headers.remove("X-a")
        #expect(headers.map(\.name) == ["via", "new"])
    }

    @Test func `a value that is not UTF-8 keeps its bytes`() {
        let header = HTTPHeader("X", rawValue: [0x63, 0x61, 0xE9])
        #expect(header.value == "ca\u{FFFD}")
        #expect(header.rawValue == [0x63, 0x61, 0xE9])
    }
}
