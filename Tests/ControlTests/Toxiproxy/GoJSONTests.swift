import Closecall
import Testing

@testable import Control

struct GoJSONTests {
    private func message(_ text: String) -> String? {
        do throws(GoJSONError) {
            _ = try GoJSON.firstValue(Array(text.utf8))
            return nil
        } catch {
            return error.message
        }
    }

    /// What Go 1.19 says.
    @Test(arguments: [
        ("", "EOF"), (" \n", "EOF"), ("{", "unexpected EOF"), ("\"a", "unexpected EOF"),
        ("-", "unexpected EOF"),
        ("xx", "invalid character 'x' looking for beginning of value"),
        ("[1,]", "invalid character ']' looking for beginning of value"),
        ("{a", "invalid character 'a' looking for beginning of object key string"),
        ("{\"a\",", "invalid character ',' after object key"),
        ("{\"a\":1 2", "invalid character '2' after object key:value pair"),
        ("[1 2", "invalid character '2' after array element"),
        ("trux", "invalid character 'x' in literal true (expecting 'e')"),
        ("\"\n", "invalid character '\\n' in string literal"),
        ("\"\\q", "invalid character 'q' in string escape code"),
        ("\"\\u12g", "invalid character 'g' in \\u hexadecimal character escape"),
        ("-x", "invalid character 'x' in numeric literal"),
        ("1.x", "invalid character 'x' after decimal point in numeric literal"),
        ("1ex", "invalid character 'x' in exponent of numeric literal"),
        ("'a'", "invalid character '\\'' looking for beginning of value"),
        ("\u{1}", "invalid character '\\x01' looking for beginning of value"),
    ])
    func `what is no JSON is told in Go's words`(text: String, expected: String) {
        #expect(message(text) == expected)
    }

    @Test func `only the first value counts`() throws {
        #expect(try GoJSON.firstValue(Array("{\"a\":1.5} trailing".utf8))["a"] == .decimal(1.5))
        #expect(try GoJSON.firstValue(Array(" 01".utf8)) == .integer(0))
        #expect(try GoJSON.firstValue(Array("-1e2x".utf8)) == .decimal(-100))
    }

    @Test func `no depth is too deep for the stack`() {
        #expect(message(String(repeating: "[", count: 100_000)) == "exceeded max depth")
    }

    @Test func `what is written is what Go writes`() {
        let value = JSONValue.object([
            JSONValue.Member("a<b", .text("\"\\\n\u{1}&\u{2028}é")), JSONValue.Member("n", .decimal(1)),
            JSONValue.Member("f", .decimal(0.2)),
            JSONValue.Member("l", .array([.null, .flag(true), .object([])])),
        ])
        #expect(
            GoJSON.bytes(value).text
                == #"{"a\u003cb":"\"\\\n\u0001\u0026\u2028é","n":1,"f":0.2,"l":[null,true,{}]}"#)
    }
}
