import Testing
import WebSocketWire

struct ClosePayloadTests {
    @Test func `an empty payload has no code`() throws {
        let payload = try parse([])
        #expect(payload == .empty)
        #expect(payload.code == nil && payload.reason == "")
        #expect(payload.bytes == [])
        #expect(payload.description == "empty")
    }

    @Test func `a code comes first, in network order, and then the reason`() throws {
        let bytes: [UInt8] = [0x0F, 0xA1] + Array("grüß".utf8)
        let payload = try parse(bytes)
        #expect(payload.code == 4001 && payload.reason == "grüß")
        #expect(payload.bytes == bytes)
        #expect(try ClosePayload(code: 4001, reason: "grüß") == payload)
        #expect(payload.description == "4001 (for applications) \"grüß\"")
    }

    @Test func `one byte is a violation of its own`() {
        #expect(throws: ClosePayloadViolation.oneByte) { try parse([0x03]) }
        #expect(ClosePayloadViolation.oneByte.closeCode == 1002)
    }

    @Test func `exactly the codes that may stand on the wire are read and built`() throws {
        for number in UInt16.min...UInt16.max {
            let code = CloseCode(rawValue: number)
            let bytes = ClosePayload.bytes(code: number, reasonBytes: [])
            do throws(ClosePayloadViolation) {
                #expect(try parse(bytes).code == code)
                #expect(code.mayStandOnTheWire, "\(code)")
            } catch {
                #expect(error == .forbiddenCode(code) && !code.mayStandOnTheWire)
            }
            do throws(ClosePayloadMisuse) {
                #expect(try ClosePayload(code: code).bytes == bytes)
                #expect(code.mayStandOnTheWire, "\(code)")
            } catch {
                #expect(error == .forbiddenCode(code) && !code.mayStandOnTheWire)
            }
        }
        #expect(ClosePayloadViolation.forbiddenCode(1005).closeCode == 1002)
    }

    @Test(
        arguments: [
            ([0x03, 0xE8, 0x61, 0xED, 0xA0, 0x80], 4), ([0x03, 0xE8, 0xC0], 2),
            ([0x03, 0xE8, 0x61, 0xE2, 0x82], 5),
        ] as [([UInt8], Int)])
    func `a reason that is not UTF-8 is refused at its first bad byte, counted in the payload`(
        _ bytes: [UInt8], _ offset: Int
    ) {
        let violation = ClosePayloadViolation.reasonNotUTF8(offset: offset)
        #expect(throws: violation) { try parse(bytes) }
        #expect(violation.closeCode == 1007)
    }

    @Test func `123 bytes of reason fit and 124 do not`() throws {
        let most = String(repeating: "ä", count: 61) + "x"
        #expect(try ClosePayload(code: .normal, reason: most).bytes.count == 125)
        let parsed = try ClosePayload(
            parsing: ClosePayload.bytes(code: 1000, reasonBytes: Array(most.utf8)).span)
        #expect(parsed.reason == most)
        #expect(throws: ClosePayloadMisuse.reasonTooLong(count: 124)) {
            try ClosePayload(code: .normal, reason: most + "x")
        }
        let tooLong = ClosePayload.bytes(code: 1000, reasonBytes: Array((most + "x").utf8))
        #expect(throws: ClosePayloadViolation.tooLong(count: 126)) { try parse(tooLong) }
        #expect(ClosePayloadViolation.tooLong(count: 126).closeCode == 1002)
    }

    @Test func `a reason needs a code`() {
        #expect(throws: ClosePayloadMisuse.reasonWithoutCode) { try ClosePayload(code: nil, reason: "why") }
    }

    @Test func `illegal payloads can be written as bytes`() {
        #expect(ClosePayload.bytes(code: 1006, reasonBytes: [0xFF]) == [0x03, 0xEE, 0xFF])
        #expect(ClosePayload.bytes(code: 0, reasonBytes: []) == [0, 0])
        #expect(ClosePayload.bytes(code: nil, reasonBytes: [0x07]) == [0x07])
        #expect(ClosePayload.bytes(code: 1000, reasonBytes: Array(repeating: 0x61, count: 300)).count == 302)
    }

    @Test func `failing keeps of a long reason what fits in whole characters`() throws {
        let payload = ClosePayload.failing(.protocolError, reason: String(repeating: "ä", count: 100))
        #expect(payload.reason == String(repeating: "ä", count: 61))
        #expect(try parse(payload.bytes) == payload)
        #expect(ClosePayload.failing(.messageTooBig).bytes == [0x03, 0xF1])
    }

    @Test func `reasons are compared as bytes, not as they look`() throws {
        let composed = try ClosePayload(code: 1000, reason: "\u{E9}")
        let decomposed = try ClosePayload(code: 1000, reason: "e\u{301}")
        #expect(composed.reason == decomposed.reason)
        #expect(composed != decomposed)
    }

    @Test func `errors say what is wrong and what to do`() {
        #expect(
            ClosePayloadViolation.forbiddenCode(1006).description
                == "close code 1006 must not stand in a frame (Abnormal Closure): expected 1000–1003, 1007–1014"
                + " or 3000–4999")
        #expect(
            ClosePayloadMisuse.reasonTooLong(count: 130).description
                == "the reason has 130 bytes of UTF-8: shorten it to 123")
        #expect(
            ClosePayloadViolation.reasonNotUTF8(offset: 4).description
                == "the reason of a Close is not UTF-8, at offset 4 of the payload")
    }
}

private func parse(_ bytes: [UInt8]) throws(ClosePayloadViolation) -> ClosePayload {
    try ClosePayload(parsing: bytes.span)
}
