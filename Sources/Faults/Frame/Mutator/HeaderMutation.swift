internal import WebSocketWire

/// A change of what stands in a frame's header.
enum HeaderMutation: CaseIterable {
    case flipFin, flipReservedBit, changeOpcode, toggleMask, changeKey, falsifyKey
    case changeLengthForm, lieAboutLength, tellTrueLength

    func apply(to frame: inout DraftFrame, _ random: inout RandomStream) {
        let key = MaskingKey(bits: UInt32(truncatingIfNeeded: random.next()))
        switch self {
        case .flipFin: frame.header.isFinal.toggle()
        case .flipReservedBit: frame.header.reservedBits ^= 1 << UInt8(random.below(3))
        case .changeOpcode: frame.header.opcode = Opcode(rawValue: UInt8(random.below(16)))
        case .toggleMask: frame.header.setMaskingKey(frame.header.isMasked ? nil : key)
        case .changeKey where frame.header.isMasked:
            frame.header.setMaskingKey(random.chance(0.5) ? .zero : key)
        case .changeKey, .falsifyKey: frame.falseKey = key
        case .changeLengthForm:
            let others = FrameHeader.LengthForm.allCases.filter { $0 != frame.header.lengthForm }
            frame.header.lengthForm = random.pick(others)
        case .lieAboutLength:
            frame.header.setLength(length(near: frame.header.payloadLength, &random))
        case .tellTrueLength: frame.setPayload(frame.payload)
        }
    }

    /// Lengths where something changes: the forms, the sizes of integers, one more and one less.
    private func length(near right: UInt64, _ random: inout RandomStream) -> UInt64 {
        random.pick([
            0, 1, 125, 126, 127, 0xFFFF, 0x1_0000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x1_0000_0000,
            1 << 62, .max >> 1, 1 << 63, .max, right &+ 1, right &- 1, right | 1 << 63, right &* 2,
        ])
    }
}
