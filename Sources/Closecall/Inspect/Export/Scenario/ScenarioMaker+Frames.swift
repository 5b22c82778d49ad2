internal import Observer
internal import WebSocketWire

// MARK: - Endings by a frame that was refused

extension ScenarioMaker {
    /// The same with the refusal as it came, which not everybody tells of or hears answered as the played peers do.
    func answered(_ sketch: ScenarioSketch, by leg: Leg) -> [ScenarioSketch] {
        var (hungUp, silent) = (sketch, sketch)
        let when = "direction: \(leg.onward), kind: close"
        hungUp.rule(when, "tcp-close-first")
        silent.rule(when, "tcp-close-first: { pass: false }")
        if ending[leg].outgoing.close == nil { return [silent, sketch, hungUp] }
        return ending[leg].incoming.close == nil ? [hungUp, sketch, silent] : [sketch, hungUp, silent]
    }

    /// All before that frame of `leg`'s.
    private func play(before frame: UInt64, from leg: Leg) -> PlayBuilder {
        let packet =
            looseFrame(frame, leg.onward)?.began.number ?? unit(at: frame, leg.onward)?.packet ?? .max
        return play(before: packet, leg.onward, frame: frame)
    }

    private func looseFrame(_ number: UInt64, _ direction: Direction) -> InspectedFrame? {
        tale.loose[direction]?.first { $0.number == number }
    }

    /// The message that has this frame.
    private func unit(at frame: UInt64, _ direction: Direction) -> SessionTale.Unit? {
        tale.units.first { $0.direction == direction && $0.frame >= frame }
    }

    /// A frame whose header breaks the protocol: a sound one is sent, and a rule writes that header over its own.
    func violation(from leg: Leg, frame number: UInt64, offset: UInt64) -> ScenarioSketch {
        let direction = leg.onward
        var builder = play(before: number, from: leg)
        let flaw = ending[leg.other].incoming.flaws.first { $0.frame == number }
        guard let header = flaw?.header ?? looseFrame(number, direction)?.header else {
            return builder.sketch
        }
        let payload =
            looseFrame(number, direction)?.payload ?? unit(at: number, direction)?.payload
            ?? filler(min(header.payloadLength, 100), from: leg)
        if let open = openMessage(before: number, direction) {
            let when = builder.send(open, isText: false, direction)
            builder.rule(when, "set: { fin: false }")
        }
        let when = standIn(for: header, payload, direction, &builder)
        builder.rule(when, changes(to: header, direction))
        return builder.sketch
    }

    /// What came of a message that the frame breaks into or goes on with.
    private func openMessage(before number: UInt64, _ direction: Direction) -> [UInt8]? {
        let before = (tale.loose[direction] ?? []).filter {
            $0.number < number && !$0.header.opcode.isControl
        }
        guard let last = before.last, !last.header.isFinal else { return nil }
        return Array(before.flatMap(\.payload).prefix(SessionTale.longestPayload))
    }

    private func standIn(
        for header: FrameHeader, _ payload: [UInt8], _ direction: Direction, _ builder: inout PlayBuilder
    ) -> String {
        switch header.opcode {
        case .ping, .pong: return builder.ping(Array(payload.prefix(125)), direction)
        case .close:
            builder.close(direction.source, code: 1000, reason: "")
            return "direction: \(direction), kind: close"
        default: return builder.send(payload, isText: false, direction)
        }
    }

    /// The faults that make a sound frame's header this one.
    private func changes(to header: FrameHeader, _ direction: Direction) -> [String] {
        var faults: [String] = []
        if header.opcode.isControl, header.payloadLength > 125 {
            faults.append("oversize: { size: \(min(header.payloadLength, 1 << 20)) }")
        }
        var bits: [String] = []
        switch header.opcode {
        case .ping, .close, .binary: break
        default: bits.append("opcode: \(Self.name(header.opcode))")
        }
        if !header.isFinal { bits.append("fin: false") }
        for (name, bit) in [("rsv1", 4), ("rsv2", 2), ("rsv3", 1)] as [(String, UInt8)]
        where header.reservedBits & bit != 0 {
            bits.append("\(name): true")
        }
        if !bits.isEmpty { faults.append("set: { \(bits.joined(separator: ", ")) }") }
        if direction == .toServer, !header.isMasked { faults.append("mask: unmasked") }
        if direction == .toClient, header.isMasked { faults.append("mask: masked") }
        if let lie = Self.lie(header) { faults.append("length: \(lie)") }
        return faults.isEmpty ? ["set: { fin: true }"] : faults
    }

    private static func name(_ opcode: Opcode) -> String {
        opcode.isReserved ? "0x" + String(opcode.rawValue, radix: 16, uppercase: true) : "\(opcode)"
    }

    private static func lie(_ header: FrameHeader) -> String? {
        if header.payloadLength >= 1 << 63 { return "msb" }
        if header.payloadLength > 1 << 40 { return "huge" }
        guard header.lengthForm != .minimal(for: header.payloadLength) else { return nil }
        return header.lengthForm == .two ? "non-minimal-16" : "non-minimal-64"
    }

    // MARK: Messages

    /// Where limits differ, the played peers' counts: a message over that is too big for them.
    func tooBig(from leg: Leg, length: UInt64, frame: UInt64) -> ScenarioSketch {
        var builder = play(before: frame, from: leg)
        let when = builder.send(filler(16, from: leg), isText: true, leg.onward)
        let size = min(max(length, UInt64(PlayedPeer.longestMessage) + 1), 16 << 20)
        builder.rule(when, "oversize: { size: \(size) }")
        return builder.sketch
    }

    /// A text that is none.
    func notUTF8(from leg: Leg, frame: UInt64) -> ScenarioSketch {
        let direction = leg.onward
        var builder = play(before: frame, from: leg)
        let when = builder.send(filler(16, from: leg), isText: true, direction)
        let pieces = (tale.loose[direction] ?? []).filter { !$0.header.opcode.isControl }
        let text = unit(at: frame, direction)?.payload ?? pieces.flatMap(\.payload)
        // What is compressed, or was not seen, is broken anew.
        let isPlain = !builder.sketch.compresses || unit(at: frame, direction) != nil
        let isShown = isPlain && !isRedacted && text.count <= SessionTale.longestPayload && !Self.isUTF8(text)
        builder.rule(when, isShown ? "replace: { payload: \(Self.hex(text)) }" : "invalid-utf8")
        return builder.sketch
    }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool { String(validating: bytes, as: UTF8.self) != nil }

    /// A compressed message that does not inflate.
    func deflateDamage(from leg: Leg, frame: UInt64) -> ScenarioSketch {
        var builder = play(before: frame, from: leg)
        let when = builder.send(filler(16, from: leg), isText: true, leg.onward)
        builder.rule(when, "deflate-damage: bad-block")
        return builder.sketch
    }
}
