extension TraitLine {
    /// What answers are taken, and what is reported of those that are not.
    static let handshake: [TraitLine] =
        flawsInTheHead + flawsInWhatWasAgreed + [
            TraitLine(
                "The longest answer", rfc6455: .unlimited, chromium: .limit(256 << 10),
                firefox: .limit(384 << 10), node: .limit(16 << 10), websockets: .limit(128 << 10),
                "hs-header-300k hs-head-15k-lines hs-head-17k-lines hs-head-120k-lines hs-head-130k-lines"
                    + " hs-head-258k-lines hs-head-270k-lines hs-head-380k-lines hs-head-390k-lines",
                note: "websockets counts lines, 128 of 8 KiB at most"
            ) { $0.longestHead = $1 },
            TraitLine(
                "A failed handshake is reported as", rfc6455: .event, chromium: .event, firefox: .event,
                node: .errorOnly, websockets: .event,
                "hs-bad-accept hs-status-404 hs-fin-after-request hs-refused"
            ) { $0.failedHandshake = $1 },
            TraitLine(
                "An end before the answer's last line end is an error", rfc6455: true, chromium: true,
                firefox: false, node: true, websockets: true,
                "hs-fin-no-last-lf hs-fin-no-two-crlf hs-rst-no-last-crlf hs-fin-mid-headers",
                note: "an RST is one in Firefox too"
            ) { $0.reportsLackOfLastLineEnd = $1 },
            TraitLine(
                "It waits for an answer", rfc6455: .unlimited, chromium: .unlimited,
                firefox: .limit(.fixed(20)),
                node: .unlimited, websockets: .limit(.usual(10)), "hs-stall-30s hs-stall-2s-then-ok",
                note: "websockets was measured with `open_timeout=60`; 10 s is its default"
            ) { $0.answerLimit = $1 },
            TraitLine(
                "It reports that it opened when all is over at once", rfc6455: true, chromium: true,
                firefox: false,
                node: true, websockets: true,
                "drop-fin-glued-101 drop-rst-glued-101 close-glued-fin rsv1-glued text-glued-fin",
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
            .continue100, "A status of 100 before the 101", rfc6455: .takes, firefox: .takes,
            "hs-100-then-101"),
        refusal(
            .interim, "Another status of 1xx before the 101", rfc6455: .takes, firefox: .takes, node: .takes,
            "hs-102-then-101 hs-103-then-101"),
        refusal(.noUpgrade, "No `Upgrade`", "hs-no-upgrade"),
        refusal(.otherUpgrade, "`Upgrade` to something else", "hs-upgrade-wrong hs-upgrade-case"),
        refusal(
            .upgradeList, "`Upgrade` to several, WebSocket among them", firefox: .takes,
            "hs-upgrade-list hs-upgrade-twice"),
        refusal(.noConnection, "No `Connection`", "hs-no-connection"),
        refusal(.otherConnection, "`Connection` without the upgrade", "hs-connection-close"),
        refusal(
            .connectionList, "`Connection` with more than the upgrade", rfc6455: .takes, chromium: .takes,
            firefox: .takes, websockets: .takes, "hs-connection-list hs-connection-list2"),
        refusal(.noAccept, "No `Sec-WebSocket-Accept`", "hs-no-accept"),
        refusal(.wrongAccept, "A `Sec-WebSocket-Accept` that is wrong", "hs-bad-accept"),
        refusal(.severalAccepts, "`Sec-WebSocket-Accept` twice", "hs-accept-twice"),
    ]

    private static let flawsInWhatWasAgreed: [TraitLine] = [
        refusal(
            .subprotocolUnasked, "A subprotocol though none was offered", firefox: .takes, node: .isSilent,
            "hs-subprotocol-unasked", note: "undici throws inside"),
        refusal(
            .subprotocolOther, "A subprotocol that was not offered", "hs-subprotocol-wrong hs-proto-case"),
        refusal(.subprotocolSeveral, "Several subprotocols", "hs-subprotocol-two hs-proto-twice"),
        refusal(
            .subprotocolMissing, "No subprotocol though some were offered", rfc6455: .takes, firefox: .takes,
            websockets: .takes, "hs-subprotocol-none"),
        refusal(
            .extensionUnasked, "An extension that was not offered", "hs-ext-unasked hs-ext-pmd-foo"),
        refusal(.extensionEmpty, "An empty list of extensions", firefox: .takes, "hs-ext-empty"),
        refusal(.deflateTwice, "permessage-deflate twice", "hs-extension-pmd-twice"),
        refusal(
            .deflateUnknown, "permessage-deflate with an unknown parameter", node: .takes,
            "hs-extension-pmd-badparam"),
        refusal(
            .deflateValue, "permessage-deflate with a value that makes no sense", node: .takes,
            "hs-extension-pmd-badbits hs-pmd-dupparam hs-pmd-serverbits-novalue hs-pmd-snct-value"),
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
