import Testing

@testable import ClosecallCLI

@Suite struct TextLayoutTests {
    @Test func `lines break at spaces and fill up to the width`() {
        #expect(TextLayout.wrapped("one two three", width: 7) == ["one two", "three"])
        #expect(TextLayout.wrapped("one two three", width: 6) == ["one", "two", "three"])
        #expect(TextLayout.wrapped("", width: 10) == [""])
    }

    @Test func `a long word stands alone and a no-break space holds`() {
        #expect(TextLayout.wrapped("a incomprehensible b", width: 5) == ["a", "incomprehensible", "b"])
        #expect(TextLayout.wrapped("oui\u{A0}: non", width: 5) == ["oui\u{A0}:", "non"])
    }

    @Test func `code in backquotes stays whole where a line can hold it`() {
        #expect(TextLayout.wrapped("a b `c d` e", width: 6) == ["a b", "`c d`", "e"])
        #expect(TextLayout.wrapped("a `c d e f`, g", width: 6) == ["a", "`c d e", "f`, g"])
    }

    @Test func `code is coloured over the ends of lines, and only on a terminal`() {
        let lines = ["a `b", "c` d"]
        #expect(Style.plain.paintingCode(lines) == lines)
        #expect(Style.coloured.paintingCode(lines) == ["a \u{1B}[36mb\u{1B}[0m", "\u{1B}[36mc\u{1B}[0m d"])
    }
}
