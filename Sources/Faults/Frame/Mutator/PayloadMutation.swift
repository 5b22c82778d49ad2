internal import WebSocketWire

/// A change of what a frame carries. Its length is right afterwards.
enum PayloadMutation: CaseIterable {
    case changeBytes, resize, spoilText, plantClose, overfillControl

    /// Lets a payload grow by `room` bytes at most.
    func apply(
        to frame: inout DraftFrame, room: Int, _ random: inout RandomStream,
        payloads: inout some ByteMutator
    ) {
        var payload = frame.payload
        let limit = payload.count + room
        switch self {
        case .changeBytes: payloads.mutate(&payload, atMost: limit, &random)
        case .resize: resize(&payload, atMost: limit, &random)
        case .spoilText:
            let bytes = random.pick(InvalidUTF8.Kind.allCases).bytes
            payload.insert(contentsOf: bytes, at: random.below(payload.count + 1))
        case .plantClose:
            CloseInvention.change(&payload, wasClose: frame.header.opcode == .close, &random)
            frame.header.opcode = .close
        case .overfillControl:
            frame.header.opcode = random.pick([.close, .ping, .pong])
            payload = random.bytes(126 + random.below(200))
        }
        frame.replacePayload(Array(payload.prefix(limit)))
    }

    /// To where the length takes another form, or to its neighbour: what is too long is cut, what is too
    /// short is filled up, mostly with letters, so that a text stays one.
    private func resize(_ payload: inout [UInt8], atMost limit: Int, _ random: inout RandomStream) {
        let edges = [0, 1, 2, 3, 124, 125, 126, 127, 128, 255, 256, 0xFFFF, 0x1_0000]
        let size = random.pick(edges.filter { $0 <= limit })
        guard size > payload.count else { return payload.removeLast(payload.count - size) }
        let letter = UInt8(0x61 + random.below(26))
        let filling = random.chance(0.75) ? letter : UInt8(random.below(256))
        payload += [UInt8](repeating: filling, count: size - payload.count)
    }
}

extension DraftFrame {
    /// Gives it another payload and its right length, which stays written as wastefully as it was, if it was.
    mutating func replacePayload(_ new: [UInt8]) {
        let form = header.lengthForm
        let isWasteful = form.rawValue > FrameHeader.LengthForm.minimal(for: header.payloadLength).rawValue
        setPayload(new)
        if isWasteful, form.rawValue > header.lengthForm.rawValue { header.lengthForm = form }
    }
}
