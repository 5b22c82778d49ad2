internal import Closecall
internal import Testing
internal import WebSocketWire

@Suite struct LiveExpectationTests {
    /// A client's frame with a key of zero.
    private func frame(_ first: UInt8, _ payload: [UInt8]) -> [UInt8] {
        [first, 0x80 | UInt8(payload.count), 0, 0, 0, 0] + payload
    }

    private func expectation(_ bytes: [UInt8]) -> LiveExpectation { LiveExpectation(of: bytes, by: .server) }

    private func offence(_ bytes: [UInt8]) -> String? {
        guard case .failed(let offence) = expectation(bytes).standing else { return nil }
        return offence.name
    }

    @Test func `messages are put together, and pings are kept in their order`() {
        let bytes =
            frame(0x01, [0x61]) + frame(0x89, [1]) + frame(0x80, [0x62]) + frame(0x82, [0xFF])
            + frame(0x89, [2])
        let expected = expectation(bytes)
        #expect(expected.messages == [LiveMessage(.text, [0x61, 0x62]), LiveMessage(.binary, [0xFF])])
        #expect(expected.pings == [[1], [2]])
        #expect(expected.standing == .open && expected.isBetweenFrames && !expected.isInsideMessage)
    }

    @Test(
        arguments: [
            ([0xC1, 0x80, 0, 0, 0, 0], "reservedBits", 1002),
            ([0x83, 0x80, 0, 0, 0, 0], "reservedOpcode", 1002),
            ([0x8B, 0x80, 0, 0, 0, 0], "reservedOpcode", 1002),
            ([0x09, 0x80, 0, 0, 0, 0], "fragmentedControl", 1002),
            ([0x81, 0x00], "unmaskedClientFrame", 1002),
            ([0x80, 0x80, 0, 0, 0, 0], "continuationWithoutMessage", 1002),
            ([0x01, 0x80, 0, 0, 0, 0, 0x81, 0x80, 0, 0, 0, 0], "dataInsideMessage", 1002),
            ([0x81, 0x81, 0, 0, 0, 0, 0xFF], "invalidText", 1007),
            ([0x01, 0x81, 0, 0, 0, 0, 0xC3, 0x80, 0x81, 0, 0, 0, 0, 0x28], "invalidText", 1007),
            ([0x88, 0x81, 0, 0, 0, 0, 0x03], "closeOfOneByte", 1002),
            ([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xEE], "closeCode.neverOnTheWire", 1002),
            ([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xEC], "closeCode.reserved", 1002),
            ([0x88, 0x82, 0, 0, 0, 0, 0x00, 0x00], "closeCode.unused", 1002),
            ([0x88, 0x83, 0, 0, 0, 0, 0x03, 0xE8, 0xFF], "invalidReason", 1007),
            ([0x81, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], "lengthMostSignificantBit", 1002),
        ] as [([UInt8], String, UInt16)])
    func `an offence is known, is due, and has its code`(_ bytes: [UInt8], _ name: String, _ code: UInt16) {
        let expected = expectation(bytes)
        #expect(offence(bytes) == name)
        #expect(expected.isFailureDue)
        #expect(expected.failureCodes.contains(CloseCode(rawValue: code)))
    }

    @Test func `a frame that is not whole may be waited for, but not one that never ends`() {
        #expect(!expectation([0x83, 0x81, 0, 0, 0, 0]).isFailureDue)
        #expect(offence([0x83, 0x81, 0, 0, 0, 0]) == "reservedOpcode")
        #expect(!expectation([0x81, 0x81, 0]).isBetweenFrames)
        #expect(expectation([0x81, 0x81, 0]).standing == .open)
    }

    @Test func `a text may be looked at when it is whole, and later than the Close behind it`() {
        let begun = expectation(frame(0x01, [0xFF]))
        #expect(!begun.isFailureDue && begun.isInsideMessage)
        let overtaken = expectation(frame(0x81, [0xFF]) + frame(0x88, [0x03, 0xE8]))
        #expect(!overtaken.isFailureDue)
        #expect(overtaken.overtakingClose?.code == .normal)
    }

    @Test func `of two offences, either may be seen first`() {
        let both = expectation(frame(0x81, [0xFF]) + frame(0x83, []))
        #expect(both.failureCodes == [.invalidPayload, .protocolError])
        #expect(both.isFailureDue)
        let inOneClose = expectation(frame(0x88, [0x03, 0xEE, 0xFF]))
        #expect(inOneClose.failureCodes == [.invalidPayload, .protocolError])
    }

    @Test func `an offence may be seen in a header of which not all is there`() {
        let cut = expectation([0x80, 0xC9, 1])
        #expect(cut.standing == .open && !cut.isBetweenFrames)
        #expect(cut.failureCodes == [.protocolError])
        #expect(expectation([0x81, 0x85, 1]).failureCodes.isEmpty)
    }

    @Test func `what comes behind a Close is ignored`() {
        let expected = expectation(frame(0x88, [0x03, 0xE8]) + frame(0x83, []) + frame(0x81, [0x61]))
        guard case .closed(let payload) = expected.standing else {
            Issue.record("\(expected.standing)")
            return
        }
        #expect(payload.code == .normal)
        #expect(expected.messages.isEmpty)
        // Who parses all it has before it acts sees the offence.
        #expect(expected.failureCodes == [.protocolError])
    }

    @Test func `what is big may be too big`() {
        let header: [UInt8] = [0x82, 0xFE, 0x80, 0, 0, 0, 0, 0]
        let expected = expectation(header + [UInt8](repeating: 0, count: 0x8000))
        #expect(expected.standing == .open)
        #expect(expected.failureCodes.contains(.messageTooBig))
        #expect(!expectation(frame(0x82, [1])).failureCodes.contains(.messageTooBig))
    }

    @Test func `a length that is too long is refused or read, as the receiver likes`() {
        let all = LiveExpectation.all(of: [0x81, 0xFE, 0, 1, 0, 0, 0, 0, 0x61], by: .server)
        #expect(all.count == 2)
        guard case .failed(let offence) = all[0].standing else {
            Issue.record("\(all)")
            return
        }
        #expect(offence.name == "lengthNotMinimal")
        #expect(all[1].standing == .open && all[1].messages == [LiveMessage(.text, [0x61])])
        #expect(LiveExpectation.all(of: frame(0x81, [0x61]), by: .server).count == 1)
    }

    @Test func `a client must refuse a masked frame, and takes one without a mask`() {
        let masked = LiveExpectation(of: frame(0x81, [0x61]), by: .client)
        guard case .failed(let offence) = masked.standing else {
            Issue.record("\(masked.standing)")
            return
        }
        #expect(offence.name == "maskedServerFrame")
        #expect(LiveExpectation(of: [0x81, 0x01, 0x61], by: .client).standing == .open)
    }
}
