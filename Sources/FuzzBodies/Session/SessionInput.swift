internal import WebSocketWire

/// An input of the target `session`: eight bytes of choices, then sections one behind the other.
///
/// ```
///  byte 0    switches, see `Switches`
///  byte 1    how the session ends (low half), and what that needs to be told (high half)
///  byte 2    the network: latency, cuts, window, losses
///  byte 3    the seed of the dice and of the scenario
///  byte 4    further choices: readers, the handshake's heads, bounds
///  5, 6, 7   sizes of pieces in which traffic is written, taken in turns as in other targets
///
///  section   a tag, a length (one byte, or two where bit 6 of the tag is set), so many bytes or what is left
///  tag       bits 0-1 the kind, bit 2 whether the peer first waits for what the other has said so far,
///            bits 3-5 how long it pauses before it
/// ```
///
/// Any bytes are an input. What is missing counts as 0, so an empty input is a handshake and nothing else. A section
/// is found again by who mutates or annotates an input: traffic is a run of frames, a rule is six bytes.
public struct SessionInput: Equatable, Sendable {
    /// What a section holds.
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        /// What the client says: frames, or with `ownHeads` anything.
        case client
        /// What the server says.
        case server
        /// Rules of a scenario, six bytes each.
        case rules
        /// The text of a scenario file; the last one counts, and wins over `rules`.
        case file
    }

    /// One section.
    public struct Section: Hashable, Sendable {
        /// What it holds.
        public var kind: Kind
        /// Whether its peer first waits until all is there that the other said so far.
        public var waits: Bool
        /// How long its peer pauses before it: an index of `SessionInput.pauses`.
        public var pause: UInt8
        /// What it holds.
        public var bytes: [UInt8]

        /// A section.
        public init(_ kind: Kind, _ bytes: [UInt8], waits: Bool = false, pause: UInt8 = 0) {
            self.kind = kind
            self.bytes = bytes
            self.waits = waits
            self.pause = pause & 7
        }
    }

    /// The first byte's bits.
    public struct Switches: OptionSet, Hashable, Sendable {
        /// The byte.
        public let rawValue: UInt8

        /// The bits of a byte.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The traffic has heads of its own, or none; without it the frames stand behind a handshake that is added.
        public static let ownHeads = Switches(rawValue: 1)
        /// The upstream was named as a plain byte stream.
        public static let plain = Switches(rawValue: 2)
        /// Requests are rewritten.
        public static let rewrites = Switches(rawValue: 4)
        /// The handshake agrees on permessage-deflate.
        public static let deflate = Switches(rawValue: 8)
        /// There is an idle timeout of half a second.
        public static let idleTimeout = Switches(rawValue: 16)
        /// A handshake has 300 ms.
        public static let shortHandshake = Switches(rawValue: 32)
        /// Rules are asked about everything and never fire. They win over the scenario.
        public static let idleRules = Switches(rawValue: 64)
        /// The session is played twice, to be the same both times.
        public static let twice = Switches(rawValue: 128)
    }

    /// How many bytes come before the sections.
    public static let headerCount = 8
    /// The pauses that a tag can tell, in microseconds.
    public static let pauses = [0, 1, 100, 1000, 10_000, 100_000, 1_000_000, 5_000_000]

    /// The first byte.
    public var switches: Switches = []
    /// How it ends.
    public var ending: UInt8 = 0
    /// What the network is like.
    public var network: UInt8 = 0
    /// Where chance comes from.
    public var seed: UInt8 = 0
    /// Further choices.
    public var more: UInt8 = 0
    /// Sizes of pieces.
    public var sizes: [3 of UInt8] = [0, 0, 0]
    /// What is said, and the scenario.
    public var sections: [Section] = []

    /// A handshake and nothing else.
    public init() {}
}

// MARK: As bytes

extension SessionInput {
    /// What these bytes are: anything is something.
    public init(reading bytes: Span<UInt8>) {
        func byte(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }
        switches = Switches(rawValue: byte(0))
        (ending, network, seed, more) = (byte(1), byte(2), byte(3), byte(4))
        sizes = [byte(5), byte(6), byte(7)]
        var position = Self.headerCount
        while let section = Self.section(in: bytes, at: &position) { sections.append(section) }
    }

    private static func section(in bytes: Span<UInt8>, at position: inout Int) -> Section? {
        guard position < bytes.count else { return nil }
        let tag = bytes[position]
        position += 1
        var length = 0
        for _ in 0..<(tag & 64 == 0 ? 1 : 2) where position < bytes.count {
            length = length << 8 | Int(bytes[position])
            position += 1
        }
        let end = min(position + length, bytes.count)
        defer { position = end }
        return Section(
            Kind(rawValue: tag & 3) ?? .client, [UInt8](copying: bytes.extracting(position..<end)),
            waits: tag & 4 != 0, pause: tag >> 3 & 7)
    }

    /// As bytes, from which the same is read again. A section longer than two bytes of length can tell is cut.
    public var bytes: [UInt8] {
        var bytes = [switches.rawValue, ending, network, seed, more, sizes[0], sizes[1], sizes[2]]
        for section in sections { Self.append(section, to: &bytes) }
        return bytes
    }

    /// Whether they are the same bytes.
    public static func == (left: SessionInput, right: SessionInput) -> Bool { left.bytes == right.bytes }

    private static func append(_ section: Section, to bytes: inout [UInt8]) {
        let count = min(section.bytes.count, 0xFFFF)
        let tag = section.kind.rawValue | (section.waits ? 4 : 0) | section.pause << 3
        if count < 256 {
            bytes += [tag, UInt8(count)]
        } else {
            bytes += [tag | 64, UInt8(count >> 8), UInt8(count & 255)]
        }
        bytes += section.bytes.prefix(count)
    }
}
