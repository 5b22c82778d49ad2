internal import Observer
internal import WebSocketWire

/// Adds a header to a head.
public struct InjectHeader: Fault {
    /// Its name.
    public var name = ""
    /// Its value.
    public var value = Payload([])
    /// How long the value is at least.
    public var size = ByteCount(0)

    /// None yet.
    public init() {}

    /// Adds a header.
    public static let about = About<Self>(
        "inject-header", .handshake, "Adds a header to the response or the request, legal or not.",
        details: """
            The line stands behind the others, written as it is: a value may be any bytes, and one with \\r\\n in \
            it becomes headers of its own, or with two of them the end of the head. That is header injection, as \
            it comes from a server that copies a client's text into its answer. With `size` the value is filled up \
            with `a` to that many bytes. With `direction: toServer` the request gets it.
            """,
        clause: "RFC 9110 §5.5",
        clients: """
            A header of 300 kB is refused by Chromium, node, websockets and aiohttp, and accepted by Firefox and \
            websocket-client.
            """,
        example: """
            - when: { kind: handshake }
              do:
                inject-header: { name: X-Note, value: "one\\r\\nSet-Cookie: two=2" }
            """,
        direction: .toClient,
        parameters: [
            Parameter("name", \.name, "the header's name", isRequired: true),
            Parameter("value", \.value, "its value, any bytes"),
            Parameter(
                "size", \.size, in: ByteCount(0)...ByteCount(16 << 20), "how long its value is at least"),
        ])

    /// Adds it.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        let missing = max(0, size.bytes - value.bytes.count)
        let filled = value.bytes + [UInt8](repeating: UInt8(ascii: "a"), count: missing)
        plan.editHead { $0.headers.append(HTTPHeader(name, rawValue: filled)) }
    }
}

extension Fault where Self == InjectHeader {
    /// `inject-header` with its defaults.
    public static var injectHeader: InjectHeader { InjectHeader() }
}
