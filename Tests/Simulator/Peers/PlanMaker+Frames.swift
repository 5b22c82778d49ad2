internal import Observer
internal import WebSocketWire

extension PlanMaker {
    /// So many frames, one write each or several in one.
    mutating func frames(_ count: Int, from leg: Leg) {
        var bytes: [UInt8] = []
        for _ in 0..<count {
            frame(from: leg, into: &bytes)
            if random.percent(60) { flush(&bytes, from: leg) }
        }
        flush(&bytes, from: leg)
    }

    private mutating func flush(_ bytes: inout [UInt8], from leg: Leg) {
        guard !bytes.isEmpty else { return }
        if leg == .client { clientSays(bytes) } else { serverSays(bytes) }
        bytes = []
    }

    /// Any frame, also what no peer may send: the relay judges nothing.
    private mutating func frame(from leg: Leg, into bytes: inout [UInt8]) {
        let opcode: Opcode = random.pick([
            .text, .text, .binary, .binary, .continuation, .ping, .pong, Opcode(rawValue: 0xB),
            Opcode(rawValue: 3),
        ])
        let count = opcode.isControl ? random.pick([0, 1, 20, 125]) : payloadCount()
        let header = FrameHeader(
            opcode: opcode, isFinal: opcode.isControl || random.percent(70),
            reservedBits: random.percent(30) ? 4 : 0, maskingKey: key(leg), payloadLength: UInt64(count),
            lengthForm: random.percent(3) ? .eight : nil)
        append(header, Noise.bytes(count, using: &random), from: leg, into: &bytes)
    }

    private mutating func payloadCount() -> Int {
        switch random.below(100) {
        case ..<80: return random.pick([0, 1, 2, 16, 100, 125, 126, 127, 300])
        case ..<97: return random.below(2000)
        case ..<99: return canBeLarge ? random.pick([65_535, 65_536, 20_000]) : 4000
        default: return canBeLarge ? random.below(200_000) : 4000
        }
    }

    /// Byte by byte a large payload would be a session of a million events.
    private var canBeLarge: Bool {
        plan.server.framesStart != nil && plan.network.window >= 4096 && plan.network.readSize >= 4096
            && (plan.network.cuts == 0 || plan.network.largestCut >= 1500)
    }

    private mutating func key(_ leg: Leg) -> MaskingKey? {
        let isUsual = random.percent(95)
        guard (leg == .client) == isUsual else { return nil }
        return MaskingKey(bits: UInt32(truncatingIfNeeded: random.next()))
    }

    /// A Close frame, once in a while with a payload that no Close may have.
    mutating func close(from leg: Leg) {
        let code = UInt16(random.pick([1000, 1001, 1011, 3000, 4999, 1005, 0]))
        let payload: [UInt8] =
            switch random.below(4) {
            case 0: []
            case 1: [UInt8(code >> 8), UInt8(code & 255)]
            case 2: [UInt8(code >> 8), UInt8(code & 255)] + Array("going away".utf8)
            default: Noise.bytes(random.pick([1, 2, 125, 200]), using: &random)
            }
        var bytes: [UInt8] = []
        let key = key(leg)
        var masked = payload
        if let key {
            var span = masked.mutableSpan
            key.apply(to: &span)
        }
        let header = FrameHeader(opcode: .close, maskingKey: key, payloadLength: UInt64(payload.count))
        append(header, masked, from: leg, into: &bytes)
        mark(leg) { $0.closePayload = Array(payload.prefix(125)) }
        flush(&bytes, from: leg)
    }

    private mutating func append(
        _ header: FrameHeader, _ payload: [UInt8], from leg: Leg, into bytes: inout [UInt8]
    ) {
        let peer = leg == .client ? plan.client : plan.server
        let start = peer.bytes.count - (peer.framesStart ?? 0) + bytes.count
        header.append(to: &bytes)
        bytes += payload
        let headerEnd = start + header.encodedLength
        let mark = FrameMark(
            headerEnd: headerEnd, end: headerEnd + payload.count,
            endsMessage: header.isFinal && !header.opcode.isControl, isFragment: !header.isFinal)
        if leg == .client { plan.client.frames.append(mark) } else { plan.server.frames.append(mark) }
    }

    private mutating func mark(_ leg: Leg, _ change: (inout FrameMark) -> Void) {
        switch leg {
        case .client: if let last = plan.client.frames.indices.last { change(&plan.client.frames[last]) }
        case .server: if let last = plan.server.frames.indices.last { change(&plan.server.frames[last]) }
        }
    }
}
