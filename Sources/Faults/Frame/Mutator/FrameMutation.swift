internal import WebSocketWire

/// One change that a mutator can make.
enum FrameMutation: CaseIterable {
    case flipFin, flipReservedBit, changeOpcode, toggleMask, changeKey, falsifyKey, widenLength,
        lieAboutLength
    case flipBit, writeBytes, cutPayload, growPayload, spoilText, plantCloseCode, overfillControl
    case double, remove, swap, split, join, putControl, putContinuation, putData

    /// Makes the change at a drawn place. Where there is no frame to change, one is put in.
    func apply(to frames: inout [DraftFrame], from sender: EndpointRole, _ random: inout RandomStream) {
        let invention = FrameInvention(sender: sender)
        guard !frames.isEmpty else { return frames.append(invention.data(&random)) }
        let place = random.below(frames.count)
        switch self {
        case .flipFin, .flipReservedBit, .changeOpcode, .toggleMask, .changeKey, .falsifyKey, .widenLength,
            .lieAboutLength:
            changeHeader(&frames[place], &random)
        case .flipBit, .writeBytes, .cutPayload, .growPayload, .spoilText, .plantCloseCode, .overfillControl:
            var payload = frames[place].payload
            changePayload(&payload, of: &frames[place].header, &random)
            frames[place].setPayload(payload)
        case .putControl: frames.insert(invention.control(&random), at: random.below(frames.count + 1))
        case .putContinuation:
            frames.insert(invention.continuation(&random), at: random.below(frames.count + 1))
        case .putData: frames.insert(invention.data(&random), at: random.below(frames.count + 1))
        case .double, .remove, .swap, .split, .join: rearrange(&frames, at: place, &random)
        }
    }

    private func changeHeader(_ frame: inout DraftFrame, _ random: inout RandomStream) {
        let key = MaskingKey(bits: UInt32(truncatingIfNeeded: random.next()))
        switch self {
        case .flipFin: frame.header.isFinal.toggle()
        case .flipReservedBit: frame.header.reservedBits ^= 1 << UInt8(random.below(3))
        case .changeOpcode: frame.header.opcode = Opcode(rawValue: UInt8(random.below(16)))
        case .toggleMask: frame.header.setMaskingKey(frame.header.isMasked ? nil : key)
        case .changeKey where frame.header.isMasked:
            frame.header.setMaskingKey(random.chance(0.5) ? .zero : key)
        case .falsifyKey: frame.falseKey = key
        case .widenLength: frame.header.lengthForm = random.chance(0.5) ? .two : .eight
        default: frame.header.setLength(length(near: frame.header.payloadLength, &random))
        }
    }

    /// Lengths where something changes: the forms, the sizes of integers, one more and one less.
    private func length(near right: UInt64, _ random: inout RandomStream) -> UInt64 {
        let edges: [UInt64] = [
            0, 1, 125, 126, 127, 0xFFFF, 0x1_0000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x1_0000_0000,
            1 << 62, .max >> 1, 1 << 63, .max, right &+ 1, right &- 1, right | 1 << 63, right &* 2,
        ]
        return edges[random.below(edges.count)]
    }

    private func changePayload(
        _ payload: inout [UInt8], of header: inout FrameHeader, _ random: inout RandomStream
    ) {
        let place = random.below(payload.count)
        switch self {
        case .flipBit where !payload.isEmpty: payload[place] ^= 1 << UInt8(random.below(8))
        case .writeBytes where !payload.isEmpty:
            let end = min(payload.count, place + 1 + random.below(8))
            payload.replaceSubrange(place..<end, with: random.bytes(end - place))
        case .cutPayload: payload.removeLast(payload.count - place)
        case .growPayload, .flipBit, .writeBytes: grow(&payload, at: place, &random)
        case .spoilText:
            let kinds = InvalidUTF8.Kind.allCases
            payload.insert(contentsOf: kinds[random.below(kinds.count)].bytes, at: place)
        case .plantCloseCode:
            header.opcode = .close
            payload = FrameInvention.closePayload(&random)
        default:
            header.opcode = [.close, .ping, .pong][random.below(3)]
            payload = random.bytes(126 + random.below(200))
        }
    }

    private func grow(_ payload: inout [UInt8], at place: Int, _ random: inout RandomStream) {
        let sizes = [1, 2, 8, 125, 126, 0x1_0000]
        let new = [UInt8](repeating: UInt8(random.below(256)), count: sizes[random.below(sizes.count)])
        guard payload.count < largestInvention else { return }
        payload = Array(payload[..<place]) + new + Array(payload[place...])
    }

    private func rearrange(_ frames: inout [DraftFrame], at place: Int, _ random: inout RandomStream) {
        let other = random.below(frames.count)
        switch self {
        case .double:
            let size = frames.reduce(0) { $0 + $1.payload.count } + frames[place].payload.count
            if size < largestInvention { frames.insert(frames[place], at: other) }
        case .remove: frames.remove(at: place)
        case .swap: frames.swapAt(place, other)
        case .split:
            let sizes = DraftFrame.equalSizes(of: frames[place].payload.count, into: 2 + random.below(3))
            frames.replaceSubrange(place...place, with: frames[place].split(sizes))
        default:
            let end = min(place + 2, frames.count)
            guard let joined = Array(frames[place..<end]).merged else { return }
            frames.replaceSubrange(place..<end, with: [joined])
        }
    }
}
