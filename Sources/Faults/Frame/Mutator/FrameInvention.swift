internal import WebSocketWire

/// Frames out of nothing, legal by themselves, that a mutator puts in.
struct FrameInvention {
    let sender: EndpointRole

    /// A ping, a pong or a Close.
    func control(_ random: inout RandomStream) -> DraftFrame {
        let opcode: Opcode = [.ping, .pong, .close][random.below(3)]
        let payload = opcode == .close ? Self.closePayload(&random) : random.bytes(random.below(126))
        return frame(opcode, payload, isFinal: true, &random)
    }

    /// A continuation, with FIN or without.
    func continuation(_ random: inout RandomStream) -> DraftFrame {
        frame(.continuation, text(&random), isFinal: random.chance(0.5), &random)
    }

    /// A text or binary frame, with FIN or without.
    func data(_ random: inout RandomStream) -> DraftFrame {
        frame(random.chance(0.5) ? .text : .binary, text(&random), isFinal: random.chance(0.75), &random)
    }

    /// Nothing, half a code, or a code with a short reason: those that clients fall out over among them.
    static func closePayload(_ random: inout RandomStream) -> [UInt8] {
        let codes = [0, 1, 999, 1000, 1001, 1004, 1005, 1006, 1015, 1016, 2999, 3000, 4999, 5000, 65535]
        let code = codes[random.below(codes.count)]
        let payload = [UInt8(code >> 8), UInt8(code & 0xFF)] + (0..<random.below(4)).map { _ in 0x61 }
        return Array(payload.prefix(random.below(payload.count + 1)))
    }

    private func text(_ random: inout RandomStream) -> [UInt8] {
        (0..<random.below(32)).map { _ in UInt8(0x61 + random.below(26)) }
    }

    private func frame(
        _ opcode: Opcode, _ payload: [UInt8], isFinal: Bool, _ random: inout RandomStream
    ) -> DraftFrame {
        let key = MaskingKey(bits: UInt32(truncatingIfNeeded: random.next()))
        return DraftFrame(
            FrameHeader(
                opcode: opcode, isFinal: isFinal, maskingKey: sender == .client ? key : nil,
                payloadLength: UInt64(payload.count)),
            payload: payload, isSubject: true)
    }
}
