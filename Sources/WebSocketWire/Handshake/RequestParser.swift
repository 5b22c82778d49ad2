/// Reads a request's head from any pieces of input, and stops where it ends.
///
/// Says only whether it is HTTP/1's grammar; `HandshakeRequest(_:)` says whether it asks for a WebSocket.
public struct RequestParser: Sendable {
    private var parser: HeadParser<RequestLine>

    /// A parser for one head.
    public init(limits: HandshakeLimits = HandshakeLimits()) {
        parser = HeadParser(limits: limits)
    }

    /// Takes the next piece. What was thrown once is thrown again; behind the end, nothing is taken.
    public mutating func receive(
        _ bytes: Span<UInt8>
    ) throws(HandshakeViolation) -> HandshakeProgress<RequestHead> {
        try parser.receive(bytes)
    }

    /// The violation to report when the connection ends before the head does.
    public var truncation: HandshakeViolation { parser.truncation }
}

/// `method SP request-target SP HTTP-version` (RFC 9112 §3), one space each: other white space "MAY" be
/// taken for one, and is how requests are smuggled.
struct RequestLine: StartLine {
    static let writer = HandshakeParty.client

    private let method: String
    private let target: String
    private let version: HTTPVersion

    init(_ line: [UInt8]) throws(HandshakeViolation) {
        let text = String(decoding: line, as: UTF8.self)
        if text == "PRI * HTTP/2.0" { throw HandshakeViolation(.http2Preface, from: .client) }
        let parts = line.split(separator: HTTPGrammar.space, omittingEmptySubsequences: false)
        guard parts.count == 3, HTTPGrammar.isToken(parts[0]), !parts[1].isEmpty,
            let version = HTTPVersion(parts[2])
        else { throw HandshakeViolation(.malformedRequestLine(text), from: .client) }
        method = String(decoding: parts[0], as: UTF8.self)
        target = String(decoding: parts[1], as: UTF8.self)
        self.version = version
        guard parts[1].allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw HandshakeViolation(.invalidTarget(target), from: .client)
        }
    }

    func head(_ headers: HTTPHeaders) -> RequestHead {
        RequestHead(method: method, target: target, version: version, headers: headers)
    }
}
