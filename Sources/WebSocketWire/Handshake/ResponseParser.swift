/// Reads a response's head from any pieces of input, and stops where it ends: behind a 101 stand frames,
/// behind another status a body.
///
/// Says only whether it is HTTP/1's grammar; `HandshakeResponse(_:answering:)` says whether it grants the
/// WebSocket.
public struct ResponseParser: Sendable {
    private var parser: HeadParser<StatusLine>

    /// A parser for one head.
    public init(limits: HandshakeLimits = HandshakeLimits()) {
        parser = HeadParser(limits: limits)
    }

    /// Takes the next piece. What was thrown once is thrown again; behind the end, nothing is taken.
    public mutating func receive(
        _ bytes: Span<UInt8>
    ) throws(HandshakeViolation) -> HandshakeProgress<ResponseHead> {
        try parser.receive(bytes)
    }

    /// The violation to report when the connection ends before the head does.
    public var truncation: HandshakeViolation { parser.truncation }
}

/// `HTTP-version SP status-code SP [reason-phrase]` (RFC 9112 §4). The second space may be missing with the
/// phrase: servers that leave it out are common, and nothing else can be meant.
struct StatusLine: StartLine {
    static let writer = HandshakeParty.server

    private let version: HTTPVersion
    private let status: Int
    private let reason: String

    init(_ line: [UInt8]) throws(HandshakeViolation) {
        let parts = line.split(
            separator: HTTPGrammar.space, maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, let version = HTTPVersion(parts[0]), parts[1].count == 3,
            let status = HTTPGrammar.number(parts[1]), status >= 100
        else {
            let text = String(decoding: line, as: UTF8.self)
            throw HandshakeViolation(.malformedStatusLine(text), from: .server)
        }
        self.version = version
        self.status = status
        reason = parts.count == 3 ? String(decoding: parts[2], as: UTF8.self) : ""
    }

    func head(_ headers: HTTPHeaders) -> ResponseHead {
        ResponseHead(version: version, status: status, reason: reason, headers: headers)
    }
}
