internal import Observer
internal import WebSocketWire

/// Finds the scenarios that may make a session's ending again: its play, and the rules that break what broke.
///
/// What a proxy's rules did to the session is not copied. Each side is given again what it got, and that is all that an
/// ending hangs on.
struct ScenarioMaker {
    let session: InspectedSession
    let tale: SessionTale
    /// Whether nothing of what was said may be written.
    let isRedacted: Bool

    var ending: Ending { session.ending }

    /// Some to try, the likeliest first.
    func sketches() throws(ExportProblem) -> [ScenarioSketch] {
        let cause = ending.cause
        switch cause {
        case .unknown: throw .impossible("it has not ended in the trace")
        case .notWebSocket: throw .impossible("it is no WebSocket session")
        case .tlsFailure: throw .impossible("a failure of TLS is no scenario's to make")
        case .unreachable, .handshakeTimeout, .handshakeRefused, .handshakeInvalid:
            return [try brokenHandshake()]
        default: break
        }
        if let status = refusal { return [refused(with: status)] }
        if isCutInHandshake { return [cutHandshake()] }
        switch cause {
        case .protocolViolation(let leg, _, let frame, let offset):
            return answered(violation(from: leg, frame: frame, offset: offset), by: leg.other)
        case .messageTooBig(let leg, let length, let frame, _):

            return answered(tooBig(from: leg, length: length, frame: frame), by: leg.other)
        case .invalidUTF8(let leg, _, let frame, _):
            return answered(notUTF8(from: leg, frame: frame), by: leg.other)
        case .deflateDamage(let leg, let frame, _):
            return answered(deflateDamage(from: leg, frame: frame), by: leg.other)
        default: return hasClose ? closings() : cuts()
        }
    }

    private var hasClose: Bool {
        Leg.allCases.contains { ending[$0].incoming.close != nil || ending[$0].outgoing.close != nil }
    }

    // MARK: The play

    /// A play of nothing yet, to the place the client asked for.
    func empty() -> ScenarioSketch {
        var sketch = ScenarioSketch()
        let request = ending.clientSide.asking?.head
        let target = request?.target ?? session.report.record.target ?? "/"
        if target.hasPrefix("/"), target.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) { sketch.path = target }
        // The server's yes may not have come to the client.
        sketch.compresses =
            session.report.record.isCompressed && ending.clientSide.answer.deflate != nil
        if let protocols = request?.headers.elements(of: "Sec-WebSocket-Protocol"),
            session.report.record.subprotocol != nil
        {
            // The played server takes the first, so the one that was taken goes there.
            let chosen = session.report.record.subprotocol
            sketch.subprotocols =
                protocols.filter { $0 == chosen } + protocols.filter { $0 != chosen }
        }
        return sketch
    }

    /// All that arrived before a place: before this packet, and of `direction` before this frame.
    func play(before packet: UInt64 = .max, _ direction: Direction? = nil, frame: UInt64 = .max)
        -> PlayBuilder
    {
        var builder = PlayBuilder(empty())
        for unit in tale.units where unit.packet <= packet {
            if unit.direction == direction, unit.frame >= frame { continue }
            builder.add(unit)
        }
        return builder
    }

    // MARK: Ends of connections

    /// How the connections were ended, as far as anybody was told.
    var wasReset: Bool {
        Leg.allCases.contains { leg in
            [ending[leg].told?.how, ending[leg].ended?.how].contains { how in
                switch how {
                case .reset, .failed: true
                case .finished, .truncated, nil: false
                }
            }
        }
    }

    /// Connections that ended without a Close.
    private func cuts() -> [ScenarioSketch] {
        let first = wasReset ? ["reset", "close"] : ["close", "reset"]
        return first.map { cut(by: $0) } + (halfClosed.map { [cut(by: "fin: \($0)")] } ?? [])
    }

    /// Whose connection was half closed, where it was only one.
    private var halfClosed: Leg? {
        let told = Leg.allCases.filter { ending[$0].told != nil && ending[$0].ended == nil }
        return told.count == 1 ? told[0] : nil
    }

    private func cut(by fault: String) -> ScenarioSketch {
        var builder = play()
        if let cutMessage = cutMessage() {
            let (direction, header, came) = cutMessage
            let when = builder.send(
                filler(header.payloadLength, from: direction.source), isText: header.opcode == .text,
                direction)
            builder.rule(when, "truncate: { keep: \(came) B }", fault)
        } else if let when = builder.lastUnit {
            builder.rule(when, fault)
        } else {
            let then = fault == "reset" ? "reset" : "fin"
            builder.rule("kind: handshake", "truncate-handshake: { keep: 100%, then: \(then) }")
        }
        return builder.sketch
    }

    /// A message in whose payload it ended.
    private func cutMessage() -> (Direction, FrameHeader, UInt64)? {
        for direction in Direction.allCases {
            let log = ending[direction.target].incoming
            guard case .inPayload(let header, let missing) = log.place, !header.opcode.isControl,
                header.payloadLength <= 1 << 20, header.payloadLength > missing
            else { continue }
            return (direction, header, header.payloadLength - missing)
        }
        return nil
    }

    /// Bytes that a rule sends, in YAML; of a redacted Close only its code, and that its reason is no UTF-8 if it is none.
    func written(close payload: [UInt8]) -> String {
        guard isRedacted else { return Self.hex(payload) }
        let isText = String(validating: payload.dropFirst(2), as: UTF8.self) != nil
        let cover = [UInt8](repeating: isText ? UInt8(ascii: "x") : 0xFF, count: max(0, payload.count - 2))
        return Self.hex(payload.prefix(2) + cover)
    }

    static func hex(_ bytes: [UInt8]) -> String {
        if bytes.isEmpty { return "\"\"" }
        return
            "{ hex: \"\(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " "))\" }"
    }

    /// Something of that length that a sender sends in the place of what is not known.
    func filler(_ length: UInt64, from leg: Leg) -> [UInt8] {
        [UInt8](repeating: UInt8(ascii: "x"), count: Int(min(length, 1 << 20)))
    }

    /// The status that the client got for a no, whoever gave it.
    private var refusal: Int? {
        let answer = ending.clientSide.answer
        return answer.complete == nil || answer.status == 101 ? nil : answer.status
    }

    private var isCutInHandshake: Bool {
        session.report.record.upgradedAt == nil
            || ending.clientSide.answer.complete == nil && ending.clientSide.asking != nil
    }
}
