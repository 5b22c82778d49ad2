import Testing
import WebSocketWire

struct FrameScannerTests {
    /// Frame offsets, headers and payload bytes, put together again from the pieces.
    private func scan(_ parts: [[UInt8]]) -> [(UInt64, FrameHeader, [UInt8])] {
        var scanner = FrameScanner()
        var frames: [(UInt64, FrameHeader, [UInt8])] = []
        for part in parts {
            var position = 0
            while let piece = scanner.next(in: part.span, at: &position) {
                if piece.startsFrame { frames.append((piece.frameOffset, piece.header, [])) }
                #expect(UInt64(frames[frames.count - 1].2.count) == piece.payloadOffset)
                frames[frames.count - 1].2 += part[piece.payload]
            }
            #expect(position == part.count)
        }
        return frames
    }

    @Test func `it leaves payloads as they are, in every split`() throws {
        let masked = frame(.text, Array("masked".utf8), key: someKey)
        let stream = masked + frame(.ping) + frame(.binary, [1, 2, 3], form: .eight) + frame(.text, [9])
        withEverySplit(of: stream) { parts in
            let frames = scan(parts)
            #expect(frames.map(\.0) == [0, 12, 14, 27])
            #expect(frames.map(\.1.opcode) == [.text, .ping, .binary, .text])
            #expect(frames.map(\.2) == [Array(masked[6...]), [], [1, 2, 3], [9]])
        }
    }

    @Test func `it says what it awaits`() {
        var scanner = FrameScanner()
        func feed(_ bytes: [UInt8]) {
            var position = 0
            while scanner.next(in: bytes.span, at: &position) != nil {}
        }
        #expect(scanner.awaits == .header && scanner.isBetweenFrames && scanner.offset == 0)
        feed([0x82])
        #expect(scanner.awaits == .restOfHeader(read: 1) && !scanner.isBetweenFrames && scanner.offset == 1)
        feed([0x03, 7])
        let header = FrameHeader(opcode: .binary, payloadLength: 3)
        #expect(scanner.awaits == .payload(of: header, remaining: 2) && scanner.offset == 3)
        feed([8, 9])
        #expect(scanner.awaits == .header && scanner.isBetweenFrames && scanner.offset == 5)
    }

    @Test func `a header is told of before its payload comes`() {
        var scanner = FrameScanner()
        var position = 0
        let bytes: [UInt8] = [0x82, 0x05]
        let piece = scanner.next(in: bytes.span, at: &position)
        #expect(piece?.startsFrame == true && piece?.payload.isEmpty == true && piece?.endsFrame == false)
    }

    @Test func `a length of 2^64 - 1 is followed as far as the bytes go`() {
        var scanner = FrameScanner()
        let bytes = frame(.binary, [1, 2, 3], length: .max)
        for part in [bytes, bytes] {
            var position = 0
            while scanner.next(in: part.span, at: &position) != nil {}
            #expect(position == part.count)
        }
        let left = UInt64.max - 3 - UInt64(bytes.count)
        let header = FrameHeader(opcode: .binary, payloadLength: .max)
        #expect(scanner.awaits == .payload(of: header, remaining: left))
    }
}
