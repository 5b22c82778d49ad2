import Testing
import WebSocketWire

struct FrameRoundTripTests {
    /// A random legal frame of `role`'s, as bytes.
    private func legalFrame(from role: EndpointRole, using random: inout SeededGenerator) -> [UInt8] {
        let opcodes: [Opcode] = [.text, .binary, .close, .ping, .pong]
        let opcode = opcodes[Int.random(in: 0..<opcodes.count, using: &random)]
        let sizes = [0, 1, 5, 15, 16, 17, 63, 64, 125, 126, 127, 200, 65535, 65536, 70000]
        let fitting = opcode.isControl ? sizes.filter { $0 <= 125 } : sizes
        let payload = (0..<fitting[Int.random(in: 0..<fitting.count, using: &random)]).map {
            UInt8($0 & 0xFF)
        }
        let key = MaskingKey(bits: UInt32.random(in: .min ... .max, using: &random))
        return frame(opcode, payload, key: role == .client ? key : nil)
    }

    @Test(arguments: [1 as UInt64, 2, 3, 4])
    func `encode(decode(x)) is x for legal frames`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for role in EndpointRole.allCases {
            let stream = (0..<40).flatMap { _ in legalFrame(from: role, using: &random) }
            let decoded = DecodedStream([stream], from: role)
            #expect(decoded.violation == nil, "seed \(seed)")
            let encoder = FrameEncoder(role: role)
            var again: [UInt8] = []
            for frame in decoded.frames {
                encoder.append(
                    frame.header.opcode, payload: frame.payload.span, isFinal: frame.header.isFinal,
                    maskingKey: frame.header.maskingKey ?? .zero, to: &again)
            }
            #expect(again == stream, "seed \(seed), \(role)")
        }
    }

    @Test(arguments: [11 as UInt64, 12, 13, 14, 15])
    func `any bytes at all decode alike in every split, and the pieces add up to them`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for round in 0..<60 {
            let count = Int.random(in: 0...90, using: &random)
            var stream = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            // Random bytes are mostly reserved opcodes and huge lengths; half of the time, be kinder.
            if round % 2 == 0 {
                for index in stream.indices where index % 5 == 0 { stream[index] = 0x81 }
                for index in stream.indices where index % 5 == 1 { stream[index] &= 0x83 }
            }
            for strictness in [FrameDecoder.Strictness.strict, .lenient] {
                for sender in EndpointRole.allCases {
                    let whole = DecodedStream([stream], from: sender, strictness: strictness)
                    withEverySplit(of: stream, seed: seed) { parts in
                        #expect(
                            DecodedStream(parts, from: sender, strictness: strictness) == whole,
                            "seed \(seed), round \(round), \(stream)")
                    }
                    if strictness == .lenient {
                        #expect(isPrefix(stream, whole), "seed \(seed), round \(round)")
                    }
                }
            }
        }
    }

    /// A lenient decoder loses nothing: its frames written again are the stream, but for an unfinished header.
    private func isPrefix(_ stream: [UInt8], _ decoded: DecodedStream) -> Bool {
        let written = rebuilt(decoded)
        return stream.starts(with: written) && stream.count - written.count < 14
    }

    private func rebuilt(_ decoded: DecodedStream) -> [UInt8] {
        decoded.frames.flatMap { item in
            frame(
                item.header.opcode, item.payload, fin: item.header.isFinal, rsv: item.header.reservedBits,
                key: item.header.maskingKey, length: item.header.payloadLength, form: item.header.lengthForm)
        }
    }
}
