import Closecall
import Testing

@Suite struct JSONWriterTests {
    @Test func `fields stand in the order of the calls`() {
        var json = JSONWriter()
        json.object { json in
            json.field("event", "closed")
            json.field("code", UInt16(1006))
            json.field("wasClean", false)
            json.field("seconds", 0.25)
        }
        #expect(json.text == #"{"event":"closed","code":1006,"wasClean":false,"seconds":0.25}"#)
    }

    @Test func `objects and arrays nest with commas only between`() {
        var json = JSONWriter()
        json.object { json in
            json.array("legs") { json in
                json.object { $0.field("side", "client") }
                json.object { _ in }
                json.element("text")
                json.element(7)
            }
            json.object("empty") { _ in }
            json.array("none") { _ in }
            json.field("names", ["a", "b"])
        }
        #expect(
            json.text == #"{"legs":[{"side":"client"},{},"text",7],"empty":{},"none":[],"names":["a","b"]}"#)
    }

    @Test func `a missing value is null, and so is what JSON cannot say`() {
        var json = JSONWriter()
        json.object { json in
            json.field("name", nil as String?)
            json.field("code", nil as Int?)
            json.field("nan", Double.nan)
            json.field("infinity", -Double.infinity)
        }
        #expect(json.text == #"{"name":null,"code":null,"nan":null,"infinity":null}"#)
    }

    @Test func `quotes, backslashes and control characters are escaped, other text is not`() {
        var json = JSONWriter()
        json.object { $0.field("a\"b", "\\ \" / \n \r \t \u{0} \u{1F} \u{7F} é 😀 \u{2028}") }
        #expect(
            json.text
                == "{\"a\\\"b\":\"\\\\ \\\" / \\n \\r \\t \\u0000 \\u001f \\u007f é 😀 \u{2028}\"}")
    }

    @Test func `whole numbers keep all their digits`() {
        var json = JSONWriter()
        json.object { json in
            json.field("most", UInt64.max)
            json.field("least", Int64.min)
        }
        #expect(json.text == #"{"most":18446744073709551615,"least":-9223372036854775808}"#)
    }

    @Test func `each object can have its line, and the memory can be used again`() {
        var json = JSONWriter()
        for number in 1...2 {
            json.object { $0.field("n", number) }
            json.endLine()
        }
        #expect(json.text == "{\"n\":1}\n{\"n\":2}\n")
        json.removeAll()
        json.object { $0.field("n", 3) }
        #expect(json.text == "{\"n\":3}")
    }
}
