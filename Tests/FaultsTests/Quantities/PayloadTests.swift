import Faults
import Testing

struct PayloadTests {
    private func map(_ entries: (String, Value)...) -> Value {
        let place = Place(line: 1, column: 1)
        return Value(.map(entries.map { Value.Entry($0, at: place, $1) }), at: place)
    }

    private func message(_ value: Value) -> String? {
        do throws(ValueProblem) {
            _ = try Payload(value)
            return nil
        } catch { return error.message }
    }

    @Test
    func `a payload is a text, hex, base64, or something many times`() throws {
        #expect(try Payload(Value("né")).bytes == [0x6E, 0xC3, 0xA9])
        #expect(try Payload(map(("text", Value("42")))).bytes == [0x34, 0x32])
        #expect(try Payload(map(("hex", Value("ff 00\nA1")))).bytes == [0xFF, 0x00, 0xA1])
        #expect(try Payload(map(("base64", Value("aGk=")))).bytes == [0x68, 0x69])
        #expect(
            try Payload(map(("repeat", Value("ab")), ("times", Value("3")))).bytes == Array("ababab".utf8))
        let pair = map(("repeat", map(("hex", Value("00ff")))), ("times", Value("2")))
        #expect(try Payload(pair).bytes == [0, 0xFF, 0, 0xFF])
    }

    @Test
    func `a payload that nobody can read says what is missing`() {
        #expect(
            message(map(("hex", Value("ff 0"))))
                == "expected two hexadecimal digits a byte such as \"ff 00\", "
                + "found 3 digits")
        #expect(
            message(map(("hex", Value("fg")))) == "expected hexadecimal digits such as \"ff 00\", found \"g\""
        )
        #expect(
            message(map(("base64", Value("aGk"))))
                == "expected base64 with its padding such as \"aGVsbG8=\", "
                + "found \"aGk\"")
        #expect(
            message(map(("repeat", Value("x"))))
                == "\"repeat\" needs \"times\", as in { repeat: x, times: 1000 }")
        #expect(
            message(map(("hexx", Value("ff")))) == "unknown key \"hexx\" of bytes, did you mean \"hex\"?")
        #expect(
            message(map(("hex", Value("ff")), ("text", Value("x"))))
                == "expected one of text, hex, base64 and repeat, found \"hex\" before")
        #expect(
            message(map(("text", Value("x")), ("times", Value("2"))))
                == "\"times\" belongs to \"repeat\", found \"text\"")
        #expect(message(map())?.hasPrefix("expected bytes such as hello") == true)
    }

    @Test(arguments: ["16777217", "9223372036854775807"])
    func `a payload is 16 MiB at most, whatever is multiplied`(_ times: String) {
        let value = map(("repeat", Value("ab")), ("times", Value(times)))
        #expect(message(value) == "expected 16 MiB (16777216 bytes) at most, found \(times) times 2 bytes")
    }

    @Test
    func `nothing repeated for ever is nothing at once`() throws {
        let empty = Value(.scalar("", isPlain: false), at: Place(line: 1, column: 1))
        #expect(try Payload(map(("repeat", empty), ("times", Value("\(Int.max)")))).bytes.isEmpty)
    }

    @Test
    func `a payload is written as text where that can be read, and in hex otherwise`() {
        #expect(Payload(text: "né").written == "né")
        #expect(Payload([0xFF, 0x00]).written == "{ hex: ff 00 }")
        #expect(Payload(text: "a\u{1}").written == "{ hex: 61 01 }")
        #expect(Payload([]).written == "\"\"")
    }
}
