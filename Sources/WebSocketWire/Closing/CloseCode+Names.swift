extension CloseCode {
    /// A number that has a name of its own.
    private struct Entry: Sendable {
        let code: CloseCode
        let name: String
        let meaning: String
    }

    /// IANA's WebSocket Close Code Number Registry: the names are the registry's, the sentences are ours.
    private static let entries: [Entry] = [
        Entry(code: .normal, name: "Normal Closure", meaning: "What the connection was for is done."),
        Entry(
            code: .goingAway, name: "Going Away",
            meaning: "This end leaves: a server shuts down, or a browser goes to another page."),
        Entry(code: .protocolError, name: "Protocol Error", meaning: "The other end broke the protocol."),
        Entry(
            code: .unsupportedData, name: "Unsupported Data",
            meaning:
                "A message came of a kind that this end cannot take, such as binary where text is expected."),
        Entry(code: .reserved1004, name: "Reserved", meaning: "Set aside; it may get a meaning one day."),
        Entry(
            code: .noStatus, name: "No Status Received",
            meaning: "The Close frame was empty, so there is no code to report."),
        Entry(
            code: .abnormal, name: "Abnormal Closure",
            meaning: "The connection ended without a complete closing handshake."),
        Entry(
            code: .invalidPayload, name: "Invalid Frame Payload Data",
            meaning: "A message's bytes do not fit its type, such as text that is not UTF-8."),
        Entry(
            code: .policyViolation, name: "Policy Violation",
            meaning: "A message is against this end's rules, and no other code says it better."),
        Entry(
            code: .messageTooBig, name: "Message Too Big",
            meaning: "A message is larger than this end takes."),
        Entry(
            code: .mandatoryExtension, name: "Mandatory Extension",
            meaning: "The client needs an extension that the server did not agree to."),
        Entry(
            code: .internalError, name: "Internal Error",
            meaning: "The server met something unexpected and cannot go on."),
        Entry(
            code: .serviceRestart, name: "Service Restart",
            meaning: "The server restarts; connect again after a short, random while."),
        Entry(
            code: .tryAgainLater, name: "Try Again Later",
            meaning: "The server cannot serve just now, mostly because of its load."),
        Entry(
            code: .badGateway, name: "Bad Gateway",
            meaning: "A gateway got an unusable answer from the server behind it."),
        Entry(
            code: .tlsHandshake, name: "TLS Handshake",
            meaning: "No secure connection came about, for example because the certificate was refused."),
        Entry(
            code: .unauthorized, name: "Unauthorized",
            meaning: "The endpoint needs the other end to say who it is."),
        Entry(
            code: .forbidden, name: "Forbidden",
            meaning: "The other end is known, and may not have what it asks for."),
        Entry(
            code: .timeout, name: "Timeout", meaning: "The other end took too long to do what was expected."),
    ]

    /// All codes that have an entry of their own in IANA's registry, in order.
    public static let registered: [CloseCode] = entries.map(\.code)

    private var entry: Entry? { Self.entries.first { $0.code == self } }

    /// The registry's name, or what its class is called.
    public var name: String { entry?.name ?? self.class.name }

    /// One sentence on what the code says.
    public var meaning: String { entry?.meaning ?? self.class.meaning }
}
