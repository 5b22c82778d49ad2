internal import Testing

@testable internal import Closecall

@Suite struct JSONValueTests {
    @Test func `every kind of value is read`() throws {
        let value = try parsed(
            #" {"a":null,"b":[true,false],"c":-0.5e1,"d":18446744073709551615,"e":"x","f":{}} "#)
        #expect(
            value
                == .object([
                    .init("a", .null), .init("b", .array([.flag(true), .flag(false)])),
                    .init("c", .decimal(-5)), .init("d", .integer(18_446_744_073_709_551_615)),
                    .init("e", .text("x")), .init("f", .object([])),
                ]))
        #expect(value["d"]?.whole(UInt64.self) == .max)
        #expect(value["d"]?.whole(Int.self) == nil)
        #expect(value["c"]?.number == -5)
        #expect(value["g"] == nil)
    }

    @Test func `escapes are undone`() throws {
        #expect(try parsed(#""\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00é""#).text == "\"\\/\u{8}\u{c}\n\r\té😀é")
    }

    @Test(arguments: [#""\ud800""#, #""\udc00""#, #""\ud800\u0041""#])
    func `half a surrogate pair shows as U+FFFD`(text: String) throws {
        #expect(try parsed(text).text?.unicodeScalars.first == "\u{FFFD}")
    }

    @Test(
        arguments: [
            ("", 0), ("{", 1), (#"{"a"}"#, 4), (#"{"a":1,}"#, 7), ("[1,]", 3), ("[1 2]", 3), ("01", 1),
            ("+1", 0), ("1.", 2), (".5", 0), ("1e", 2), ("-", 1), ("nul", 3), ("\"a", 2), ("\"\n\"", 1),
            (#""\x""#, 1), (#""\u12g4""#, 5), ("1 1", 2), ("{} x", 3), ("\u{FEFF}1", 0), ("1e999", 0),
        ])
    func `what is no JSON is refused where it is wrong`(text: String, offset: Int) {
        #expect {
            try parsed(text)
        } throws: { error in
            (error as? JSONViolation)?.offset == offset
        }
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        let bytes: [UInt8] = [0x22, 0xC3, 0x28, 0x22]
        #expect(throws: JSONViolation(offset: 0, expected: "a string of UTF-8")) {
            try JSONValue(bytes.span)
        }
    }

    @Test func `a tower of brackets is refused, not climbed`() {
        let text = String(repeating: "[", count: 1_000_000)
        #expect(throws: JSONViolation.self) { try parsed(text) }
    }

    @Test func `a number too long for an integer is still a number`() throws {
        #expect(try parsed("1" + String(repeating: "0", count: 60)) == .decimal(1e60))
    }

    @Test func `what the writer writes is read again`() throws {
        var json = JSONWriter()
        json.object { json in
            json.field("text", "a\u{1}\"\\\n</é")
            json.field("number", 0.25)
            json.field("none", String?.none)
            json.array("list") { $0.element(UInt64.max) }
        }
        #expect(
            try parsed(json.text)
                == .object([
                    .init("text", .text("a\u{1}\"\\\n</é")), .init("number", .decimal(0.25)),
                    .init("none", .null),
                    .init("list", .array([.integer(Int128(UInt64.max))])),
                ]))
    }

    private func parsed(_ text: String) throws -> JSONValue {
        let bytes = Array(text.utf8)
        return try JSONValue(bytes.span)
    }
}
