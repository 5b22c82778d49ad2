/// The base-2 logarithm of an LZ77 window: 8...15, which is 256 bytes to 32 KiB (RFC 7692 §7.1.2).
///
/// It says how far back compressed data may refer, so it is what a receiver must remember.
public struct WindowBits: RawRepresentable, Hashable, Sendable {
    /// 8...15.
    public let rawValue: Int

    /// Nil outside 8...15.
    public init?(rawValue: Int) {
        guard (8...15).contains(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    /// Reads a parameter's value: decimal, without sign or leading zeros (RFC 7692 §7.1.2.1, §7.1.2.2).
    init?(parameterValue text: String) {
        guard let bits = WindowBits.allCases.first(where: { $0.description == text }) else { return nil }
        self = bits
    }

    /// The largest window, and the one that holds when nobody asks for another.
    public static let max = WindowBits(15)

    /// How many bytes the window holds.
    public var windowSize: Int { 1 << rawValue }
}

extension WindowBits: ExpressibleByIntegerLiteral {
    /// A literal outside 8...15 is a mistake in the program and stops it.
    public init(integerLiteral value: Int) {
        precondition((8...15).contains(value), "window bits are 8...15")
        rawValue = value
    }
}

extension WindowBits: CaseIterable {
    /// From 8 to 15.
    public static var allCases: [WindowBits] { [8, 9, 10, 11, 12, 13, 14, 15] }
}

extension WindowBits: Comparable {
    /// A smaller window reaches back less far.
    public static func < (left: WindowBits, right: WindowBits) -> Bool { left.rawValue < right.rawValue }
}

extension WindowBits: CustomStringConvertible {
    /// The number, as it stands in a header.
    public var description: String { String(rawValue) }
}
