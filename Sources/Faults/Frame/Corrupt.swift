/// Changes bits or bytes of a payload.
public struct Corrupt: Fault {
    /// So many bits.
    public var bits: Int?
    /// So many bytes.
    public var bytes: Int?
    /// Only from here on.
    public var at: Extent?
    /// Only in so much.
    public var length: Extent?
    /// What becomes of them.
    public var mode = Mode.flip
    /// What bytes are set to.
    public var value = 0
    /// Whose bytes.
    public var of = Subject.wire

    /// One that flips a single bit.
    public init() {}

    /// What becomes of a bit or a byte.
    public enum Mode: String, ParameterChoice {
        /// The contrary.
        case flip
        /// What `value` says.
        case set
        /// Something drawn.
        case random

        /// What it means.
        public var summary: String {
            switch self {
            case .flip: "each bit becomes its contrary, of a byte all eight"
            case .set: "bytes become `value`; bits become 0 where it is 0, and 1 otherwise"
            case .random: "bytes become another byte that is drawn, bits are drawn anew"
            }
        }
    }

    /// Whose bytes are changed.
    public enum Subject: String, ParameterChoice {
        /// Those that travel.
        case wire
        /// Those that are meant.
        case message

        /// What it means.
        public var summary: String {
            switch self {
            case .wire: "the payload as it travels, compressed where the message is, but before masking"
            case .message: "the message itself, compressed again where it was"
            }
        }
    }

    /// What is said about it.
    public static let about = About<Corrupt>(
        "corrupt", .frame, "Changes bits or bytes of a payload; lengths and headers stay right.",
        details: """
            Draws `bits` or `bytes` different places between `at` and `at` plus `length`, counted over the \
            message's fragments, and changes what stands there. With neither of the two, all bytes of that \
            range are changed; with no parameter at all one bit is flipped somewhere. TCP's checksum is \
            weak, and memory fails: WebSocket has no checksum of its own, so a wrong byte of a binary \
            message arrives, a wrong byte of a text may fail the connection (1007), and a wrong byte of a \
            compressed message fails it or what follows.
            """,
        clause: "RFC 6455 §8.1",
        clients:
            "Chromium, Firefox and node end with 1006 for a text that is no UTF-8 or cannot be inflated.",
        example: """
            - when: { direction: toClient, kind: binary, nth: 2 }
              do:
                - corrupt: { bits: 3 }
            """,
        parameters: [
            Parameter("bits", \.bits, "how many bits are changed, each somewhere"),
            Parameter("bytes", \.bytes, "how many bytes are changed, each somewhere"),
            Parameter("at", \.at, "where the range begins; at the first byte if not given"),
            Parameter("length", \.length, "how long the range is; to the end if not given"),
            Parameter("mode", \.mode, "what becomes of them"),
            Parameter("value", \.value, in: 0...255, "what bytes are set to with `mode: set`"),
            Parameter("of", \.of, "whose bytes"),
        ])

    /// Bits and bytes are drawn one at a time.
    public var conflict: String? {
        if bits != nil, bytes != nil { return "give \"bits\" or \"bytes\", not both" }
        guard let count = bits ?? bytes, !(1...Self.most).contains(count) else { return nil }
        return "\"\(bits == nil ? "bytes" : "bits")\" goes from 1 to \(Self.most)"
    }

    private static let most = 100_000

    /// Changes the payload of what the rule is about.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        if of == .message, plan.isCompressed, let message = plan.message {
            return plan.replaceMessage(with: corrupted(message, &random))
        }
        var rest = corrupted(plan.wirePayload, &random)[...]
        plan.damageEach { frame in
            var changed = frame
            changed.payload = Array(rest.prefix(frame.payload.count))
            rest = rest.dropFirst(frame.payload.count)
            return [changed]
        }
    }

    private func corrupted(_ payload: [UInt8], _ random: inout RandomStream) -> [UInt8] {
        var payload = payload
        let range = range(of: payload.count)
        if let bits {
            for place in random.places(bits, of: range.count * 8) {
                changeBit(1 << UInt8(place % 8), of: &payload[range.lowerBound + place / 8], &random)
            }
        } else if let bytes {
            for place in random.places(bytes, of: range.count) {
                changeByte(&payload[range.lowerBound + place], &random)
            }
        } else if at == nil, length == nil, let place = random.places(1, of: range.count * 8).first {
            changeBit(1 << UInt8(place % 8), of: &payload[place / 8], &random)
        } else {
            for index in range { changeByte(&payload[index], &random) }
        }
        return payload
    }

    private func range(of count: Int) -> Range<Int> {
        let start = at?.bytes(of: count) ?? 0
        let most = length?.bytes(of: count) ?? count
        return start..<min(start + most, count)
    }

    private func changeBit(_ bit: UInt8, of byte: inout UInt8, _ random: inout RandomStream) {
        switch mode {
        case .flip: byte ^= bit
        case .set: byte = value == 0 ? byte & ~bit : byte | bit
        case .random: byte = random.chance(0.5) ? byte | bit : byte & ~bit
        }
    }

    private func changeByte(_ byte: inout UInt8, _ random: inout RandomStream) {
        switch mode {
        case .flip: byte = ~byte
        case .set: byte = UInt8(clamping: value)
        case .random: byte ^= UInt8(1 + random.below(255))
        }
    }
}

extension RandomStream {
    /// `count` different numbers of 0..<bound, or all of them if there are no more. Floyd's way: no more draws
    /// than places, and no list of all there are.
    mutating func places(_ count: Int, of bound: Int) -> [Int] {
        guard bound > 0 else { return [] }
        var chosen: [Int] = []
        var seen: Set<Int> = []
        for top in (bound - max(0, min(count, bound)))..<bound {
            let drawn = below(top + 1)
            let place = seen.contains(drawn) ? top : drawn
            seen.insert(place)
            chosen.append(place)
        }
        return chosen
    }
}

extension Fault where Self == Corrupt {
    /// `corrupt` with its defaults.
    public static var corrupt: Corrupt { Corrupt() }
}
