public import Observer

/// Changes bytes of the stream wherever they stand.
public struct CorruptBytes: LastingFault {
    /// How probable it is for each byte.
    public var probability: Share?
    /// The first byte that is changed.
    public var at: ByteCount?
    /// How many from there on.
    public var count = 1
    /// What becomes of them.
    public var mode = Mode.flip
    /// What they are set to.
    public var value = 0
    /// How long.
    public var time: Duration?

    /// One that still has to be told which bytes.
    public init() {}

    /// What becomes of a byte.
    public enum Mode: String, ParameterChoice {
        /// One bit becomes its contrary.
        case flip
        /// What `value` says.
        case set
        /// Another byte.
        case random

        /// What it means, in a line.
        public var summary: String {
            switch self {
            case .flip: "one of its bits, drawn, becomes its contrary"
            case .set: "it becomes `value`"
            case .random: "it becomes another byte that is drawn"
            }
        }
    }

    /// What is said about it.
    public static let about = About<Self>(
        "corrupt-bytes", .stream, "Changes bytes of the stream, in headers and payloads alike.",
        details: """
            Works on the bytes as they travel, and knows nothing of frames: each is changed with `probability`, or \
            `count` of them from offset `at` on, counted from where the rule fires. Draws belong to offsets, so \
            the same bytes are changed however they arrive. What a changed bit does depends on where it falls: a \
            payload that is not UTF-8, a length that leaves the reader waiting or lost, a reserved bit, a mask. To \
            change payloads only use `corrupt`.
            """,
        clause: "RFC 6455 §7.1.7",
        clients: "All fail the connection when they notice: 1006 and not clean to the application.",
        example: """
            - when: { direction: toClient, kind: text, nth: 3 }
              do:
                - corrupt-bytes: 1%
            """,
        parameters: [
            Parameter("probability", \.probability, "how probable it is for each byte"),
            Parameter("at", \.at, "the offset of the first byte that is changed"),
            Parameter("count", \.count, in: 1...1_000_000_000, "how many bytes from `at` on are changed"),
            Parameter("mode", \.mode, "what becomes of a byte"),
            Parameter("value", \.value, in: 0...255, "what bytes are set to with `mode: set`"),
            Parameter("for", \.time, "how long it lasts; for ever if not given"),
        ])

    /// Which bytes has to be said, once.
    public var conflict: String? {
        switch (probability, at) {
        case (nil, nil): "say which bytes, with \"probability\" or \"at\""
        case (.some, .some): "give \"probability\" or \"at\", not both"
        default: nil
        }
    }

    /// How long it lasts.
    public var lasts: Duration? { time }

    /// Draws for each offset.
    public func effect(
        on direction: Direction, _ random: RandomStream, at now: Moment
    ) -> (any StreamEffect)? { CorruptBytesEffect(fault: self, random: random) }
}

struct CorruptBytesEffect: StreamEffect {
    let fault: CorruptBytes
    let random: RandomStream

    mutating func pass(_ bytes: inout [UInt8], at offset: UInt64) -> Fate {
        if let first = fault.at {
            let places = UInt64(first.bytes)..<UInt64(first.bytes) + UInt64(fault.count)
            let here = places.clamped(to: offset..<offset + UInt64(bytes.count))
            for place in here {
                var draws = random.named(place)
                change(&bytes[Int(place - offset)], &draws)
            }
        } else if let probability = fault.probability {
            for index in bytes.indices {
                var draws = random.named(offset + UInt64(index))
                if draws.chance(probability.fraction) { change(&bytes[index], &draws) }
            }
        }
        return .passes
    }

    private func change(_ byte: inout UInt8, _ draws: inout RandomStream) {
        switch fault.mode {
        case .flip: byte ^= 1 << UInt8(draws.below(8))
        case .set: byte = UInt8(clamping: fault.value)
        case .random: byte ^= UInt8(1 + draws.below(255))
        }
    }
}

extension Fault where Self == CorruptBytes {
    /// `corrupt-bytes` with its defaults.
    public static var corruptBytes: CorruptBytes { CorruptBytes() }
}
