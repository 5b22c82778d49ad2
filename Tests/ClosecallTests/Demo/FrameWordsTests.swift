import Observer
import Testing
import WebSocketWire

@testable import Closecall

@Suite struct FrameWordsTests {
    private func words(
        _ opcode: Opcode, _ payload: [UInt8], isFinal: Bool = true, reservedBits: UInt8 = 0,
        length: UInt64? = nil,
        came: UInt64? = nil, close: Bool = false
    ) -> String {
        let header = FrameHeader(
            opcode: opcode, isFinal: isFinal, reservedBits: reservedBits,
            payloadLength: length ?? UInt64(payload.count))
        let mark = Mark(at: Moment(microseconds: 0), step: 0, order: 0)
        let glimpse = FrameGlimpse(
            number: 1, offset: 0, header: header, firstBytes: payload, came: came ?? header.payloadLength,
            mark: mark)
        let frame = CloseFrame(payload: payload, header: header, frame: 1, offset: 0, mark: mark)
        return FrameWords(glimpse, close: close ? frame : nil).text
    }

    @Test func `text is quoted, and what is no ASCII is spelled out`() {
        #expect(words(.text, Array("hello".utf8)) == #"text "hello""#)
        #expect(words(.text, Array("é\n\u{1B}[2J".utf8)) == #"text "\xc3\xa9\x0a\x1b[2J""#)
        #expect(words(.text, []) == #"text """#)
        #expect(words(.text, Array("sixteen bytes ok".utf8), length: 17) == #"text "sixteen bytes ok...""#)
    }

    @Test func `other frames say what they are`() {
        #expect(words(.binary, [1, 2, 3]) == "binary 3 B")
        #expect(words(.ping, []) == "ping")
        #expect(words(.pong, Array("7".utf8)) == #"pong "7""#)
        #expect(words(Opcode(rawValue: 3), Array("x".utf8)) == #"opcode 3 "x""#)
        #expect(words(.text, [1], reservedBits: 4) == "text compressed 1 B")
        #expect(words(.text, Array("a".utf8), isFinal: false) == #"text, not final, "a""#)
    }

    @Test func `what did not come whole says so`() {
        #expect(words(.text, Array("mess".utf8), length: 9, came: 4) == #"text "mess" 4 of 9 B"#)
    }

    @Test func `a Close has its code and its reason, or what is there of them`() {
        #expect(words(.close, [3, 0xE8], close: true) == "close 1000")
        #expect(words(.close, [3, 0xE9] + Array("bye".utf8), close: true) == #"close 1001 "bye""#)
        #expect(words(.close, [], close: true) == "close without a code")
        #expect(words(.close, [3], close: true) == "close 03, one byte")
    }
}
