internal import Observer
internal import WebSocketWire

/// Takes an extension out of an offer or an answer.
public struct StripExtension: Fault {
    /// Its name; all of them where nil.
    public var name: String?

    /// All of them.
    public init() {}

    /// Takes an extension out.
    public static let about = About<Self>(
        "strip-extension", .handshake,
        "Takes an extension out of what the client offers or the server agrees to.",
        details: """
            Of Sec-WebSocket-Extensions the elements of this name go, or all of them. At the request the server \
            never learns that the client can compress, and both do without. With `direction: toClient` the server \
            believes that the extension is agreed on and the client does not: its first compressed message has \
            RSV1 set, which is then an offence.
            """,
        clause: "RFC 6455 §9.1",
        clients: """
            All fail a message with RSV1 that nothing was agreed on for: 1006 unclean; Chromium, websockets and \
            aiohttp send 1002.
            """,
        example: """
            - when: { kind: handshake }
              do:
                strip-extension: permessage-deflate
            """,
        direction: .toServer,
        parameters: [Parameter("name", \.name, "the extension; all of them if left out")])

    /// Takes it out.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        plan.editHead { head in
            let all = head.headers.elements(of: Self.header)
            let kept = all.filter { !isMeant($0) }
            guard kept.count < all.count else { return }
            if kept.isEmpty {
                head.headers.remove(Self.header)
            } else {
                head.headers.set(Self.header, kept.joined(separator: ", "))
            }
        }
    }

    private func isMeant(_ element: String) -> Bool {
        guard let name else { return true }
        let token = element.prefix { $0 != ";" && $0 != " " && $0 != "\t" }
        return token.lowercased() == name.lowercased()
    }

    private static let header = "Sec-WebSocket-Extensions"
}

extension Fault where Self == StripExtension {
    /// `strip-extension` with its defaults.
    public static var stripExtension: StripExtension { StripExtension() }
}
