extension EnglishNarrator {
    static func text(of kind: CauseKind) -> CauseText {
        switch kind {
        case .closing(let closing): text(of: closing)
        case .dropped(let drop, let place): text(of: drop, place)
        case .refused(let refused): text(of: refused)
        case .opening(let opening): text(of: opening)
        case .ours(let ours): text(of: ours)
        }
    }

    private static func text(of closing: CauseKind.Closing) -> CauseText {
        switch closing {
        case .byClient:
            CauseText(
                label: "closed by client",
                meaning: "The client sent the first Close and the server answered it, as it should be.",
                usually: "Usually the application called close(), or a page was left (1001).",
                next: "Look at the code: the client sent one, and reports the one in the server's answer.")
        case .byServer:
            CauseText(
                label: "closed by server",
                meaning: "The server sent the first Close and the client answered it, as it should be.",
                usually:
                    "Usually the server was done, went down (1001) or refused what it got (1002 to 1011).",
                next: "Look at code and reason, then in the server's log at that time.")
        case .byBoth:
            CauseText(
                label: "closed by both",
                meaning: "Client and server each sent a Close before the other's had arrived.",
                usually: "Usually both acted on the same message, or on the same timer.",
                next: "Look at both codes: each side reports the other's.")
        case .noStatus:
            CauseText(
                label: "close without code",
                meaning: "A Close without a code was answered, which APIs report as 1005.",
                usually: "Usually somebody called close() without arguments.",
                next: "Give every close() a code and a reason, so that the next log says more.")
        case .unanswered:
            CauseText(
                label: "Close never answered",
                meaning:
                    "One side sent a Close and the other never sent one back, which is reported as 1006.",
                usually:
                    "Usually the other had hung up already, was busy, or ends TCP in place of an answer.",
                next: "Look at what the silent side did after the Close: a FIN, an RST, or nothing at all.")
        case .leftOpen:
            CauseText(
                label: "left open",
                meaning: "Both Closes were exchanged, and then nobody ended the TCP connection.",
                usually: "Usually the server, whose part that is (RFC 6455 §7.1.1), keeps the socket.",
                next: "Look whether the server closes its socket once both Closes have been sent.")
        case .malformed:
            CauseText(
                label: "malformed Close",
                meaning: "A Close frame had a payload that none may have.",
                usually:
                    "Usually the code is one that must not be sent (1005, 1006, 1015), or a reason was cut.",
                next: "Look at the payload: two bytes of code, then at most 123 bytes of UTF-8.")
        }
    }

    private static func text(of drop: Cause.Drop, _ place: Cause.Place) -> CauseText {
        let how: (label: String, meaning: String, usually: String) =
            switch drop {
            case .fin:
                (
                    "FIN", "One side ended TCP with a FIN",
                    "Usually a process ended, a socket was closed without a Close, or a timeout on the way."
                )
            case .truncated:
                (
                    "bare FIN", "One side ended TCP with a FIN that no close_notify of TLS announced",
                    "Usually a library that skips close_notify; but anybody on the way could have cut there."
                )
            case .rst:
                (
                    "RST", "One side reset the TCP connection",
                    """
                    Usually a process was killed, unread bytes were thrown away, or a middlebox \
                    forgot the connection.
                    """
                )
            case .lost:
                (
                    "lost", "The network lost the connection",
                    "Usually a route, a link or a machine went away, and nothing answered any more."
                )
            }
        return CauseText(
            label: "\(how.label) \(label(place))", meaning: "\(how.meaning) \(meaning(place)).",
            usually: how.usually, next: next(place))
    }

    private static func label(_ place: Cause.Place) -> String {
        switch place {
        case .betweenFrames: "between frames"
        case .betweenFragments: "between fragments"
        case .inHeader: "in a header"
        case .inPayload: "in a payload"
        case .inHandshake: "in the handshake"
        }
    }

    private static func meaning(_ place: Cause.Place) -> String {
        switch place {
        case .betweenFrames: "between two frames, without a Close, which is reported as 1006"
        case .betweenFragments: "between two fragments of a message, which is lost"
        case .inHeader: "in the middle of a frame's header"
        case .inPayload: "in the middle of a frame's payload, so that its message is lost"
        case .inHandshake: "before the handshake was done, so that there never was a WebSocket"
        }
    }

    private static func next(_ place: Cause.Place) -> String {
        switch place {
        case .betweenFrames: "Look how long nothing had moved: always the same number means a timeout."
        case .betweenFragments: "Look at who produces the message, and whether it ends by an exception."
        case .inHeader, .inPayload:
            "Look for a crash or a kill at that second: whoever ends well ends between frames."
        case .inHandshake:
            "Look at the server's log for the request, and at proxies that do not know Upgrade."
        }
    }

