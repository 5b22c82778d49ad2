internal import WebSocketWire

extension PeerPlan {
    /// Finds the frames in bytes that somebody else wrote, by RFC 6455 §5.2 and not by the code that is simulated.
    package mutating func markFrames() {
        guard let start = framesStart else { return }
        var position = start
        while let frame = RawFrame(bytes, at: position) {
            frames.append(frame.mark(in: bytes, from: start))
            // Behind a length like that no other frame will ever begin.
            guard let end = frame.end, end <= bytes.count else { return }
            position = end
        }
    }
}

/// A frame as it stands in bytes.
private struct RawFrame {
    private let first: UInt8
    private let key: [UInt8]
    private let payloadStart: Int
    private let length: UInt64

    /// Nil where no whole header stands.
    init?(_ bytes: [UInt8], at start: Int) {
        guard start + 2 <= bytes.count else { return nil }
        first = bytes[start]
        let second = bytes[start + 1]
        let short = second & 0x7F
        let lengthCount = short == 126 ? 2 : short == 127 ? 8 : 0
        let keyCount = second & 0x80 == 0 ? 0 : 4
        payloadStart = start + 2 + lengthCount + keyCount
        guard payloadStart <= bytes.count else { return nil }
        length =
            lengthCount == 0
            ? UInt64(short)
            : bytes[start + 2..<start + 2 + lengthCount].reduce(0) { $0 << 8 | UInt64($1) }
        key = Array(bytes[payloadStart - keyCount..<payloadStart])
    }

    /// Where the next frame begins; nil where that is beyond anything.
    var end: Int? {
        guard length < 1 << 40 else { return nil }
        return payloadStart + Int(length)
    }

    private var opcode: UInt8 { first & 0xF }
    private var isControl: Bool { opcode & 8 != 0 }
    private var isFinal: Bool { first & 0x80 != 0 }

    func mark(in bytes: [UInt8], from start: Int) -> FrameMark {
        var mark = FrameMark(
            headerEnd: payloadStart - start, end: (end ?? .max / 2) - start,
            endsMessage: isFinal && !isControl, isFragment: !isFinal)
        if opcode == 8, let end, end <= bytes.count {
            mark.closePayload = bytes[payloadStart..<end].prefix(125).enumerated().map { index, byte in
                key.isEmpty ? byte : byte ^ key[index & 3]
            }
        }
        return mark
    }
}
