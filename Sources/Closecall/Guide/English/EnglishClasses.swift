internal import WebSocketWire

/// The English texts for codes that have none of their own, by class.
extension CloseCodeGuide {
    static func english(_ class: CloseCode.Class) -> Text {
        switch `class` {
        case .unused: englishUnused
        case .defined, .reserved, .neverOnTheWire: englishReserved
        case .extensions: englishExtensions
        case .libraries: englishLibraries
        case .applications: englishApplications
        case .outOfRange: englishOutOfRange
        }
    }

    private static let englishForbiddenInBrowsers = """
        Chromium and Firefox let it pass: the code and the reason as sent, `wasClean` true. node (undici) \
        refuses it, sends 1002 and reports 1006 after an error event. `close()` in a browser does not accept \
        it and throws InvalidAccessError.
        """

    private static let englishUnused = Text(
        gist: "not a close code",
        meaning: "Numbers below 1000 are not used at all. Close codes begin at 1000.",
        browser: englishForbiddenInBrowsers
            + " A 0 from the server is answered by Firefox with an empty Close.",
        causes: [
            "An HTTP status (401, 503) or an exit status put where a close code belongs.",
            "A variable that was never set, and so is 0.",
            "The two bytes of the code in the wrong order: 4099 read backwards is 784.",
        ],
        next: [
            """
            Find the sender in a capture: `websocket.opcode == 8`; the code is the first two bytes, high \
            byte first.
            """,
            """
            Use the code's counterpart: 1008 for a refusal, 1011 for a failure, or 4000 to 4999 for your \
            own.
            """,
        ])

    private static let englishReserved = Text(
        gist: "kept for future standards",
        meaning: """
            Kept for later versions of the protocol. Nobody has given it a meaning, so no endpoint may send \
            it.
            """,
        browser: englishForbiddenInBrowsers,
        causes: [
            "A list of codes in somebody's program that simply goes on after 1015.",
            "A typing error: 1100 for 1000, 1101 for 1001.",
            "A test tool or a fuzzer.",
        ],
        next: [
            "Find the sender: `websocket.opcode == 8`, then the direction of the frame.",
            "Give the application's own endings codes from 4000 to 4999.",
        ])

    private static let englishExtensions = Text(
        gist: "kept for extensions",
        meaning: """
            Kept for extensions of the protocol that are agreed on in the handshake. None in use defines one \
            (permessage-deflate does not), and so nobody may send it.
            """,
        browser: englishForbiddenInBrowsers,
        causes: [
            "An application that took a range which looked free.",
            "An extension of somebody's own, between two programs that know it.",
            "A test tool or a fuzzer.",
        ],
        next: [
            """
            Look at `Sec-WebSocket-Extensions` in the 101: without an extension there the code has no \
            meaning.
            """,
            "Give the application's own endings codes from 4000 to 4999.",
        ])

    private static let englishLibraries = Text(
        gist: "a library's or framework's own",
        meaning: """
            For libraries, frameworks and protocols on top of WebSocket, which can register a number with \
            IANA. This one has no registered meaning known here: what it means is in the documentation of \
            who sends it.
            """,
        browser: """
            The code with the server's reason, `wasClean` true, no error event. Scripts may give it to \
            `close()`.
            """,
        causes: [
            "A messaging library or a push service that reports its own error.",
            "An application that took a number from here in place of one from 4000 to 4999.",
        ],
        next: [
            "Search the library's documentation and source for the number.",
            "Look at the subprotocol in the 101: it often says whose code it is.",
            "Read the reason; in a capture: `websocket.opcode == 8`.",
        ])

    private static let englishApplications = Text(
        gist: "the application's own",
        meaning: """
            For agreements between a client and a server of the same application. No registry knows it, and \
            two applications may mean different things by it.
            """,
        browser: """
            The code with the server's reason, `wasClean` true, no error event. Scripts may give it to \
            `close()`, and then the event shows the server's answer, not this code.
            """,
        causes: [
            """
            The application ended the connection on purpose: a refused login, a second login, a ban, a bad \
            message.
            """,
            "Many build it from the HTTP status: 4401 for 401, 4403 for 403, 4408 for 408, 4429 for 429.",
            """
            The service behind the API documents it: chat gateways and GraphQL servers have lists of their \
            own.
            """,
        ],
        next: [
            "Search the application's source, or the service's documentation, for the number.",
            "Read the reason, then the server's log at that second.",
            "See whether the list says that reconnecting makes sense: for refusals it does not.",
        ])

    private static let englishOutOfRange = Text(
        gist: "beyond all ranges",
        meaning:
            """
            No range of close codes goes beyond 4999. The two bytes could hold it, the protocol has no use \
            for it.
            """,
        browser: englishForbiddenInBrowsers,
        causes: [
            "The two bytes of the code in the wrong order: 59395 is 1000 written low byte first.",
            "A number of the application's own that was not checked against the range.",
            "A reason text written without a code before it: its first two letters are read as the code.",
            "A test tool or a fuzzer.",
        ],
        next: [
            "Look at the bytes: `websocket.opcode == 8`, the first two of the payload, high byte first.",
            "Two printable letters there (0x20 to 0x7E each) mean that the code was left out.",
            "Give the application's own endings codes from 4000 to 4999.",
        ])
}
