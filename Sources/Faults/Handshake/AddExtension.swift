internal import Observer
internal import WebSocketWire

/// Agrees on an extension that nobody asked for.
public struct AddExtension: Fault {
    /// It, with its parameters.
    public var value = "x-unasked"

    /// A name nobody knows.
    public init() {}

    /// Agrees on an extension.
    public static let about = About<Self>(
        "add-extension", .handshake, "Agrees on an extension that the client has not offered.",
        details: """
            A Sec-WebSocket-Extensions line with this value stands behind the others of the response; what the \
            server agreed on stays. With `direction: toServer` it is offered to the server in the client's name. \
            The value is written as it is, so parameters can be wrong, too: \
            `permessage-deflate; server_max_window_bits=7`. The client has to fail the connection.
            """,
        clause: "RFC 6455 §4.1",
        clients: """
            Chromium, Firefox and websockets refuse permessage-deflate said twice, an unknown parameter of it and a \
            window of 7 bits; node accepts the last two.
            """,
        example: """
            - when: { kind: handshake }
              do: add-extension
            """,
        direction: .toClient,
        parameters: [Parameter("value", \.value, "the extension, with its parameters")])

    /// Adds it.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        plan.editHead { $0.headers.append("Sec-WebSocket-Extensions", value) }
    }
}

extension Fault where Self == AddExtension {
    /// `add-extension` with its defaults.
    public static var addExtension: AddExtension { AddExtension() }
}
