public import Observer
public import WebSocketWire

/// Takes out some frames, or all, while TCP lives on.
public struct HalfOpen: LastingFault {
    /// What.
    public var drop = Dropped.everything
    /// How long.
    public var time: Duration?

    /// Everything, for ever.
    public init() {}

    /// What is taken out.
    public enum Dropped: String, ParameterChoice {
        /// Pongs.
        case pongs
        /// Pings.
        case pings
        /// What the client sends.
        case toServer
        /// What the server sends.
        case toClient
        /// What anybody sends.
        case everything

        /// What it means, in a line.
        public var summary: String {
            switch self {
            case .pongs: "pongs: a heartbeat is never answered, and all else works"
            case .pings: "pings: the other side never hears a heartbeat, and all else works"
            case .toServer: "every frame and the end that the client sends: it hears, and is not heard"
            case .toClient: "every frame and the end that the server sends: it hears, and is not heard"
            case .everything: "every frame and every end, both ways"
            }
        }
    }

    /// What is said about it.
    public static let about = About<Self>(
        "half-open", .stream, "Takes out pongs, pings, a direction or everything, while TCP lives on.",
        details: """
            Frames are taken out whole, so that what is left can be read, also when the time is over; compressed \
            messages are compressed anew where they need be. TCP acknowledges everything, and where whole \
            directions are taken out an end is kept back as well. So a socket stays in OPEN although nobody is \
            there: what mobile networks, sleeping laptops and forgetful NATs leave behind. Only a heartbeat of \
            the application's own finds out, for a browser shows no pongs to it. It works in the directions that \
            its rule is about; one that names none is about both.
            """,
        clause: "RFC 6455 §5.5.2",
        clients: """
            Browsers send no pings and stay in OPEN for ever. Node's ws and Python's websockets answer pings; the latter \
            sends its own every 20 s, and ends with 1011 when no pong comes within 20 s.
            """,
        example: """
            - when: { kind: text, nth: 3 }
              do:
                - half-open: { drop: pongs, for: 30s }
            """,
        parameters: [
            Parameter("drop", \.drop, "what is taken out"),
            Parameter("for", \.time, "how long it lasts; for ever if not given"),
        ])

    /// How long it lasts.
    public var lasts: Duration? { time }

    /// Frames of this kind are what it is about, or all of the direction are.
    public func takesOut(_ opcode: Opcode, _ direction: Direction) -> Bool {
        switch drop {
        case .pongs: opcode == .pong
        case .pings: opcode == .ping
        case .toServer, .toClient, .everything: isSilent(direction)
        }
    }

    /// Whoever is not heard is not heard leaving.
    public func swallowsEnd(_ direction: Direction) -> Bool { isSilent(direction) }

    private func isSilent(_ direction: Direction) -> Bool {
        switch drop {
        case .pongs, .pings: false
        case .toServer: direction == .toServer
        case .toClient: direction == .toClient
        case .everything: true
        }
    }
}

extension Fault where Self == HalfOpen {
    /// `half-open` with its defaults.
    public static var halfOpen: HalfOpen { HalfOpen() }
}
