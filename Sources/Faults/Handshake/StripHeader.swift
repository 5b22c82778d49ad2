internal import Observer
internal import WebSocketWire

/// Takes a header out of a head.
public struct StripHeader: Fault {
    /// Its name.
    public var name = ""

    /// None yet.
    public init() {}

    /// Takes a header out.
    public static let about = About<Self>(
        "strip-header", .handshake, "Takes a header out of the response or the request.",
        details: """
            All lines of that name go, case aside; the rest of the head stays. Without Upgrade or Connection a 101 \
            is not one for WebSocket. With `direction: toServer` it is the request that lacks it, as behind a proxy \
            that treats both as hop by hop: the server then answers as to any other GET.
            """,
        clause: "RFC 6455 §4.1",
        clients: """
            A 101 without Upgrade or without Connection is refused by all: 1006 unclean, never open; node fires \
            error only.
            """,
        example: """
            - when: { kind: handshake }
              do:
                strip-header: Upgrade
            """,
        direction: .toClient,
        parameters: [Parameter("name", \.name, "the header's name", isRequired: true)])

    /// Takes it out.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        plan.editHead { $0.headers.remove(name) }
    }
}

extension Fault where Self == StripHeader {
    /// `strip-header` with its defaults.
    public static var stripHeader: StripHeader { StripHeader() }
}
