internal import WebSocketWire

/// Breaks compressed messages.
public struct DeflateDamage: Fault {
    /// How.
    public var kind = Kind.badBlock
    /// What a bomb inflates to.
    public var size = ByteCount(128 << 20)

    /// One that makes a block of no kind.
    public init() {}

    /// Ways of breaking permessage-deflate.
    public enum Kind: String, ParameterChoice {
        /// A block of a type that does not exist.
        case badBlock = "bad-block"
        /// An end that does not add up.
        case wrongTrailer = "wrong-trailer"
        /// The end that ought to be cut off.
        case keptTrailer = "kept-trailer"
        /// RSV1 where it means nothing.
        case rsv1OnContinuation = "rsv1-on-continuation"
        /// RSV1 that nobody agreed to.
        case rsv1WithoutNegotiation = "rsv1-without-negotiation"
        /// A small message that inflates to a large one.
        case bomb

        /// What it means.
        public var summary: String {
            switch self {
            case .badBlock:
                "the payload's first byte becomes 07: a last block of type 3, which does not exist"
            case .wrongTrailer: "00 00 00 00 behind the payload: an empty stored block whose check is wrong"
            case .keptTrailer: "00 00 FF FF stays behind the payload, where the sender has to cut it off"
            case .rsv1OnContinuation:
                "RSV1 on each fragment but the first; a message in one frame is cut in two"
            case .rsv1WithoutNegotiation: "RSV1 on the first frame of a message that is not compressed"
            case .bomb:
                "a message in its place that inflates to `size` zeros, a thousandth of that on the wire"
            }
        }

        /// Where it is forbidden.
        public var clause: String? {
            switch self {
            case .badBlock: "RFC 1951 §3.2.3"
            case .wrongTrailer: "RFC 1951 §3.2.4"
            case .keptTrailer: "RFC 7692 §7.2.1"
            case .rsv1OnContinuation: "RFC 7692 §6.1"
            case .rsv1WithoutNegotiation: "RFC 6455 §5.2"
            case .bomb: "RFC 7692 §8"
            }
        }

        /// What clients do about it.
        public var clients: String? {
            switch self {
            case .badBlock, .rsv1WithoutNegotiation:
                "Chromium (which sends a Close with 1002), Firefox and node end with 1006 and an error event."
            case .rsv1OnContinuation: "Chromium and Firefox end with 1006 and an error event; node takes it."
            case .wrongTrailer, .keptTrailer, .bomb: nil
            }
        }
    }

    /// What is said about it.
    public static let about = About<DeflateDamage>(
        "deflate-damage", .frame, "Breaks compressed messages: blocks, their end, RSV1, or a bomb.",
        details: """
            The compressed bytes on the wire are changed, and lengths are right. Where permessage-deflate \
            was not agreed on, only the two kinds about RSV1 do anything. A message that is not compressed \
            gets RSV1 with `bad-block`, and is left alone by the two trailers. A bomb leaves as a message in \
            one frame, of the same opcode, and messages behind it can be read; behind the other kinds a \
            receiver that goes on reads garbage.
            """,
        clause: "RFC 7692 §7.2",
        example: """
            - when: { direction: toClient, kind: text, nth: 2 }
              do:
                - deflate-damage: bad-block
            """,
        parameters: [
            Parameter("kind", \.kind, "what is wrong"),
            Parameter(
                "size", \.size, in: ByteCount(1)...ByteCount(1 << 30), "what a bomb inflates to, for `bomb`"),
        ])

    /// Damages what the rule is about.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        guard let first = plan.subject.first, !first.header.opcode.isControl else { return }
        switch kind {
        case .badBlock where plan.isDeflateAgreed: plan.damage { $0.badBlock() }
        case .wrongTrailer where plan.isCompressed: plan.damage { $0.append([0x00, 0x00, 0x00, 0x00]) }
        case .keptTrailer where plan.isCompressed: plan.damage { $0.append([0x00, 0x00, 0xFF, 0xFF]) }
        case .rsv1OnContinuation: markContinuations(&plan)
        case .rsv1WithoutNegotiation: plan.damage { $0.setCompressed() }
        case .bomb where plan.isDeflateAgreed: explode(&plan, first)
        case .badBlock, .wrongTrailer, .keptTrailer, .bomb: break
        }
    }

    private func markContinuations(_ plan: inout Plan) {
        if plan.subject.count == 1, let whole = plan.subject.first {
            let halves = whole.split(DraftFrame.equalSizes(of: whole.payload.count, into: 2))
            plan.replaceSubject(with: halves.map { .frame($0) })
        }
        plan.damage { frames in
            for index in frames.indices.dropFirst() { frames[index].header.reservedBits |= 4 }
        }
    }

    /// Not damage: the messages behind it are to be read, if somebody survives it.
    private func explode(_ plan: inout Plan, _ first: DraftFrame) {
        guard let payload = Self.zeros(size.bytes) else { return }
        var bomb = first
        bomb.header.isFinal = true
        bomb.header.reservedBits |= 4
        bomb.setPayload(payload)
        plan.compression?.dropped(plan.subject)
        plan.forgetMessage()
        plan.replaceSubject(with: [.frame(bomb)])
    }

    /// What inflates to so many zeros. Compressed a mebibyte at a time, and that only once: each is a run of
    /// matches at distance one, so that it can be repeated, and be read with any window.
    static func zeros(_ count: Int) -> [UInt8]? {
        let step = 1 << 20
        guard let full = deflated(zeros: step), let rest = deflated(zeros: count % step) else { return nil }
        var payload: [UInt8] = []
        for _ in 0..<count / step { payload += full + [0x00, 0x00, 0xFF, 0xFF] }
        return payload + rest
    }

    private static func deflated(zeros count: Int) -> [UInt8]? {
        var deflater = Deflater(contextTakeover: false)
        let zeros = [UInt8](repeating: 0, count: count)
        var payload: [UInt8] = []
        do throws(DeflateFailure) {
            try deflater.deflate(zeros.span, into: &payload)
        } catch {
            return nil
        }
        return payload
    }
}

extension Plan {
    /// Changes all the frames together that the rule is about; each stays where it stands.
    fileprivate mutating func damage(_ change: (inout [DraftFrame]) -> Void) {
        var frames = subject
        change(&frames)
        var next = frames.makeIterator()
        damageEach { [next.next() ?? $0] }
    }
}

extension [DraftFrame] {
    fileprivate mutating func setCompressed() {
        if let first { self[0].header.reservedBits = first.header.reservedBits | 4 }
    }

    fileprivate mutating func badBlock() {
        guard var first else { return }
        first.header.reservedBits |= 4
        first.setPayload([0x07] + first.payload.dropFirst())
        self[0] = first
    }

    fileprivate mutating func append(_ bytes: [UInt8]) {
        guard var last else { return }
        last.setPayload(last.payload + bytes)
        self[count - 1] = last
    }
}

extension Fault where Self == DeflateDamage {
    /// `deflate-damage` with its defaults.
    public static var deflateDamage: DeflateDamage { DeflateDamage() }
}
