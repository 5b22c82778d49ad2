internal import Faults
internal import WebSocketWire

/// Conversations out of nothing: legal ones, and ones with a single offence in legal company.
struct LiveGrammar {
    let sender: EndpointRole

    /// Something legal: messages whole and in fragments, pings between them, perhaps a Close at the end.
    func conversation(_ random: inout RandomStream) -> [DraftFrame] {
        var frames: [DraftFrame] = []
        for _ in 0..<random.within(0...4) { frames += exchange(&random) }
        if random.once(in: 4) { frames.append(close(&random)) }
        return frames
    }

    /// A legal beginning, and then what must not be.
    func offence(_ random: inout RandomStream) -> [DraftFrame] {
        var frames: [DraftFrame] = []
        for _ in 0..<random.within(0...1) { frames += exchange(&random) }
        frames += suspect(random.pick(Suspect.allCases), &random)
        // What is passed over shows in what comes behind it.
        if random.once(in: 3) { frames += exchange(&random) }
        return frames
    }

    private func exchange(_ random: inout RandomStream) -> [DraftFrame] {
        switch random.below(8) {
        case 0: return [frame(.ping, random.bytes(random.pick([0, 1, 4, 125])), &random)]
        case 1: return [frame(.pong, random.bytes(random.below(8)), &random)]
        case 2, 3: return fragments(&random)
        default:
            let isText = random.chance(0.6)
            return [frame(isText ? .text : .binary, payload(isText: isText, &random), &random)]
        }
    }

    private func fragments(_ random: inout RandomStream) -> [DraftFrame] {
        let isText = random.chance(0.6)
        var rest = payload(isText: isText, &random)[...]
        var frames: [DraftFrame] = []
        let count = random.within(2...4)
        for index in 0..<count {
            let isLast = index == count - 1
            let size = isLast ? rest.count : random.within(0...rest.count)
            let opcode: Opcode = index > 0 ? .continuation : isText ? .text : .binary
            frames.append(frame(opcode, Array(rest.prefix(size)), isFinal: isLast, &random))
            rest = rest.dropFirst(size)
        }
        if random.chance(0.5) {
            frames.insert(frame(.ping, random.bytes(random.below(6)), &random), at: random.within(1...count))
        }
        return frames
    }

    private func payload(isText: Bool, _ random: inout RandomStream) -> [UInt8] {
        // Where the length's form changes; the long ones seldom, for they take their time.
        let size =
            random.once(in: 16)
            ? random.pick([65_535, 65_536]) : random.pick([0, 1, 5, 5, 30, 125, 126, 300])
        guard isText else { return random.bytes(size) }
        let words = random.pick(["hello ", "héllo ", "漢字 ", "🙂 ", "\u{0}a"])
        let bytes = Array(words.utf8)
        // Whole characters only, and filled up with what is one byte.
        var text: [UInt8] = []
        while text.count + bytes.count <= size { text += bytes }
        return text + [UInt8](repeating: 0x2E, count: size - text.count)
    }

    private func close(_ random: inout RandomStream) -> DraftFrame {
        let codes: [UInt16?] = [
            nil, 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999,
        ]
        let code = random.pick(codes)
        let reason =
            code == nil ? "" : random.pick(["", "bye", "à bientôt", String(repeating: "x", count: 123)])
        return frame(.close, ClosePayload.bytes(code: code, reasonBytes: Array(reason.utf8)), &random)
    }

    func frame(
        _ opcode: Opcode, _ payload: [UInt8], isFinal: Bool = true, _ random: inout RandomStream
    ) -> DraftFrame {
        let key = MaskingKey(bits: UInt32(truncatingIfNeeded: random.next()))
        let header = FrameHeader(
            opcode: opcode, isFinal: isFinal, maskingKey: sender == .client ? key : nil,
            payloadLength: UInt64(payload.count))
        return DraftFrame(header, payload: payload)
    }
}

// MARK: Offences

extension LiveGrammar {
    /// What receivers are known to get wrong, one each.
    enum Suspect: CaseIterable {
        case wrongMask, reservedBits, reservedOpcode, fragmentedControl, oversizedControl
        case closeOfOneByte, closeCode, closeReason, closeInsideMessage
        case strayContinuation, dataInsideMessage, emptyFragments
        case invalidText, splitCharacter, cutCharacter
        case hugeLength, longLength, lyingLength
    }

