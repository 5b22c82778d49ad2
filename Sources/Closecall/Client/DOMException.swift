/// What the web's WebSocket throws at a caller who misuses it: a name and a message.
///
/// One type with names, not a type for each name, as the web has it: `InvalidAccessError` is a name there.
public struct DOMException: Error, Hashable, Sendable {
    /// The names that a WebSocket throws.
    public enum Name: String, Hashable, Sendable {
        /// A code that scripts may not close with.
        case invalidAccessError = "InvalidAccessError"
        /// A URL, subprotocol or reason that cannot be.
        case syntaxError = "SyntaxError"
        /// `send` before the connection is open.
        case invalidStateError = "InvalidStateError"
    }

    /// Which kind.
    public let name: Name

    /// What was wrong and what would be right.
    public let message: String

    init(_ name: Name, _ message: String) {
        self.name = name
        self.message = message
    }

    /// The web's legacy number of the name: 15, 12, 11.
    public var code: UInt16 {
        switch name {
        case .invalidStateError: 11
        case .syntaxError: 12
        case .invalidAccessError: 15
        }
    }
}

extension DOMException: CustomStringConvertible {
    /// As a browser's console shows it.
    public var description: String { "\(name.rawValue): \(message)" }
}
