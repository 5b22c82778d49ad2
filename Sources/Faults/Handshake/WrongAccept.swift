internal import Observer
internal import WebSocketWire

/// Breaks the proof that the server has understood the request.
public struct WrongAccept: Fault {
    /// In which way.
    public var mode = Mode.wrong

    /// With another value.
    public init() {}

    /// What may be wrong with it.
    public enum Mode: String, ParameterChoice {
        /// Another value.
        case wrong
        /// None.
        case missing
        /// The right one, two times.
        case twice

        /// What it means.
        public var summary: String {
            switch self {
            case .wrong: "the value of no key: base64 of twenty zero bytes"
            case .missing: "no Sec-WebSocket-Accept at all"
            case .twice: "the right one on two lines"
            }
        }

        /// What clients do.
        public var clients: String? {
            self == .twice ? "aiohttp and websocket-client accept it, the others refuse." : nil
        }
    }

    /// Breaks the proof.
    public static let about = About<Self>(
        "wrong-accept", .handshake, "Makes Sec-WebSocket-Accept wrong, leaves it out or says it twice.",
        details: """
            The server's 101 goes to the client with that one header changed; everything else of it stays. The \
            server believes the session open and may send at once, while the client has to fail it. A cache that \
            replays an old 101 looks like this. Other responses are left alone.
            """,
        clause: "RFC 6455 §4.1",
        clients: "All refuse a wrong one: 1006 unclean and never open; node fires error only.",
        example: """
            - when: { kind: handshake }
              do: wrong-accept
            """,
        direction: .toClient,
        parameters: [Parameter("mode", \.mode, "what is wrong with it")])

    /// Breaks it.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        plan.editHead { head in
            guard case .response(let response) = head, response.status == 101 else { return }
            switch mode {
            case .wrong: head.headers.set(Self.name, "AAAAAAAAAAAAAAAAAAAAAAAAAAA=")
            case .missing: head.headers.remove(Self.name)
            case .twice: if let right = head.headers[Self.name] { head.headers.append(Self.name, right) }
            }
        }
    }

    private static let name = "Sec-WebSocket-Accept"
}

extension Fault where Self == WrongAccept {
    /// `wrong-accept` with its defaults.
    public static var wrongAccept: WrongAccept { WrongAccept() }
}
