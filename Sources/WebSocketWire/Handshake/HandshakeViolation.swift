/// Who wrote a head.
public enum HandshakeParty: String, Hashable, Sendable {
    /// Who asks for the upgrade.
    case client
    /// Who grants it.
    case server
}

/// Why an opening handshake failed: one case for each thing that RFC 6455 §4 or HTTP/1.1 forbids.
public struct HandshakeViolation: Error, Hashable, Sendable {
    /// What is wrong.
    public let kind: Kind
    /// Whose head it is.
    public let offender: HandshakeParty
    /// The byte of the head where it shows, counted from 0; nil where a header is wrong as a whole.
    public let offset: Int?

    /// A violation.
    public init(_ kind: Kind, from offender: HandshakeParty, at offset: Int? = nil) {
        self.kind = kind
        self.offender = offender
        self.offset = offset
    }

    /// What is wrong.
    public enum Kind: Hashable, Sendable {
        // MARK: Another protocol

        /// A TLS record (handshake 0x16, alert 0x15) where plain HTTP was expected.
        case tlsBytes(first: UInt8)
        /// HTTP/2's connection preface (RFC 9113 §3.4).
        case http2Preface

        // MARK: The grammar of a head (RFC 9112)

        /// NUL or another control character.
        case controlByte(UInt8)
        /// CR without LF (RFC 9112 §2.2).
        case bareCarriageReturn
        /// LF without CR. RFC 9112 §2.2 permits reading it as a line end; see `HeadParser` why we do not.
        case bareLineFeed
        /// The first line is not `METHOD target HTTP/d.d`.
        case malformedRequestLine(String)
        /// The first line is not `HTTP/d.d ddd reason`.
        case malformedStatusLine(String)
        /// The target is neither a path nor an absolute http or https URL (RFC 6455 §4.1, item 3).
        case invalidTarget(String)
        /// A header line that begins with white space (`obs-fold`, RFC 9112 §5.2).
        case foldedHeader
        /// A header line without a colon.
        case headerWithoutColon(String)
        /// A header line that begins with its colon.
        case emptyHeaderName
        /// White space between a header's name and its colon (RFC 9112 §5.1).
        case spaceBeforeColon(name: String)
        /// A header's name that is no token (RFC 9110 §5.1).
        case invalidHeaderName(String)
        /// A value, handed in to be written, with a control character in it.
        case invalidHeaderValue(name: String, UInt8)
        /// The connection ended inside the head.
        case truncated

        // MARK: Limits

        /// The request line or status line is longer than the limit.
        case startLineTooLong(limit: Int)
        /// A header line is longer than the limit.
        case headerLineTooLong(limit: Int)
        /// More header lines than the limit.
        case tooManyHeaders(limit: Int)
        /// The head is longer than the limit.
        case headTooLong(limit: Int)

        // MARK: What both must do (RFC 6455 §4.1, §4.2)

        /// HTTP before 1.1, or after 1.x.
        case unsupportedHTTPVersion(HTTPVersion)
        /// A header that must stand is absent.
        case missingHeader(String)
        /// A header that may stand once stands more often.
        case repeatedHeader(String, count: Int)
        /// `Upgrade` does not name websocket (or, in a response, names something else as well).
        case upgradeIsNotWebSocket(found: String)
        /// `Connection` does not list upgrade.
        case connectionLacksUpgrade(found: String)
        /// `Sec-WebSocket-Protocol` holds something that is no token, or nothing.
        case invalidSubprotocol(String)
        /// `Sec-WebSocket-Extensions` does not follow RFC 6455 §9.1.
        case invalidExtensions(String, at: Int, expected: String)

        // MARK: What a client must do (RFC 6455 §4.1)

        /// The method is not GET.
        case wrongMethod(String)
        /// `Host` is no `host[:port]` (RFC 9112 §3.2).
        case invalidHost(String)
        /// `Sec-WebSocket-Key` is not the base64 of 16 bytes.
        case invalidKey(String)
        /// `Sec-WebSocket-Version` is absent or not 13.
        case unsupportedWebSocketVersion(String?)
        /// A subprotocol is offered twice.
        case repeatedSubprotocol(String)
        /// The request announces a body, whose bytes would be taken for frames.
        case requestHasBody(header: String)

        // MARK: What a server must do (RFC 6455 §4.2.2, checked as in §4.1)

        /// The server answered with another status than 101.
        case refused(ResponseHead)
        /// `Sec-WebSocket-Accept` does not answer the key.
        case wrongAccept(expected: String, found: String)
        /// The server chose a subprotocol that was not offered.
        case subprotocolNotOffered(String, offered: [String])
        /// The server chose none of the subprotocols, which browsers do not accept.
        case subprotocolNotChosen(offered: [String])
        /// The server chose an extension that was not offered.
        case extensionNotOffered(String, offered: [String])
    }
}
