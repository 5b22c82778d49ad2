internal import WebSocketWire

extension TraitLine {
    /// Which frames are refused, and when that is noticed.
    static let frames: [TraitLine] =
        flawsInHeaders + flawsInPayloads + [
            TraitLine(
                "The longest frame", rfc6455: .unlimited, chromium: .limit(1 << 31 - 1),
                firefox: .limit(1 << 31 - 1), node: .limit(1 << 31 - 1), websockets: .limit(1 << 20),
                "drop-huge-2^62-stall-fin drop-huge-2^63-1-stall-fin drop-huge-2^32-stall-fin"
                    + " drop-huge-2^31-stall-fin drop-huge-100MiB-stall-fin len-2e31-1 len-2e32-header-only len-1MiB len-1MiB+1",
                note: "websockets: `max_size`"
            ) { $0.longestFrame = $1 },
            TraitLine(
                "A longer frame is an error", rfc6455: true, chromium: false, firefox: true, node: true,
                websockets: true,
                "drop-huge-2^32-stall-fin drop-huge-2^31-stall-fin cli-late-huge-echo close-then-huge"
            ) { $0.reportsLengthAsError = $1 },
            TraitLine(
                "It still looks at data when it has sent its Close", rfc6455: .nothing, chromium: .data,
                firefox: .nothing, node: .text, websockets: .text,
                "cli-1000-late-text-echo cli-1000-late-badframe-echo cli-late-badutf8-echo cli-late-cont-echo"
                    + " cli-late-text-in-fragment-echo cli-late-rsv1-echo cli-late-pmd-garbage-echo"
            ) { $0.ignoresWhileClosing = $1 },
            TraitLine(
                "A failure is reported", rfc6455: .atOnce, chromium: .atOnce, firefox: .atOnce, node: .atOnce,
                websockets: .atTheEnd,
                "perr-rsv1-stall badclose-code-1005-stall perr-rsv1-echoed perr-rsv1-fin rsv1-rst-100ms"
            ) { $0.reportsFailure = $1 },
        ]

    private static let flawsInHeaders: [TraitLine] = [
        notice(
            .header(.reservedBits), "Reserved bits", chromium: .atTheHeaderOfData, firefox: .atTheFrame,
            websockets: .atTheFrame,
            "perr-rsv2 perr-rsv3 perr-rsv1-ping perr-rsv1-header-first-byte perr-text-then-rsv1"
                + " perr-rsv1-then-text pmd-rsv2 badclose-rsv1 badclose-rsv3 cli-1000-reply-rsv1 rsv2-header-only pmd-rsv13"
        ),
        notice(
            .header(.compressedContinuation), "RSV1 on what begins no message, with permessage-deflate",
            chromium: .atTheHeaderOfData, firefox: .atTheFrame, node: .never, websockets: .atTheFrame,
            "pmd-rsv1-on-continuation pmd-rsv1-ping pmd-rsv1-close pmd-rsv1-pong"),
        notice(
            .header(.reservedOpcode), "A reserved opcode", chromium: .atTheHeaderOfData, firefox: .atTheFrame,
            "perr-opcode-3 perr-opcode-7 perr-opcode-b perr-opcode-f perr-opcode-3-header-only"
                + " opcode-b-header-only cli-1000-late-badframe-echo"),
        notice(
            .reservedFragment, "A reserved opcode on a first fragment", firefox: .never, "opcode-3-fin0",
            note: "Firefox waits for the end of the message"),
        notice(
            .header(.fragmentedControl), "A control frame without FIN", firefox: .atTheFrame,
            websockets: .atTheFrame,
            "perr-pong-fin0 badclose-fin0 cli-1000-reply-fin0 pong-fin0-header-only opcode-b-fin0"),
        notice(
            .header(.oversizedControl), "A control frame of more than 125 bytes", firefox: .atTheFrame,
            websockets: .atTheFrame, "perr-ping-126 perr-ping-126-header-only badclose-126"),
        notice(
            .longFormOfControl, "A control frame with a long form of a short length", websockets: .never,
            "ping-16bit-5 ping-64bit-1 close-16bit-2"),
        notice(
            .header(.maskedServerFrame), "A masked frame of a server", chromium: .atTheHeaderOfData,
            firefox: .never,
            "perr-masked-text perr-masked-ping perr-masked-echoed cli-1000-reply-masked masked-header-only badclose-masked-1005"
        ),
        notice(
            .header(.unmaskedClientFrame), "A client's frame without a mask",
            note: "for servers, and none was measured"),
        notice(
            .header(.lengthNotMinimal), "A length with more bytes than it needs", node: .never,
            websockets: .never,
            "perr-len16-nonminimal perr-len64-nonminimal-5 perr-len64-nonminimal-200 len16-nonmin-header-only len64-nonmin-header-only"
        ),
        notice(
            .header(.lengthMostSignificantBit), "A length of 2^63 or more",
            "perr-len64-msb len64-msb-header-only"),
        notice(
            .header(.continuationWithoutMessage), "A continuation of nothing", firefox: .atTheFrame,
            websockets: .atTheFrame,
            "perr-cont-no-start-fin0 perr-cont-after-complete perr-zeros cont-fin1 cont-header-only"),
        notice(
            .header(.dataInsideMessage), "A new message inside another", firefox: .atTheFrame,
            websockets: .atTheFrame,
            "text-inside-fragmented fragment-inside-fragmented text-inside-header-only"),
    ]

    private static let flawsInPayloads: [TraitLine] = [
        notice(
            .notUTF8, "Text that is not UTF-8", rfc6455: .atOnce, chromium: .atOnce, firefox: .atTheMessage,
            node: .atTheMessage, websockets: .atTheMessage,
            "perr-utf8-ff perr-utf8-truncated perr-utf8-surrogate perr-utf8-overlong perr-utf8-above-10ffff"
                + " perr-utf8-second-fragment perr-utf8-first-fragment-unfinished"
                + " perr-utf8-partial-frame-fail-fast perr-utf8-split-ok utf8-bad-in-fragment-then-close"),
        notice(
            .compressedNotUTF8, "Compressed text that is not UTF-8", rfc6455: .atOnce,
            chromium: .atTheMessage,
            firefox: .atTheMessage, node: .atTheMessage, websockets: .atTheMessage,
            "pmd-badutf8 pmd-badutf8-fragment", note: "Chromium looks every 4 KiB too"),
        notice(
            .deflate, "What does not inflate", rfc6455: .atOnce, chromium: .atOnce, firefox: .atTheMessage,
            node: .atTheFrame, websockets: .atTheFrame,
            "pmd-garbage pmd-reserved-block pmd-truncated pmd-bad-distance pmd-garbage-echoed"
                + " pmd-empty-payload-rsv1 pmd-garbage-fragment pmd-garbage-partial"),
    ]

    private static func notice(
        _ family: Flaw.Family, _ title: String, rfc6455: Traits.Notice = .atTheHeader,
        chromium: Traits.Notice = .atTheHeader, firefox: Traits.Notice = .atTheHeader,
        node: Traits.Notice = .atTheHeader, websockets: Traits.Notice = .atTheHeader, _ cases: String = "",
        note: String = ""
    ) -> TraitLine {
        TraitLine(
            title, rfc6455: rfc6455, chromium: chromium, firefox: firefox, node: node,
            websockets: websockets, cases, note: note
        ) { $0.notices[family] = $1 }
    }
}
