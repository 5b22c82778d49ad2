internal import Observer
internal import WebSocketWire

/// Names a subprotocol that nobody asked for.
public struct AddSubprotocol: Fault {
    /// Its name.
    public var name = "unasked"

    /// A name nobody knows.
    public init() {}

    /// Names a subprotocol.
    public static let about = About<Self>(
        "add-subprotocol", .handshake, "Selects a subprotocol that the client has not asked for.",
        details: """
            The response's Sec-WebSocket-Protocol says this name, in place of what the server selected. With \
            `direction: toServer` the name is offered behind the client's own, so that the server may select what \
            its client never asked for. The client has to fail the connection; a client that does not would speak \
            another language than its server.
            """,
        clause: "RFC 6455 §4.1",
        clients: """
            Chromium and websockets refuse one that was not asked for, Firefox, aiohttp and websocket-client open \
            all the same; undici throws an uncaught TypeError and fires no event at all.
            """,
        example: """
            - when: { kind: handshake }
              do:
                add-subprotocol: chat
            """,
        direction: .toClient,
        parameters: [Parameter("name", \.name, "the subprotocol")])

    /// Names it.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        plan.editHead { head in
            switch head {
            case .request:
                let offered = head.headers.combined(Self.header)
                head.headers.set(Self.header, (offered.map { $0 + ", " } ?? "") + name)
            case .response: head.headers.set(Self.header, name)
            }
        }
    }

    private static let header = "Sec-WebSocket-Protocol"
}

extension Fault where Self == AddSubprotocol {
    /// `add-subprotocol` with its defaults.
    public static var addSubprotocol: AddSubprotocol { AddSubprotocol() }
}
