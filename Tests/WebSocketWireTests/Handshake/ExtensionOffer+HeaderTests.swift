import Testing
import WebSocketWire

struct ExtensionOfferHeaderTests {
    @Test func `names, parameters and values, in order`() throws {
        let offers = try ExtensionOffer.parse(
            "permessage-deflate; client_max_window_bits; server_max_window_bits=10, x-foo;a=1;a=2")
        #expect(
            offers == [
                ExtensionOffer(
                    "permessage-deflate",
                    parameters: [.init("client_max_window_bits"), .init("server_max_window_bits", "10")]),
                ExtensionOffer("x-foo", parameters: [.init("a", "1"), .init("a", "2")]),
            ])
    }

    @Test(arguments: [
        #"a;b="c""#, #"a ; b = "c""#, "a\t;\tb\t=\tc", #" a;b="\c" "#, "a;b=c,", ",a;b=c", ", ,a;b=c,,",
    ])
    func `quotes, escapes, spaces and empty elements make no difference`(_ value: String) throws {
        #expect(try ExtensionOffer.parse(value) == [ExtensionOffer("a", parameters: [.init("b", "c")])])
    }

    @Test(arguments: [
        ("", 0, "the name of an extension"),
        (" , ,", 4, "the name of an extension"),
        (";a", 0, "the name of an extension"),
        ("a;", 2, "the name of a parameter"),
        ("a;;b", 2, "the name of a parameter"),
        ("a;=b", 2, "the name of a parameter"),
        ("a;b=", 4, "a value"),
        ("a;b=,c", 4, "a value"),
        ("a b", 2, "a comma or a semicolon"),
        ("a=b", 1, "a comma or a semicolon"),
        ("a;b=c d", 6, "a comma or a semicolon"),
        ("a;b=\"c", 6, "a closing quote"),
        ("a;b=\"c\\", 7, "a closing quote"),
        ("a;b=\"c\\\"", 8, "a closing quote"),
        ("a;b=\"c d\"", 4, "a token inside the quotes"),
        ("a;b=\"\"", 4, "a token inside the quotes"),
        ("a;b=\"c\"d", 7, "a comma or a semicolon"),
        ("é", 0, "the name of an extension"),
    ])
    func `what breaks the grammar is named with its place`(_ value: String, _ at: Int, _ expected: String) {
        #expect(
            throws: HandshakeViolation(.invalidExtensions(value, at: at, expected: expected), from: .server)
        ) {
            try ExtensionOffer.parse(value, from: .server)
        }
    }

    @Test func `written, it can be read back`() throws {
        let offers = [
            ExtensionOffer("permessage-deflate", parameters: [.init("x"), .init("y", "15")]),
            ExtensionOffer("x-other"),
        ]
        let value = ExtensionOffer.headerValue(offers)
        #expect(value == "permessage-deflate; x; y=15, x-other")
        #expect(try ExtensionOffer.parse(value) == offers)
        #expect("\(offers[1])" == "x-other")
    }

    @Test func `a value that is no token is written in quotes`() {
        let offer = ExtensionOffer("a", parameters: [.init("b", #"c "d" \"#)])
        #expect(offer.headerValue == #"a; b="c \"d\" \\""#)
    }
}
