extension TraitLine {
    /// What answers are taken, and what is reported of those that are not.
    static let handshake: [TraitLine] =
        flawsInTheHead + flawsInWhatWasAgreed + [
            TraitLine(
                "The longest answer", rfc6455: .unlimited, chromium: .limit(256 << 10),
                firefox: .limit(384 << 10), node: .limit(16 << 10), websockets: .limit(128 << 10),
                "hs-header-300k", note: "limits narrowed down apart from the cases"
            ) { $0.longestHead = $1 },
            TraitLine(
                "A failed handshake is reported as", rfc6455: .event, chromium: .event, firefox: .event,
                node: .errorOnly, websockets: .event,
                "hs-bad-accept hs-status-404 hs-fin-after-request hs-refused"
            ) { $0.failedHandshake = $1 },
            TraitLine(
                "An end before the answer's last line end is an error", rfc6455: true, chromium: true,
                firefox: false, node: true, websockets: true, note: "measured apart from the cases"
            ) { $0.reportsLackOfLastLineEnd = $1 },
            TraitLine(
                "It waits for an answer", rfc6455: .unlimited, chromium: .unlimited,
                firefox: .limit(.fixed(20)),
                node: .unlimited, websockets: .limit(.usual(10)), "hs-stall-30s hs-stall-2s-then-ok",
                note: "websockets was measured with `open_timeout=60`; 10 s is its default"
            ) { $0.answerLimit = $1 },
            TraitLine(
                "It opens when the connection ends at once", rfc6455: true, chromium: true, firefox: false,
                node: true, websockets: true, "drop-fin-glued-101 drop-rst-glued-101",
                note: "Firefox does in about half of the runs"
            ) { $0.opensBeforeAnEndAtOnce = $1 },
        ]

    private static let flawsInTheHead: [TraitLine] = [
        refusal(.notHTTP, "No HTTP at all", "hs-garbage hs-garbage-frame hs-fin-mid-status"),
        refusal(.http10, "HTTP/1.0", chromium: .takes, node: .takes, "hs-http10"),
        refusal(
            .bareLF, "Lines that end with LF alone", chromium: .takes, firefox: .takes, "hs-lf-only",
            note: "RFC 9112 §2.2 leaves it open"),
        refusal(
            .status, "A status other than 101",
            "hs-status-200 hs-status-204 hs-status-400 hs-status-401 hs-status-403 hs-status-404"
                + " hs-status-426 hs-status-500"),
        refusal(.redirect, "A redirection", websockets: .goesElsewhere, "hs-redirect-302"),
        refusal(
            .interim, "A status of 1xx before the 101", rfc6455: .takes, firefox: .takes,
            note: "measured apart from the cases"),
        refusal(.noUpgrade, "No `Upgrade`", "hs-no-upgrade"),
        refusal(.otherUpgrade, "`Upgrade` to something else", "hs-upgrade-wrong hs-upgrade-case"),
        refusal(.noConnection, "No `Connection`", "hs-no-connection"),
        refusal(.otherConnection, "`Connection` without the upgrade", "hs-connection-close"),
        refusal(
            .connectionList, "`Connection` with more than the upgrade", rfc6455: .takes, chromium: .takes,
            firefox: .takes, websockets: .takes, note: "measured apart from the cases"),
        refusal(.noAccept, "No `Sec-WebSocket-Accept`", note: "measured apart from the cases"),
        refusal(.wrongAccept, "A `Sec-WebSocket-Accept` that is wrong", "hs-bad-accept"),
        refusal(.severalAccepts, "`Sec-WebSocket-Accept` twice", "hs-accept-twice"),
    ]

    private static let flawsInWhatWasAgreed: [TraitLine] = [
        refusal(
            .subprotocolUnasked, "A subprotocol though none was offered", firefox: .takes, node: .isSilent,
            "hs-subprotocol-unasked", note: "undici throws inside"),
        refusal(.subprotocolOther, "A subprotocol that was not offered", "hs-subprotocol-wrong"),
        refusal(.subprotocolSeveral, "Several subprotocols", "hs-subprotocol-two"),
        refusal(
            .subprotocolMissing, "No subprotocol though some were offered", rfc6455: .takes, firefox: .takes,
            websockets: .takes, "hs-subprotocol-none"),
        refusal(
            .extensionUnasked, "An extension that was not offered", note: "measured apart from the cases"),
        refusal(.deflateTwice, "permessage-deflate twice", "hs-extension-pmd-twice"),
        refusal(
            .deflateUnknown, "permessage-deflate with an unknown parameter", node: .takes,
            "hs-extension-pmd-badparam"),
        refusal(
            .deflateValue, "permessage-deflate with a value that makes no sense", node: .takes,
            "hs-extension-pmd-badbits"),
        refusal(
            .deflateMisfit, "permessage-deflate with a parameter that fits no offer", firefox: .takes,
            node: .takes, "hs-extension-pmd-clientbits", note: "of these, only Firefox offers no parameters"),
    ]

    private static func refusal(
        _ family: HandshakeFlaw.Family, _ title: String, rfc6455: Traits.Refusal = .fails,
        chromium: Traits.Refusal = .fails, firefox: Traits.Refusal = .fails, node: Traits.Refusal = .fails,
        websockets: Traits.Refusal = .fails, _ cases: String = "", note: String = ""
    ) -> TraitLine {
        TraitLine(
            title, rfc6455: rfc6455, chromium: chromium, firefox: firefox, node: node,
            websockets: websockets, cases, note: note
        ) { $0.refusals[family] = $1 }
    }
}

extension Traits.TimeLimit {
    /// A limit that no application can change.
    static func fixed(_ seconds: Int64) -> Self { Self(after: .seconds(seconds), isFixed: true) }

    /// A limit that is there unless the application says otherwise.
    static func usual(_ seconds: Int64) -> Self { Self(after: .seconds(seconds), isFixed: false) }
}
