internal import Faults

enum ExpectKeys {
    static let table = KeyTable<Expectation>(
        "\"expect\"",
        [
            Key("client", .reference("side", "a map"), "what the client's API reports") {
                entry, expect, reading in
                expect.client = side(entry.value, &reading)
            },
            Key("server", .reference("side", "a map"), "what the server's API reports") {
                entry, expect, reading in
                expect.server = side(entry.value, &reading)
            },
            Key(
                "cause", String.self,
                "whose doing the end was: \(causes.joined(separator: ", ")), or a rule's name; or its cause, "
                    + "as Documentation/Endings.md has them"
            ) { $1.cause = $0 },
            Key("reconnects", .reference("reconnects", "a map"), "how the client came back") {
                entry, expect, reading in
                var reconnects = ReconnectExpectation()
                reconnectsTable.read(entry.value, into: &reconnects, &reading)
                expect.reconnects = reconnects
            },
            Key("within", Duration.self, "the session ends within") { $1.within = $0 },
            Key("notBefore", Duration.self, "the session does not end before") { $1.notBefore = $0 },
        ])

    /// Whose doing an end can be.
    static let causes = ["client", "server", "rule", "proxy", "network"]

    /// What one side sees, without what differs from client to client.
    static let plainSide: [Key<SideExpectation>] = [
        Key("code", OneOrMore<ReportedCode>.self, "the CloseEvent's code, or a list of those that may be") {
            $1.codes = $0.values.map(\.code)
        },
        Key("reason", String.self, "its reason") { $1.reason = $0 },
        Key("wasClean", Bool.self, "whether the closing handshake was complete") { $1.wasClean = $0 },
        Key("opened", Bool.self, "whether the connection was open before") { $1.opened = $0 },
        Key("error", Bool.self, "whether an error was reported") { $1.error = $0 },
        Key("messages", CountRange.self, "how many messages arrived") { $1.messages = $0.range },
        Key("received", .list(Payload.form), "what arrived, in order") { entry, side, reading in
            let values = reading.list(entry.value, of: "messages")
            side.received = values.compactMap { reading.value(Payload.self, $0) }
        },
        Key("within", Duration.self, "it sees the end within, counted from the beginning") { $1.within = $0 },
    ]

    /// What certain clients report instead.
    static let profileTable = KeyTable<SideExpectation>("a client's expectation", plainSide)

    static let sideTable = KeyTable<SideExpectation>(
        "a side's expectation",
        plainSide
            + profiles.map { name in
                Key(name, .reference("profile", "a map"), "what \(name) reports instead") {
                    entry, side, reading in
                    var other = SideExpectation()
                    profileTable.read(entry.value, into: &other, &reading)
                    side.profiles.append((name, other))
                }
            },
        hint: { word in others[word.lowercased()].map { "write \"\($0)\"" } })

    /// What people call clients that report as another does.
    private static let others = [
        "chrome": "chromium", "edge": "chromium", "nodejs": "node", "undici": "node",
        "python": "python-websockets",
        "websockets": "python-websockets",
    ]

    static let reconnectsTable = KeyTable<ReconnectExpectation>(
        "\"reconnects\"",
        [
            Key("attempts", CountRange.self, "so many times") { $1.attempts = $0.range },
            Key("backOff", Duration.self, "it waits so long before each, at least") { $1.backOff = $0 },
            Key("factor", Double.self, "each wait is so many times the one before, at least") {
                $1.factor = $0
            },
        ])

    private static let profiles = ["chromium", "firefox", "node", "python-websockets"]

    private static func side(_ value: Value, _ reading: inout Reading) -> SideExpectation {
        var side = SideExpectation()
        sideTable.read(value, into: &side, &reading)
        return side
    }
}

/// A code as an API reports it.
struct ReportedCode: Hashable, ParameterValue {
    var code: Int

    static let form = ValueForm("a code from 1000 to 4999", examples: ["1006"], shape: .integer(1000...4999))

    init(_ value: Value) throws(ValueProblem) {
        guard let text = value.text, let code = Int(text), 1000...4999 ~= code else {
            throw Self.mismatch(value)
        }
        self.code = code
    }

    var written: String? { "\(code)" }
}
