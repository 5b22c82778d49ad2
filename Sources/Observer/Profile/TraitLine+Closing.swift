extension TraitLine {
    /// What becomes of a Close.
    static let close: [TraitLine] = [
        TraitLine(
            "Codes that are refused", rfc6455: .unassigned, chromium: .reported, firefox: .none,
            node: .unassigned, websockets: .unassigned,
            "srv-code-0 srv-code-999 srv-code-1004 srv-code-1005 srv-code-1006 srv-code-1015 srv-code-1016"
                + " srv-code-2999 srv-code-3000 srv-code-4999 srv-code-5000 srv-code-65535"
                + " cli-1000-reply-1005 cli-1000-reply-999 badclose-code-999-echoed"
        ) { $0.refusedCodes = $1 },
        TraitLine(
            "A payload of one byte is refused", rfc6455: true, chromium: true, firefox: false, node: true,
            websockets: true, "badclose-1byte badclose-1byte-then-fin cli-1000-reply-1byte",
            note: "Firefox reports 1005"
        ) { $0.refusesHalfACode = $1 },
        TraitLine(
            "A byte order mark is left out of the reason", rfc6455: false, chromium: false, firefox: false,
            node: true, websockets: false, "srv-reason-bom"
        ) { $0.leavesOutByteOrderMark = $1 },
        TraitLine(
            "Frames behind a Close", rfc6455: .nothing, chromium: .failure, firefox: .uncleanness,
            node: .nothing, websockets: .nothing,
            "srv-then-text srv-then-badframe srv-then-ping close-close close-then-text-100ms"
                + " close-then-lone-byte close-then-rsv1 close-then-cont close-then-nonminimal close-then-huge"
                + " close-then-masked close-3s-text-fin cli-echo-text-fin"
        ) { $0.behindClose = $1 },
        TraitLine(
            "A Close that was read together with a text that is not UTF-8", rfc6455: .tooLate,
            chromium: .tooLate, firefox: .tooLate, node: .reported, websockets: .first,
            note: "measured apart from the cases"
        ) { $0.closeBehindBadText = $1 },
        TraitLine(
            "It waits for the end when it has answered a Close", rfc6455: .endless,
            chromium: .until(.seconds(2)), firefox: .none, node: .endless, websockets: .endless,
            "tcp-close1000-stall tcp-close4000-fin-1s tcp-close4000-fin-5s close-rst-3s close-3s-text-fin"
        ) { $0.patience = $1 },
        TraitLine(
            "It waits for the end when its own Close was answered", rfc6455: .endless,
            chromium: .until(.seconds(2)), firefox: .none, node: .endless, websockets: .until(.seconds(10)),
            "cli-1000-echo-stall cli-4000-noreply-late-echo-5s cli-echo-3s-rst"
        ) { $0.patienceAfterOwn = $1 },
        TraitLine(
            "A FIN makes the closing", rfc6455: .clean, chromium: .clean, firefox: .ifAnswered, node: .clean,
            websockets: .clean, "srv-1000-reason badclose-1byte-then-fin",
            note: "Close and FIN at once were measured apart from the cases too"
        ) { $0.finishedClosing = $1 },
        TraitLine(
            "An RST makes the closing", rfc6455: .ifAnswered, chromium: .unclean, firefox: .ifAnswered,
            node: .ifAnswered, websockets: .clean,
            "tcp-close1000-rst-100ms tcp-close1000-rst-now tcp-closeempty-rst-now cli-1000-echo-rst close-rst-10ms"
        ) { $0.resetClosing = $1 },
        TraitLine(
            "Codes other than 1000, 1001 and 1005 are errors", rfc6455: false, chromium: false,
            firefox: false, node: false, websockets: true,
            "srv-code-1002 srv-code-3000 srv-inside-fragmented cli-3000-echo cli-3000-reply-1000-noreason",
            note: "in either Close"
        ) { $0.reportsCodesAsErrors = $1 },
    ]

    /// What an end without a Close is, and what an endpoint's own end says.
    static let ends: [TraitLine] = [
        TraitLine(
            "A FIN without a Close is an error", rfc6455: false, chromium: false, firefox: false,
            node: false, websockets: true, "drop-fin drop-text-fin drop-fin-mid-payload cli-1000-fin"
        ) { $0.reportsFinishAsError = $1 },
        TraitLine(
            "An RST without a clean closing is an error", rfc6455: false, chromium: false, firefox: true,
            node: false, websockets: true,
            "drop-rst drop-text-rst drop-rst-mid-payload cli-1000-rst tcp-close1000-rst-now"
        ) { $0.reportsResetAsError = $1 },
        TraitLine(
            "It waits for the answer to its Close", rfc6455: .unlimited, chromium: .limit(.fixed(60)),
            firefox: .limit(.fixed(20)), node: .unlimited, websockets: .limit(.fixed(10)),
            "cli-1000-noreply-stall cli-1000-text-flood cli-4000-noreply-late-echo-15s"
        ) { $0.closeLimit = $1 },
        TraitLine(
            "No answer in time is an error", rfc6455: false, chromium: false, firefox: true, node: false,
            websockets: true, "cli-1000-noreply-stall"
        ) { $0.reportsCloseLimitAsError = $1 },
        TraitLine(
            "A Close of its own tells of a failure when it has", rfc6455: .ofFailures,
            chromium: .notForScripts, firefox: .notForScripts, node: .notForScripts, websockets: .ofFailures,
            "perr-utf8-ff perr-rsv2 badclose-utf8-ff drop-huge-2^31-stall-fin"
        ) { $0.failingCodes = $1 },
        TraitLine(
            "Its own end without a Close or a reason that is known", rfc6455: .abnormal, chromium: .gone,
            firefox: .failure, node: .failure, websockets: .gone,
            "perr-rsv2 perr-utf8-ff drop-huge-2^31-stall-fin",
            note: "Firefox and node fail with a bare FIN, the others with a Close"
        ) { $0.bareEnd = $1 },
        TraitLine(
            "Its own end behind a Close is an end to report", rfc6455: true, chromium: true, firefox: true,
            node: false, websockets: false, "tcp-close1000-stall",
            note: "node and websockets leave the end to the server"
        ) { $0.reportsAtItsOwnEnd = $1 },
    ]
}
