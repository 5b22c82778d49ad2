extension CloseCode {
    /// Whose a code is, and what that means for its use (RFC 6455 §7.4.2).
    public enum Class: CaseIterable, Hashable, Sendable {
        /// 0–999: not used by anyone.
        case unused
        /// 1000–1003 and 1007–1014: the protocol gives them a meaning.
        case defined
        /// 1004 and 1016–1999: kept for the protocol's future.
        case reserved
        /// 1005, 1006 and 1015: what an API reports when there was no code; never in a frame.
        case neverOnTheWire
        /// 2000–2999: kept for extensions.
        case extensions
        /// 3000–3999: libraries and frameworks, which register them with IANA.
        case libraries
        /// 4000–4999: whatever both ends agree upon.
        case applications
        /// 5000–65535: outside the protocol's numbers.
        case outOfRange
    }

    /// Every number belongs to one line, in order and without a gap.
    ///
    /// The RFC sets 1000–2999 aside as one block. That extensions take the numbers from 2000 was in its drafts
    /// and stayed everybody's habit.
    public static let classes: [(range: ClosedRange<UInt16>, class: Class)] = [
        (0...999, .unused),
        (1000...1003, .defined),
        (1004...1004, .reserved),
        (1005...1006, .neverOnTheWire),
        (1007...1014, .defined),
        (1015...1015, .neverOnTheWire),
        (1016...1999, .reserved),
        (2000...2999, .extensions),
        (3000...3999, .libraries),
        (4000...4999, .applications),
        (5000...65535, .outOfRange),
    ]

    /// The class that this code belongs to.
    public var `class`: Class {
        for (range, found) in Self.classes where range.contains(rawValue) { return found }
        preconditionFailure("CloseCode.classes has no line for \(rawValue)")
    }
}

extension CloseCode.Class {
    /// True if a strict endpoint takes codes of this class from a Close frame.
    public var mayStandOnTheWire: Bool {
        switch self {
        case .defined, .libraries, .applications: true
        case .unused, .reserved, .neverOnTheWire, .extensions, .outOfRange: false
        }
    }

    /// What the class is called in tables and messages.
    public var name: String {
        switch self {
        case .unused: "unused"
        case .defined: "defined by the protocol"
        case .reserved: "reserved"
        case .neverOnTheWire: "never on the wire"
        case .extensions: "for extensions"
        case .libraries: "for libraries"
        case .applications: "for applications"
        case .outOfRange: "out of range"
        }
    }

    /// One sentence on what its codes are for.
    public var meaning: String {
        switch self {
        case .unused: "Nobody uses these numbers, so a Close frame must not have them."
        case .defined: "The protocol gives this number a meaning of its own."
        case .reserved: "Kept for a later version of the protocol; has no meaning yet."
        case .neverOnTheWire: "An API reports it when no code was received; no frame may carry it."
        case .extensions: "Kept for protocol extensions; refused unless one was agreed upon."
        case .libraries: "Free for libraries and frameworks, which register their numbers with IANA."
        case .applications: "Free for private use: it means what both ends agreed that it means."
        case .outOfRange: "The protocol's numbers end at 4999, so a Close frame must not have it."
        }
    }
}
