internal import WebSocketWire

/// Why a request is not even read to its end: its client gets this answer, and the connection ends.
public struct HTTPRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// What the client gets for a status.
    public let status: Int
    /// What is wrong, what was expected.
    public let description: String

    init(_ status: Int, _ description: String) {
        self.status = status
        self.description = description
    }
}

extension HTTPRefusal {
    static func headTooLong(_ limit: Int) -> HTTPRefusal {
        HTTPRefusal(431, "the request's head is too long: the limit is \(limit) bytes")
    }

    static func bodyTooLong(_ limit: Int) -> HTTPRefusal {
        HTTPRefusal(413, "the request's body is too long: the limit is \(limit) bytes")
    }

    static func tooSlow(_ limit: Duration) -> HTTPRefusal {
        HTTPRefusal(408, "the request took too long: the limit is \(limit)")
    }

    static func tooManyConnections(_ limit: Int) -> HTTPRefusal {
        HTTPRefusal(503, "too many connections: the limit is \(limit)")
    }

    /// What the grammar says of a head.
    init(_ violation: HandshakeViolation) {
        self.init(violation.refusal?.head.status ?? 400, "\(violation)")
    }
}
