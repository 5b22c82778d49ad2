import Testing
import WebSocketWire

struct FrameDecoderTests {
    @Test func `a conversation comes out the same in every split, unmasked`() {
        let stream =
            frame(.text, Array("Hello".utf8), key: someKey)
            + frame(.text, Array("Hel".utf8), fin: false, key: someKey)
            + frame(.ping, Array("?".utf8), key: .zero)
            + frame(.continuation, Array("lo".utf8), key: MaskingKey(1, 2, 3, 4))
            + frame(.binary, (0..<130).map { UInt8($0) }, key: someKey)
            + frame(.close, [0x03, 0xE8], key: someKey)
        withEverySplit(of: stream) { parts in
            let decoded = DecodedStream(parts)
            #expect(decoded.violation == nil)
            #expect(decoded.frames.map(\.offset) == [0, 11, 20, 27, 35, 173])
            #expect(
                decoded.frames.map(\.payload) == [
                    Array("Hello".utf8), Array("Hel".utf8), Array("?".utf8), Array("lo".utf8),
                    (0..<130).map { UInt8($0) }, [0x03, 0xE8],
                ])
            #expect(decoded.frames.map(\.isComplete) == Array(repeating: true, count: 6))
        }
    }

    /// Each offence: the bytes, who sent them, what is wrong, at which byte, and the code to close with.
    static let offences: [(bytes: [UInt8], sender: EndpointRole, FrameOffence, at: UInt64, UInt16)] = [
        (frame(.text, rsv: 4), .server, .reservedBits, 0, 1002),
        (frame(.text, rsv: 1), .server, .reservedBits, 0, 1002),
        (frame(Opcode(rawValue: 3)), .server, .reservedOpcode, 0, 1002),
        (frame(Opcode(rawValue: 7)), .server, .reservedOpcode, 0, 1002),
        (frame(Opcode(rawValue: 0xB)), .server, .reservedOpcode, 0, 1002),
        (frame(Opcode(rawValue: 0xF)), .server, .reservedOpcode, 0, 1002),
        (frame(.ping, fin: false), .server, .fragmentedControl, 0, 1002),
        (frame(.close, fin: false), .server, .fragmentedControl, 0, 1002),
        (frame(.text, [1]), .client, .unmaskedClientFrame, 1, 1002),
        (frame(.text, [1], key: .zero), .server, .maskedServerFrame, 1, 1002),
        (frame(.pong, length: 126), .server, .oversizedControl, 1, 1002),
        (frame(.close, length: 65536), .server, .oversizedControl, 1, 1002),
        (frame(.ping, length: 5, form: .two), .server, .oversizedControl, 1, 1002),
        (frame(.text, length: 125, form: .two), .server, .lengthNotMinimal, 2, 1002),
        (frame(.text, length: 0, form: .two), .server, .lengthNotMinimal, 2, 1002),
        (frame(.text, length: 65535, form: .eight), .server, .lengthNotMinimal, 2, 1002),
        (frame(.binary, length: 1 << 63), .server, .lengthMostSignificantBit, 2, 1002),
        (frame(.binary, length: .max), .server, .lengthMostSignificantBit, 2, 1002),
        (frame(.continuation), .server, .continuationWithoutMessage, 0, 1002),
        (frame(.binary, length: 1001), .server, .frameTooLarge, 2, 1009),
        (frame(.binary, length: .max >> 1), .server, .frameTooLarge, 2, 1009),
    ]

    @Test(arguments: offences.indices)
    func `every offence is named, placed and coded, in every split, wherever the frame stands`(index: Int) {
        let (bytes, sender, offence, byte, code) = Self.offences[index]
        let before = frame(.text, Array("fine".utf8), key: sender == .client ? someKey : nil)
        for prefix in [[], before] {
            withEverySplit(of: prefix + bytes) { parts in
                let decoded = DecodedStream(parts, from: sender, limits: FrameLimits(framePayload: 1000))
                #expect(decoded.violation?.offence == offence, "\(decoded)")
                #expect(decoded.violation?.byteOffset == UInt64(prefix.count) + byte)
                #expect(decoded.violation?.frameOffset == UInt64(prefix.count))
                #expect(decoded.violation?.closeCode.rawValue == code)
                #expect(decoded.frames.count == (prefix.isEmpty ? 0 : 1))
            }
        }
    }

    @Test func `a new message inside an unfinished one`() {
        let decoded = DecodedStream([frame(.text, [65], fin: false) + frame(.text, [66])], from: .server)
        #expect(decoded.violation?.offence == .dataInsideMessage)
        #expect(decoded.violation?.byteOffset == 3)
        #expect(decoded.violation?.description.contains("RFC 6455 §5.4") == true)
    }

    @Test func `fragments that add up to too much`() {
        let stream =
            frame(.text, .init(repeating: 1, count: 6), fin: false) + frame(.continuation, [1, 2, 3, 4, 5])
        withEverySplit(of: stream) { parts in
            let decoded = DecodedStream(parts, from: .server, limits: FrameLimits(messagePayload: 10))
            #expect(decoded.violation?.offence == .messageTooLarge)
            #expect(decoded.violation?.byteOffset == 9, "the second frame's length, in its second byte")
            #expect(decoded.violation?.closeCode.rawValue == 1009)
            #expect(decoded.violation?.limit == 10)
        }
        #expect(
            DecodedStream([stream], from: .server, limits: FrameLimits(messagePayload: 11)).violation == nil)
    }

    @Test func `two lengths near 2^64 do not overflow into a small message`() {
        var decoder = FrameDecoder(
            from: .server, strictness: .lenient, limits: FrameLimits(messagePayload: 100))
        var bytes = frame(.text, length: .max, form: .eight)
        bytes[0] &= 0x7F
        var span = bytes.mutableSpan
        var position = 0
        _ = try? decoder.next(in: &span, at: &position)
        #expect(decoder.offences.contains(FrameOffences(.messageTooLarge)))
    }

    @Test func `too many fragments`() {
        let middle = frame(.continuation, [1], fin: false)
        let stream = frame(.text, [1], fin: false) + middle + middle + frame(.continuation)
        let limits = FrameLimits(fragments: 3)
        #expect(
            DecodedStream([stream], from: .server, limits: limits).violation?.offence == .tooManyFragments)
        #expect(DecodedStream([stream], from: .server, limits: FrameLimits(fragments: 4)).violation == nil)
    }

    @Test func `RSV1 is for the first frame of a message when compression was agreed`() {
        func decode(_ stream: [UInt8]) -> DecodedStream {
            DecodedStream([stream], from: .server, meaningfulReservedBits: 4)
        }
        #expect(decode(frame(.text, rsv: 4)).violation == nil)
        #expect(decode(frame(.text, fin: false, rsv: 4) + frame(.continuation)).violation == nil)
        let continuation = frame(.text, fin: false, rsv: 4) + frame(.continuation, rsv: 4)
        #expect(decode(continuation).violation?.offence == .compressedContinuation)
        #expect(decode(frame(.ping, rsv: 4)).violation?.offence == .compressedContinuation)
        #expect(decode(frame(.text, rsv: 2)).violation?.offence == .reservedBits)
    }

    @Test func `a strict decoder goes no further, and says the same again`() {
        var decoder = FrameDecoder(from: .server)
        var bytes = frame(Opcode(rawValue: 3)) + frame(.text, [1])
        var position = 0
        var span = bytes.mutableSpan
        var seen: [FrameViolation] = []
        for _ in 0..<3 {
            do throws(FrameViolation) {
                _ = try decoder.next(in: &span, at: &position)
            } catch {
                seen.append(error)
            }
        }
        #expect(seen.count == 3 && Set(seen).count == 1)
    }

    @Test func `a lenient decoder goes on, and tells all that is wrong with each frame`() {
        let stream =
            frame(Opcode(rawValue: 0xB), [1], fin: false, rsv: 7)
            + frame(.text, [2], key: someKey)
            + frame(.continuation, [3], form: .two)
            + frame(.text, [4])
        withEverySplit(of: stream) { parts in
            let decoded = DecodedStream(parts, from: .server, strictness: .lenient)
            #expect(decoded.violation == nil)
            #expect(decoded.frames.map(\.payload) == [[1], [2], [3], [4]])
            #expect(decoded.frames[0].offences.all == [.reservedBits, .reservedOpcode, .fragmentedControl])
            #expect(decoded.frames[1].offences.all == [.maskedServerFrame])
            #expect(decoded.frames[2].offences.all == [.lengthNotMinimal, .continuationWithoutMessage])
            #expect(decoded.frames[3].offences.all == [])
        }
    }

    @Test func `the offence that the bytes show first is the one that is thrown`() {
        // Reserved opcode (byte 0), masked (byte 1), not minimal (byte 2).
        let bytes = frame(Opcode(rawValue: 3), key: someKey, length: 1, form: .eight)
        #expect(DecodedStream([bytes], from: .server).violation?.offence == .reservedOpcode)
    }

    @Test func `a violation says what, where, what was expected, and the clause`() {
        let bytes = frame(.text, Array("ok".utf8)) + frame(.binary, rsv: 2, length: 5)
        #expect(
            DecodedStream([bytes], from: .server).violation?.description
                == "RSV bits 2 at byte 4, in the frame at byte 4 (binary FIN rsv=2, 5 bytes): no negotiated "
                + "extension gives them a meaning, so they must be 0 (RFC 6455 §5.2)")
    }

    @Test func `every offence has its words`() {
        for offence in FrameOffence.allCases {
            #expect(offence.clause.hasPrefix("RFC "))
            #expect(FrameOffences(offence).all == [offence])
        }
    }
}
