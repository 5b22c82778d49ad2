internal import WebSocketWire

/// Frames out of nothing, legal by themselves, that a mutator puts in.
struct FrameInvention {
    let sender: EndpointRole
    /// How many bytes there is room for.
    let room: Int

    /// A ping, a pong or a Close.
    func control(_ random: inout RandomStream) -> DraftFrame {
        let opcode: Opcode = random.pick([.ping, .pong, .close])
        let payload = opcode == .close ? CloseInvention.payload(&random) : random.bytes(random.below(126))
        return frame(opcode, Array(payload.prefix(125)), isFinal: true, &random)
    }

    /// A continuation, with FIN or without.
    func continuation(_ random: inout RandomStream) -> DraftFrame {
        frame(.continuation, text(&random), isFinal: random.chance(0.5), &random)
    }

    /// A text or binary frame, with FIN or without.
    func data(_ random: inout RandomStream) -> DraftFrame {
        frame(random.chance(0.5) ? .text : .binary, text(&random), isFinal: random.chance(0.75), &random)
    }

    /// A message in two or three fragments, perhaps with a control frame between them.
    func fragments(_ random: inout RandomStream) -> [DraftFrame] {
        let whole = frame(random.chance(0.5) ? .text : .binary, text(&random), isFinal: true, &random)
        let sizes = DraftFrame.equalSizes(of: whole.payload.count, into: 2 + random.below(2))
        var frames = whole.split(sizes)
        if random.chance(0.5) {
            let rest = FrameInvention(sender: sender, room: room - whole.payload.count)
            frames.insert(rest.control(&random), at: 1)
        }
        return frames
    }

    private func text(_ random: inout RandomStream) -> [UInt8] {
        (0..<random.below(32)).map { _ in UInt8(0x61 + random.below(26)) }
    }

    private func frame(
        _ opcode: Opcode, _ payload: [UInt8], isFinal: Bool, _ random: inout RandomStream
    ) -> DraftFrame {
        let key = MaskingKey(bits: UInt32(truncatingIfNeeded: random.next()))
        let payload = Array(payload.prefix(room))
        return DraftFrame(
            FrameHeader(
                opcode: opcode, isFinal: isFinal, maskingKey: sender == .client ? key : nil,
                payloadLength: UInt64(payload.count)),
            payload: payload, isSubject: true)
    }
}
