internal import WebSocketWire

/// Something that peers say in a playbook: it becomes bytes by who says it, as a client masks its frames.
public struct Piece: Sendable {
    let bytes: @Sendable (EndpointRole) -> [UInt8]

    /// These bytes, whoever says them.
    public static func bytes(_ bytes: [UInt8]) -> Piece { Piece { _ in bytes } }

    /// A text as it stands, each line's end as HTTP has it.
    public static func http(_ text: String) -> Piece {
        .bytes(Array(text.utf8).flatMap { $0 == UInt8(ascii: "\n") ? [13, 10] : [$0] })
    }

    /// Only its first bytes.
    public func first(_ count: Int) -> Piece { Piece { Array(bytes($0).prefix(count)) } }

    /// All but its first bytes.
    public func behind(_ count: Int) -> Piece { Piece { Array(bytes($0).dropFirst(count)) } }
}

// MARK: HTTP

extension Piece {
    /// A request for a WebSocket.
    public static let upgrade = upgrade("/chat")

    /// A request for a WebSocket there.
    public static func upgrade(_ target: String, host: String = "example.com", more: String = "") -> Piece {
        .http(
            """
            GET \(target) HTTP/1.1
            Host: \(host)
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Version: 13
            \(more)

            """)
    }

    /// The yes to `upgrade`.
    public static let switchingProtocols = http(
        """
        HTTP/1.1 101 Switching Protocols
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=


        """)

    /// A no that wants a name and a password.
    public static let unauthorized = http(
        """
        HTTP/1.1 401 Unauthorized
        WWW-Authenticate: Basic realm="x"
        Content-Length: 2

        no
        """)
}

// MARK: Frames

extension Piece {
    /// A text message in one frame.
    public static func text(_ text: String) -> Piece { frame(.text, Array(text.utf8)) }

    /// A binary message of so many bytes in one frame.
    public static func binary(count: Int) -> Piece {
        frame(.binary, (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    }

    /// A ping.
    public static let ping = frame(.ping, [])

    /// A Close with this code.
    public static func close(_ code: UInt16, _ reason: String = "") -> Piece {
        frame(.close, ClosePayload.bytes(code: code, reasonBytes: Array(reason.utf8)))
    }

    private static func frame(_ opcode: Opcode, _ payload: [UInt8]) -> Piece {
        Piece { role in
            var bytes: [UInt8] = []
            let key = MaskingKey(1, 2, 3, 4)
            FrameEncoder(role: role).append(opcode, payload: payload.span, maskingKey: key, to: &bytes)
            return bytes
        }
    }
}
