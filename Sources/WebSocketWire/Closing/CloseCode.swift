/// The number in a Close frame that says why (RFC 6455 §7.4).
///
/// Not an enum: any of the 65536 values can stand on the wire, and what was read must be kept.
public struct CloseCode: RawRepresentable, Hashable, Sendable {
    /// The two bytes, as a number.
    public let rawValue: UInt16

    /// Any number, legal or not.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }
}

extension CloseCode {
    /// Done; nothing went wrong.
    public static let normal: CloseCode = 1000
    /// The server goes down, or the browser leaves the page.
    public static let goingAway: CloseCode = 1001
    /// The peer broke the protocol.
    public static let protocolError: CloseCode = 1002
    /// The peer sent a kind of data that is not wanted here.
    public static let unsupportedData: CloseCode = 1003
    /// Set aside; has no meaning yet.
    public static let reserved1004: CloseCode = 1004
    /// Stands in for the code that a Close frame did not have.
    public static let noStatus: CloseCode = 1005
    /// Stands in for the Close frame that never came.
    public static let abnormal: CloseCode = 1006
    /// The peer's bytes do not fit the message's type.
    public static let invalidPayload: CloseCode = 1007
    /// Against the rules of this endpoint.
    public static let policyViolation: CloseCode = 1008
    /// More than this endpoint takes.
    public static let messageTooBig: CloseCode = 1009
    /// The client misses an extension in the server's answer.
    public static let mandatoryExtension: CloseCode = 1010
    /// The server met a condition that it cannot handle.
    public static let internalError: CloseCode = 1011
    /// The server restarts.
    public static let serviceRestart: CloseCode = 1012
    /// The server has too much to do.
    public static let tryAgainLater: CloseCode = 1013
    /// A gateway got a bad answer from behind.
    public static let badGateway: CloseCode = 1014
    /// Stands in for a TLS handshake that failed.
    public static let tlsHandshake: CloseCode = 1015
    /// The endpoint wants to know who asks.
    public static let unauthorized: CloseCode = 3000
    /// The endpoint knows who asks, and refuses.
    public static let forbidden: CloseCode = 3003
    /// The peer took too long.
    public static let timeout: CloseCode = 3008
}

extension CloseCode {
    /// True if an endpoint that keeps to the rules takes this code from a Close frame.
    ///
    /// The rest is a protocol error: RFC 6455 §7.4.2 gives those numbers to nobody, or to an extension that
    /// would have to be agreed upon first. Autobahn's cases 7.7 and 7.9 draw the same line.
    public var mayStandOnTheWire: Bool { self.class.mayStandOnTheWire }

    /// True if the web's `WebSocket.close()` takes this code; the others belong to the protocol.
    public var mayBeSentByScript: Bool {
        self == .normal || (3000...4999).contains(rawValue)
    }
}

extension CloseCode: ExpressibleByIntegerLiteral {
    /// Lets a code be written as the number it is.
    public init(integerLiteral value: UInt16) {
        self.init(rawValue: value)
    }
}

extension CloseCode: CustomStringConvertible {
    /// The number and its name: `1001 (Going Away)`.
    public var description: String { "\(rawValue) (\(name))" }
}
