import Testing
import WebSocketWire

struct FrameHeaderTests {
    /// RFC 6455 §5.7.
    @Test func `the RFC's examples, to the byte`() {
        #expect(frame(.text, Array("Hello".utf8)) == [0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F])
        #expect(
            frame(.text, Array("Hello".utf8), key: someKey)
                == [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58])
        #expect(frame(.text, Array("Hel".utf8), fin: false) == [0x01, 0x03, 0x48, 0x65, 0x6C])
        #expect(frame(.continuation, Array("lo".utf8)) == [0x80, 0x02, 0x6C, 0x6F])
        #expect(frame(.ping, Array("Hello".utf8)) == [0x89, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F])
        #expect(
            frame(.pong, Array("Hello".utf8), key: someKey)
                == [0x8A, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58])
        #expect(frame(.binary, length: 256) == [0x82, 0x7E, 0x01, 0x00])
        #expect(frame(.binary, length: 65536) == [0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0])
    }

    @Test(arguments: [
        (0 as UInt64, 2), (125, 2), (126, 4), (65535, 4), (65536, 10), (.max, 10),
    ])
    func `the shortest length form is chosen`(length: UInt64, size: Int) {
        let header = FrameHeader(opcode: .binary, payloadLength: length)
        #expect(header.encodedLength == size)
        #expect(frame(.binary, length: length).count == size)
        let masked = FrameHeader(opcode: .binary, maskingKey: someKey, payloadLength: length)
        #expect(masked.encodedLength == size + 4)
    }

    @Test func `any header can be written and read again, legal or not`() {
        let lengths: [UInt64] = [0, 1, 125, 126, 127, 0xFFFF, 0x10000, 1 << 63, .max]
        for firstByte in UInt8.min...UInt8.max {
            for length in lengths {
                for form in FrameHeader.LengthForm.allCases {
                    let room: UInt64 = form == .short ? 125 : form == .two ? 0xFFFF : .max
                    guard length <= room else { continue }
                    for key in [nil, someKey] {
                        let header = FrameHeader(
                            opcode: Opcode(rawValue: firstByte), isFinal: firstByte & 0x80 != 0,
                            reservedBits: firstByte >> 4 & 7, maskingKey: key, payloadLength: length,
                            lengthForm: form)
                        var bytes: [UInt8] = []
                        header.append(to: &bytes)
                        #expect(bytes[0] == firstByte)
                        var scanner = FrameScanner()
                        var position = 0
                        let piece = scanner.next(in: bytes.span, at: &position)
                        #expect(piece?.header == header)
                        #expect(position == bytes.count)
                    }
                }
            }
        }
    }

    @Test func `the setters change their bits and no others`() {
        var header = FrameHeader(opcode: .text, isFinal: false, reservedBits: 5, payloadLength: 3)
        header.opcode = .pong
        header.isFinal = true
        #expect(header.reservedBits == 5)
        header.reservedBits = 0xFA
        #expect(header == FrameHeader(opcode: .pong, reservedBits: 2, payloadLength: 3))
        header.setMaskingKey(someKey)
        #expect(header.maskingKey == someKey && header.isMasked)
        header.setMaskingKey(nil)
        #expect(header.maskingKey == nil && !header.isMasked)
    }

    @Test func `it reads well`() {
        let header = FrameHeader(opcode: .text, reservedBits: 4, maskingKey: someKey, payloadLength: 5)
        #expect(header.description == "text FIN rsv=4 masked 37fa213d, 5 bytes")
        #expect(
            FrameHeader(opcode: Opcode(rawValue: 0xB), isFinal: false, payloadLength: 0).description
                == "reserved opcode 0xB, 0 bytes")
    }
}
