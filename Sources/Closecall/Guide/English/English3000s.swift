/// The English texts for what libraries have registered with IANA.
extension CloseCodeGuide {
    static let english3000s: [UInt16: Text] = [
        3000: Text(
            gist: "log in first",
            meaning: """
                The client is not authorised for what it asked of the application: registered with IANA as \
                the counterpart of HTTP's 401.
                """,
            browser: englishAsSent(3000),
            causes: [
                "No credentials in the first message, the cookie or the query.",
                "A token that expired while the connection was open.",
                "A cookie that was not sent: another site, `SameSite`, or `ws://` with a Secure cookie.",
            ],
            next: [
                "Look at the cookies and headers of the handshake request in the network tab.",
                "Get a new token before you reconnect: the old one will be refused again.",
                "Compare the clocks of the token's issuer and of the server.",
            ]),
        3003: Text(
            gist: "known, but not allowed",
            meaning: """
                The client is known but has no right to what it asked for: registered with IANA as the \
                counterpart of HTTP's 403.
                """,
            browser: englishAsSent(3003),
            causes: [
                "The user lacks the role or the subscription for that channel.",
                "Rights that were taken away while the connection was open.",
                "An address or an origin that the application shuts out.",
            ],
            next: [
                "Find the request that came just before the Close, and the right it needs.",
                "Do not reconnect by itself: only a change of rights helps.",
                "Look for the decision in the server's audit log.",
            ]),
        3008: Text(
            gist: "an answer took too long",
            meaning: """
                One side waited for an answer of the application and gave up: registered with IANA as the \
                counterpart of HTTP's 408. The connection itself may have been in good health.
                """,
            browser: englishAsSent(3008),
            causes: [
                "The client did not send its login or subscription in the time allowed.",
                "A request to the application that takes longer than the other side's limit.",
                "A background tab whose timers the browser slowed down, so that a heartbeat came late.",
            ],
            next: [
                "Measure the time from the last request to the Close: it is the limit.",
                "Look at which side was silent: `websocket.opcode == 1 || websocket.opcode == 2`.",
                "Answer sooner, send signs of life, or raise the limit, in this order.",
            ]),
    ]
}
