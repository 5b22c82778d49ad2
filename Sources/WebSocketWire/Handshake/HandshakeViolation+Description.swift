extension HandshakeViolation: CustomStringConvertible {
    /// Whose head, where, what was expected and what was found.
    public var description: String {
        let head = offender == .client ? "the client's request" : "the server's response"
        let place = offset.map { ", byte \($0)" } ?? ""
        return "\(head)\(place): \(kind.explanation(from: offender))"
    }
}

extension HandshakeViolation.Kind {
    fileprivate func explanation(from offender: HandshakeParty) -> String {
        otherProtocolExplanation(from: offender) ?? grammarExplanation ?? limitExplanation
            ?? headerExplanation ?? answerExplanation
    }

    private func otherProtocolExplanation(from offender: HandshakeParty) -> String? {
        switch (self, offender) {
        case (.tlsBytes(let first), .client):
            "expected plain HTTP, found a TLS record (first byte \(HTTPGrammar.hex(first))); "
                + "connect with ws:// instead of wss://, or give this listener a certificate"
        case (.tlsBytes(let first), .server):
            "expected plain HTTP, found a TLS record (first byte \(HTTPGrammar.hex(first))); "
                + "connect with wss:// instead of ws://"
        case (.http2Preface, _):
            "expected an HTTP/1.1 request, found HTTP/2's connection preface; have the client speak HTTP/1.1"
        default: nil
        }
    }

    private var grammarExplanation: String? {
        switch self {
        case .controlByte(let byte):
            "expected printable text, found the control character \(HTTPGrammar.hex(byte))"
        case .bareCarriageReturn: "expected CR LF at the end of a line, found CR alone"
        case .bareLineFeed: "expected CR LF at the end of a line, found LF alone"
        case .malformedRequestLine(let line):
            "expected \"GET /path HTTP/1.1\", found \(HTTPGrammar.quoted(line))"
        case .malformedStatusLine(let line):
            "expected \"HTTP/1.1 101 Switching Protocols\", found \(HTTPGrammar.quoted(line))"
        case .invalidTarget(let target):
            "expected a target that is a path or an http URL in ASCII without fragment, "
                + "found \(HTTPGrammar.quoted(target))"
        case .foldedHeader: "expected the name of a header, found white space (a folded line)"
        case .headerWithoutColon(let line): "expected \"Name: value\", found \(HTTPGrammar.quoted(line))"
        case .emptyHeaderName: "expected the name of a header, found none"
        case .spaceBeforeColon(let name):
            "expected a colon right behind the header's name \(HTTPGrammar.quoted(name)), found white space"
        case .invalidHeaderName(let name):
            "expected a token as a header's name, found \(HTTPGrammar.quoted(name))"
        case .invalidHeaderValue(let name, let byte):
            "expected printable text as the value of \(name), found the control character "
                + HTTPGrammar.hex(byte)
        case .truncated: "expected an empty line at the end of the head, found the end of the connection"
        default: nil
        }
    }

    private var limitExplanation: String? {
        switch self {
        case .startLineTooLong(let limit): "expected a first line of at most \(limit) bytes, found more"
        case .headerLineTooLong(let limit): "expected a header line of at most \(limit) bytes, found more"
        case .tooManyHeaders(let limit): "expected at most \(limit) headers, found more"
        case .headTooLong(let limit): "expected a head of at most \(limit) bytes, found more"
        default: nil
        }
    }

    private var headerExplanation: String? {
        switch self {
        case .wrongMethod(let method): "expected the method GET, found \(HTTPGrammar.quoted(method))"
        case .unsupportedHTTPVersion(let version): "expected HTTP/1.1, found \(version)"
        case .missingHeader(let name): "expected the header \(name), found none"
        case .repeatedHeader(let name, let count): "expected the header \(name) once, found it \(count) times"
        case .upgradeIsNotWebSocket(let found):
            "expected \"Upgrade: websocket\", found \(HTTPGrammar.quoted(found))"
        case .connectionLacksUpgrade(let found):
            "expected \"Connection: Upgrade\", found \(HTTPGrammar.quoted(found))"
        case .invalidSubprotocol(let name):
            "expected tokens in Sec-WebSocket-Protocol, found \(HTTPGrammar.quoted(name))"
        case .invalidExtensions(let value, let position, let expected):
            "expected \(expected) at byte \(position) of Sec-WebSocket-Extensions, "
                + "found \(HTTPGrammar.quoted(value))"
        case .invalidHost(let host): "expected host[:port] in Host, found \(HTTPGrammar.quoted(host))"
        case .invalidKey(let key):
            "expected 16 bytes in base64 as Sec-WebSocket-Key, found \(HTTPGrammar.quoted(key))"
        case .unsupportedWebSocketVersion(let version):
            "expected \"Sec-WebSocket-Version: 13\", found \(version.map(HTTPGrammar.quoted) ?? "none")"
        case .repeatedSubprotocol(let name):
            "expected each subprotocol once, found \(HTTPGrammar.quoted(name)) twice"
        case .requestHasBody(let header): "expected a request without a body, found the header \(header)"
        default: nil
        }
    }

    private var answerExplanation: String {
        switch self {
        case .refused(let head):
            "expected status 101, found \(head.status)\(head.reason.isEmpty ? "" : " " + head.reason)"
        case .wrongAccept(let expected, let found):
            "expected Sec-WebSocket-Accept \(HTTPGrammar.quoted(expected)), found \(HTTPGrammar.quoted(found))"
        case .subprotocolNotOffered(let name, let offered):
            "expected \(Self.choice(of: "subprotocol", offered)), found \(HTTPGrammar.quoted(name))"
        case .subprotocolNotChosen(let offered):
            "expected \(Self.choice(of: "subprotocol", offered)), found none"
        case .extensionNotOffered(let name, let offered):
            "expected \(Self.choice(of: "extension", offered)), found \(HTTPGrammar.quoted(name))"
        default: "a violation without a text"
        }
    }

    private static func choice(of what: String, _ offered: [String]) -> String {
        offered.isEmpty
            ? "no \(what), as none was offered"
            : "one of the offered \(what)s (\(offered.joined(separator: ", ")))"
    }
}
