internal import Observer
internal import WebSocketWire

/// What a fuzz target reads: four bytes of choices, and then what it is about (Fuzz/README.md).
struct CorpusSeed {
    /// What it was in the trace.
    enum Kind: String, CaseIterable {
        case frame
        case message
        case closePayload = "close payload"
        case handshake
    }

    let kind: Kind
    /// The targets that read it: the names of their folders.
    let targets: [String]
    let bytes: [UInt8]

    private init(_ kind: Kind, _ targets: [String], switches: UInt8, _ content: [UInt8]) {
        self.kind = kind
        self.targets = targets
        // Three sizes of pieces, and all of them 0: in one piece.
        bytes = [switches, 0, 0, 0] + content
    }

    private static let frameTargets = ["frames", "roundtrip", "differential-splits"]

    /// Frames as they stand on the wire.
    static func frames(
        _ bytes: [UInt8], kind: Kind, from leg: Leg, isCompressed: Bool
    ) -> CorpusSeed {
        // 1: the sender is a server. 2: RSV1 has a meaning.
        let switches: UInt8 = (leg == .server ? 1 : 0) | (isCompressed ? 2 : 0)
        return CorpusSeed(kind, frameTargets, switches: switches, bytes)
    }

    /// What a Close carries.
    static func close(_ payload: [UInt8]) -> CorpusSeed {
        CorpusSeed(.closePayload, ["close"], switches: 0, payload)
    }

    /// A text, whole.
    static func text(_ bytes: [UInt8]) -> CorpusSeed {
        CorpusSeed(.message, ["utf8"], switches: 0, bytes)
    }

    /// A compressed message's payload, without the end that was cut off.
    static func deflated(_ bytes: [UInt8]) -> CorpusSeed {
        // The widest window, and a limit of 64 KiB: what peers really send fits into both.
        CorpusSeed(.message, ["deflate"], switches: 0x78, bytes)
    }

    static func request(_ bytes: [UInt8]) -> CorpusSeed {
        CorpusSeed(.handshake, ["handshake"], switches: 0, bytes)
    }

    static func response(_ bytes: [UInt8]) -> CorpusSeed {
        CorpusSeed(.handshake, ["handshake"], switches: 1, bytes)
    }

    static func extensions(_ text: String) -> CorpusSeed {
        CorpusSeed(.handshake, ["handshake"], switches: 3, Array(text.utf8))
    }

    /// A request and its answer, in turns.
    static func conversation(_ request: [UInt8], _ response: [UInt8]) -> CorpusSeed? {
        guard !request.contains(endOfTurn), !response.contains(endOfTurn) else { return nil }
        return CorpusSeed(
            .handshake, ["http-conversation"], switches: 0, request + [endOfTurn] + response)
    }

    private static let endOfTurn: UInt8 = 0xFE
}

extension InspectedFrame {
    /// As it stood on the wire, but for its masking key: keys are drawn, and a million frames that differ in nothing
    /// else would be a million seeds of one kind. A key that changes nothing stays.
    var seedBytes: [UInt8] {
        var header = header
        let usual = MaskingKey(0x37, 0xFA, 0x21, 0x3D)
        if let key = header.maskingKey, key != .zero { header.setMaskingKey(usual) }
        var bytes: [UInt8] = []
        header.append(to: &bytes)
        let payload = payload
        (header.maskingKey ?? .zero).append(payload.span, to: &bytes)
        return bytes
    }

    /// Whether `payload` is all that came of it.
    var isKept: Bool { UInt64(payload.count) == came }
}
