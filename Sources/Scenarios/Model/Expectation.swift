public import Faults

/// What comes of a scenario when it is run: a scenario that says so is a test of itself.
public struct Expectation: Sendable {
    /// What the client's API reports.
    public var client: SideExpectation?
    /// What the server's API reports.
    public var server: SideExpectation?
    /// Whose doing the end was: `client`, `server`, `rule`, `proxy`, `network` or the name of a rule; or a cause's
    /// identifier, such as `malformed-close`.
    public var cause: String?
    /// How often the client came back, and how long it waited before.
    public var reconnects: ReconnectExpectation?
    /// The session ends within.
    public var within: Duration?
    /// The session does not end before.
    public var notBefore: Duration?
    /// Where it stands in its file.
    public var place = Place(line: 1, column: 1)

    /// Nothing in particular.
    public init() {}
}

/// What one side sees.
public struct SideExpectation: Sendable {
    /// One of these codes.
    public var codes: [Int]?
    /// This reason.
    public var reason: String?
    /// Whether the closing handshake was complete.
    public var wasClean: Bool?
    /// Whether the connection was open before.
    public var opened: Bool?
    /// Whether an error was reported.
    public var error: Bool?
    /// How many messages arrived.
    public var messages: ClosedRange<Int>?
    /// What arrived, in order.
    public var received: [Payload]?
    /// It sees the end within, counted from the beginning.
    public var within: Duration?
    /// What certain clients report instead, by profile: `chromium`, `firefox`, `node`, `python-websockets`.
    public var profiles: [(name: String, expectation: SideExpectation)] = []

    /// Nothing in particular.
    public init() {}
}

/// How a client comes back.
public struct ReconnectExpectation: Sendable {
    /// So many times.
    public var attempts: ClosedRange<Int>?
    /// It waits at least so long before each.
    public var backOff: Duration?
    /// Each wait is at least so many times the one before.
    public var factor: Double?

    /// Nothing in particular.
    public init() {}
}