    func suspect(_ suspect: Suspect, _ random: inout RandomStream) -> [DraftFrame] {
        switch suspect {
        case .wrongMask, .reservedBits, .reservedOpcode, .fragmentedControl, .oversizedControl:
            return [header(suspect, &random)]
        case .closeOfOneByte: return [frame(.close, random.bytes(1), &random)]
        case .closeCode:
            let codes: [UInt16] = [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535]
            let code = random.pick(codes)
            let reason = random.chance(0.5) ? Array("why".utf8) : []
            return [frame(.close, ClosePayload.bytes(code: code, reasonBytes: reason), &random)]
        case .closeReason:
            let kinds = InvalidUTF8.Kind.allCases
            return [frame(.close, [0x03, 0xE8] + random.pick(kinds).bytes, &random)]
        case .closeInsideMessage:
            return [frame(.text, [0x61], isFinal: false, &random), close(&random)]
        case .strayContinuation:
            return [frame(.continuation, [0x61], isFinal: random.chance(0.5), &random)]
        case .dataInsideMessage:
            return [
                frame(.text, [0x61], isFinal: false, &random),
                frame(random.pick([.text, .binary]), [0x62], isFinal: random.chance(0.5), &random),
            ]
        case .emptyFragments:
            let empty = (0..<random.within(1...20)).map { _ in
                frame(.continuation, [], isFinal: false, &random)
            }
            return [frame(.text, [], isFinal: false, &random)] + empty + [frame(.continuation, [], &random)]
        case .invalidText, .splitCharacter, .cutCharacter: return text(suspect, &random)
        case .hugeLength, .longLength, .lyingLength: return [length(suspect, &random)]
        }
    }

    private func header(_ suspect: Suspect, _ random: inout RandomStream) -> DraftFrame {
        var one = frame(random.pick([.text, .binary, .ping, .pong, .close]), [], &random)
        if one.header.opcode != .close { one.setPayload(Array("abc".utf8)) }
        switch suspect {
        case .wrongMask:
            one.header.setMaskingKey(sender == .client ? nil : MaskingKey(bits: 0x3DFA_2137))
        case .reservedBits: one.header.reservedBits = UInt8(random.within(1...7))
        case .reservedOpcode:
            one.header.opcode = Opcode(rawValue: random.pick([3, 4, 5, 6, 7, 0xB, 0xC, 0xD, 0xE, 0xF]))
        default:
            one.header.opcode = random.pick([.ping, .pong, .close])
            if suspect == .fragmentedControl {
                one.header.isFinal = false
                if one.header.opcode == .close { one.setPayload([]) }
            } else {
                one.setPayload([0x03, 0xE8] + [UInt8](repeating: 0x61, count: random.pick([124, 125, 300])))
            }
        }
        return one
    }

    private func text(_ suspect: Suspect, _ random: inout RandomStream) -> [DraftFrame] {
        switch suspect {
        case .invalidText:
            let bad = random.pick(InvalidUTF8.Kind.allCases).bytes
            return [frame(.text, Array("ab".utf8) + bad + Array("cd".utf8), &random)]
        case .splitCharacter:
            // Legal: a character's bytes in two fragments.
            let bytes = Array(random.pick(["é", "漢", "🙂"]).utf8)
            let cut = random.within(1...(bytes.count - 1))
            return [
                frame(.text, Array(bytes[..<cut]), isFinal: false, &random),
                frame(.continuation, Array(bytes[cut...]), &random),
            ]
        default:
            let bytes = Array("🙂".utf8.prefix(random.within(1...3)))
            return random.chance(0.5)
                ? [frame(.text, bytes, &random)]
                : [frame(.text, bytes, isFinal: false, &random), frame(.continuation, [0x61], &random)]
        }
    }

    private func length(_ suspect: Suspect, _ random: inout RandomStream) -> DraftFrame {
        var one = frame(random.pick([.text, .binary]), Array("abc".utf8), &random)
        switch suspect {
        case .hugeLength:
            one.header.lengthForm = .eight
            one.header.payloadLength = random.pick([1 << 63, .max, 1 << 63 | 3])
        case .longLength: one.header.lengthForm = random.pick([.two, .eight])
        default: one.header.payloadLength = UInt64(random.pick([4, 125]))
        }
        return one
    }
}