    private static func text(of refused: CauseKind.Refused) -> CauseText {
        switch refused {
        case .protocolViolation:
            CauseText(
                label: "protocol violation",
                meaning: "A frame broke RFC 6455, and whoever got it failed the connection.",
                usually:
                    """
                    Usually two threads write to one socket, a mask is missing, or a gateway touched \
                    the bytes.
                    """,
                next: "Look at the named frame and byte, and who wrote it.")
        case .messageTooBig:
            CauseText(
                label: "message too big",
                meaning: "A message was larger than the other side takes (1009).",
                usually: "Usually a limit of the library, often 1 MiB, that nobody had chosen.",
                next: "Raise the limit, or send in pieces.")
        case .invalidUTF8:
            CauseText(
                label: "invalid UTF-8",
                meaning: "A text message was not UTF-8 (1007; browsers report 1006).",
                usually:
                    "Usually binary data sent as text, Latin-1, or a text cut in the middle of a character.",
                next: "Look at the named byte, and send bytes as binary.")
        case .deflateDamage:
            CauseText(
                label: "damaged compression",
                meaning: "A compressed message could not be inflated.",
                usually:
                    "Usually the two sides disagree on context takeover, or a gateway touched the bytes.",
                next: "Try without permessage-deflate, and compare the parameters in request and answer.")
        case .other:
            CauseText(
                label: "refused frames",
                meaning: "One side failed the connection for something in the frames that was not seen.",
                usually: "Usually a limit or a rule of the application, such as a format or a size.",
                next: "Look at code and reason of its Close, then in its log.")
        }
    }

    private static func text(of opening: CauseKind.Opening) -> CauseText {
        switch opening {
        case .refused:
            CauseText(
                label: "handshake refused",
                meaning: "The answer to the handshake had another status than 101.",
                usually: "Usually a login (401, 403), a wrong path (404), or a proxy without a server (502).",
                next: "Look at the status and at who answered: the application or a gateway before it.")
        case .invalid:
            CauseText(
                label: "handshake invalid",
                meaning: "The answer to the handshake is one that the client must not take.",
                usually: "Usually a gateway dropped or rewrote a header field.",
                next: "Look at the answer's head beside the request's, field by field.")
        case .unreachable:
            CauseText(
                label: "server unreachable",
                meaning: "The proxy could not connect to the server.",
                usually: "Usually nothing listens there, or a name or a port is wrong.",
                next: "Try the address of --upstream from the machine that the proxy runs on.")
        case .tls:
            CauseText(
                label: "TLS failed",
                meaning: "TLS failed, so that there never was a WebSocket; browsers report 1006, not 1015.",
                usually:
                    "Usually a certificate that is expired, for another name or of an unknown authority.",
                next: "Look at the certificate's names, dates and issuer.")
        case .notWebSocket:
            CauseText(
                label: "no WebSocket",
                meaning: "Nobody asked for a WebSocket on this connection.",
                usually: "Usually plain requests of a page, a health check, or a browser's spare connection.",
                next: "Nothing: it is no ending of a WebSocket.")
        }
    }

    private static func text(of ours: CauseKind.Ours) -> CauseText {
        switch ours {
        case .idle:
            CauseText(
                label: "idle too long",
                meaning: "Nothing moved for so long that the proxy ended the session.",
                usually: "Usually nobody sends pings, or one side is gone without a trace.",
                next: "Send pings, or raise --idle-timeout.")
        case .handshake:
            CauseText(
                label: "handshake too slow",
                meaning: "The request or its answer took so long that the proxy ended the session.",
                usually: "Usually the server accepts the connection and then hangs.",
                next: "Look at what the server does with the request.")
        case .killed:
            CauseText(
                label: "killed by fault",
                meaning: "A rule of the scenario ended the connection.",
                usually: "That is what the scenario is for.",
                next: "Look at how each side coped with it.")
        case .shutDown:
            CauseText(
                label: "proxy stopped",
                meaning: "The session was still open when the proxy stopped.",
                usually: "Somebody stopped it, or its work was done.",
                next: "Nothing: it says nothing of client or server.")
        case .unknown:
            CauseText(
                label: "unknown",
                meaning: "Nothing that was seen says why the session ended, or it has not ended.",
                usually: "Usually a capture begins late or ends early.",
                next: "Look at the evidence: last frames, FIN and RST of both sides.")
        }
    }
}
