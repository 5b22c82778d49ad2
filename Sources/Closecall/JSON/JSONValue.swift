/// A JSON text as a value (RFC 8259): for files that somebody wrote, line by line.
///
/// Members keep their order, and of two with one name the first counts. Where one value of a text is wanted and the
/// rest is not, `JSONPointer` is quicker.
public enum JSONValue: Hashable, Sendable {
    /// `null`
    case null
    /// `true` or `false`
    case flag(Bool)
    /// A number without a fraction and without an exponent: a payload's length may take all of 64 bits.
    case integer(Int128)
    /// Any other number.
    case decimal(Double)
    /// A string.
    case text(String)
    /// `[…]`
    case array([JSONValue])
    /// `{…}`
    case object([Member])

    /// A name in an object, and what stands there.
    public struct Member: Hashable, Sendable {
        /// The name.
        public let name: String
        /// The value.
        public let value: JSONValue

        /// A member.
        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }
}

extension JSONValue {
    /// An object's member; nil where there is none, or no object.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The string, if it is one.
    public var text: String? { if case .text(let text) = self { text } else { nil } }

    /// True or false, if it is one of them.
    public var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }

    /// The whole number, if it is one that fits.
    public func whole<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) -> Number? {
        if case .integer(let number) = self { Number(exactly: number) } else { nil }
    }

    /// The number, whole or not.
    public var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .decimal(let number): number
        default: nil
        }
    }

    /// The elements, if it is an array.
    public var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }

    /// The members, if it is an object.
    public var members: [Member]? { if case .object(let members) = self { members } else { nil } }
}
