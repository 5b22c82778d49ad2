internal import WebSocketWire

/// Reads requests one after the other from any pieces of input: bytes in, requests out, no socket.
///
/// The head is read by the handshake's own parser, so there is one grammar of HTTP in the house.
public struct HTTPRequestReader: Sendable {
    /// A request whose head is complete.
    private struct Pending {
        let head: RequestHead
        var body: RequestBodyReader
    }

    private let limits: HTTPLimits
    private var parser: RequestParser
    /// Changed in place: a copy for each byte of a slow client would be dear.
    private var pending: Pending?
    /// Whether anything of a request came: an empty line before one is none (RFC 9112 §2.2).
    public private(set) var hasBegun = false
    /// Whether the client waits to be told that its body is wanted (RFC 9110 §10.1.1).
    private var awaitsContinue = false

    /// A reader for a fresh connection.
    public init(limits: HTTPLimits = HTTPLimits()) {
        self.limits = limits
        parser = RequestParser(
            limits: HandshakeLimits(line: limits.head, headers: limits.headers, head: limits.head))
    }

    /// The request that ends in these bytes, if one does; `position` moves behind what was taken. After a refusal
    /// nothing more can be read: it is not known where the next request begins.
    public mutating func take(
        _ bytes: Span<UInt8>, at position: inout Int
    ) throws(HTTPRefusal) -> HTTPRequest? {
        precondition(position >= 0 && position <= bytes.count, "position outside the bytes")
        if pending == nil {
            guard let head = try takeHead(bytes, &position) else { return nil }
            let body = try RequestBodyReader(head, limit: limits.body)
            awaitsContinue = !body.isComplete && head.headers["Expect"] != nil
            pending = Pending(head: head, body: body)
        }
        try pending?.body.take(bytes, at: &position)
        guard let pending, pending.body.isComplete else {
            // Who sends its body without waiting has no use for the answer.
            if self.pending?.body.isEmpty == false { awaitsContinue = false }
            return nil
        }
        self = HTTPRequestReader(limits: limits)
        return HTTPRequest(pending.head, body: pending.body.bytes)
    }

    /// True once for each request whose client has to be told `100 Continue` before it sends the body.
    public mutating func takeContinue() -> Bool {
        defer { awaitsContinue = false }
        return awaitsContinue
    }

    private mutating func takeHead(
        _ bytes: Span<UInt8>, _ position: inout Int
    ) throws(HTTPRefusal) -> RequestHead? {
        let rest = bytes.extracting(position...)
        let progress: HandshakeProgress<RequestHead>
        do throws(HandshakeViolation) {
            progress = try parser.receive(rest)
        } catch {
            throw Self.refusal(error, limits)
        }
        switch progress {
        case .needsMore:
            hasBegun = hasBegun || !Self.isEmptyLine(rest)
            position = bytes.count
            return nil
        case .complete(let head, let consumed):
            hasBegun = true
            position += consumed
            try check(head)
            return head
        }
    }

    private static func isEmptyLine(_ bytes: Span<UInt8>) -> Bool {
        for index in bytes.indices where bytes[index] != 0x0D && bytes[index] != 0x0A { return false }
        return true
    }

    private static func refusal(_ violation: HandshakeViolation, _ limits: HTTPLimits) -> HTTPRefusal {
        switch violation.kind {
        case .headTooLong, .headerLineTooLong, .startLineTooLong: .headTooLong(limits.head)
        case .tooManyHeaders:
            HTTPRefusal(431, "the request has too many headers: the limit is \(limits.headers)")
        default: HTTPRefusal(violation)
        }
    }

    /// What a server has to refuse whatever it is asked for.
    private func check(_ head: RequestHead) throws(HTTPRefusal) {
        guard head.version.major == 1 else {
            throw HTTPRefusal(505, "expected HTTP/1.1, found \(head.version)")
        }
        let hosts = head.headers.values(of: "Host")
        // RFC 9112 §3.2: HTTP/1.1 has exactly one.
        guard hosts.count == 1 || hosts.isEmpty && head.version < .http11 else {
            throw HTTPRefusal(400, "expected one Host header, found \(hosts.count)")
        }
        if let expect = head.headers.combined("Expect"), expect.lowercased() != "100-continue" {
            throw HTTPRefusal(417, "expected 100-continue as Expect, found \(expect.debugDescription)")
        }
    }
}
