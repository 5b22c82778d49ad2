internal import Observer
internal import WebSocketWire

/// Sends the client somewhere else.
public struct Redirect: Fault {
    /// Where.
    public var location = ""
    /// With which status.
    public var status = Status.found

    /// Nowhere yet.
    public init() {}

    /// The statuses that send somebody elsewhere.
    public enum Status: String, ParameterChoice {
        /// 301.
        case movedPermanently = "301"
        /// 302.
        case found = "302"
        /// 303.
        case seeOther = "303"
        /// 307.
        case temporary = "307"
        /// 308.
        case permanent = "308"

        /// What it means.
        public var summary: String {
            switch self {
            case .movedPermanently: "moved, and for good; clients may turn a POST into a GET"
            case .found: "found elsewhere, for now"
            case .seeOther: "to be fetched from elsewhere with GET"
            case .temporary: "elsewhere for now, with the same method"
            case .permanent: "elsewhere for good, with the same method"
            }
        }

        var phrase: String { self == .seeOther ? "See Other" : ResponseHead.usualReason(Int(rawValue) ?? 0) }
    }

    /// Sends the client elsewhere.
    public static let about = About<Self>(
        "redirect", .handshake, "Answers the opening handshake with a redirect, and hangs up.",
        details: """
            The client gets the status, Location, an empty body and a FIN; the request does not reach the server, \
            or, with `direction: toClient`, its response is replaced. Fetch forbids pages to follow, libraries \
            differ. A location that leads to the same place makes a loop, which a client that follows must end.
            """,
        clause: "RFC 6455 §4.2.2",
        clients: """
            Chromium, Firefox and node do not follow: 1006 unclean, or error only in node. Python websockets and \
            aiohttp follow; websocket-client did not.
            """,
        example: """
            - when: { kind: handshake }
              do:
                redirect: { location: "/moved", status: 307 }
            """,
        direction: .toServer,
        parameters: [
            Parameter("location", \.location, "where to, as it stands in Location", isRequired: true),
            Parameter("status", \.status, "with which status"),
        ])

    /// Answers.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        let head = ResponseHead(
            status: Int(status.rawValue) ?? 302, reason: status.phrase, headers: ["Location": location])
        plan.answer(with: head.bytes(withBody: []))
    }
}

extension Fault where Self == Redirect {
    /// `redirect` with its defaults.
    public static var redirect: Redirect { Redirect() }
}
