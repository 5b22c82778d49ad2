internal import WebSocketWire

// What follows the name of who did it, and what nobody did.

extension EnglishNarrator {
    /// `ended TCP with a FIN between two frames, 1.2 s after the session began`; nil where the cause has no
    /// actor.
    static func deed(_ plot: Plot) -> String? {
        switch plot.ending.cause {
        case .closed(let leg, let code, let reason):
            "closed \(with(code, reason))\(and(plot)) \(answer(to: leg, code, reason, plot))"
        case .noStatus(let leg): "closed without a code\(and(plot)) \(answer(to: leg, nil, "", plot))"
        case .closeUnanswered(let leg, let code):
            "closed \(with(code)) and \(silence(plot.silence(after: leg), leg))"
        case .leftOpen(let leg, let code):
            "closed \(with(code)), \(leg.other.english) answered, and nobody ended TCP in the "
                + "\(plot.lingering.words()) after"
        case .malformedClose(let leg, let violation):
            "sent \(malformed(violation))\(reaction(plot.reaction(to: leg), leg))"
        case .dropped(let leg, let drop, let place):
            "\(dropped(drop)) \(spot(plot.spot(of: leg, place))), \(age(plot.ageOfEnd(of: leg)))"
        case .protocolViolation(let leg, let offence, let frame, let offset):
            "\(broke(offence, plot.header(of: frame, from: leg))) (\(place(frame, offset)))"
                + reaction(plot.reaction(to: leg), leg)
        case .messageTooBig(let leg, let length, let frame, let offset):
            "sent \(length) bytes at once (\(place(frame, offset))), more than \(leg.other.english) takes"
                + reaction(plot.reaction(to: leg), leg)
        case .invalidUTF8(let leg, let byte, let frame, let offset):
            "sent a text that is not UTF-8 from its byte \(byte) on (\(place(frame, offset)))"
                + reaction(plot.reaction(to: leg), leg)
        case .deflateDamage(let leg, let frame, let offset):
            "sent a compressed message that does not inflate (\(place(frame, offset)))"
                + reaction(plot.reaction(to: leg), leg)
        case .refusedFrames(_, let code?, let reason):
            "failed the connection \(with(code, reason)), and nothing that was seen says why"
        case .refusedFrames(let leg, nil, _):
            "ended the connection over what it got, \(age(plot.ageOfEnd(of: leg))), and nothing that was seen "
                + "says why"
        case .handshakeRefused(let status):
            "answered the request\(path(plot)) with \(HTTPStatus.words(status)) instead of 101"
        case .handshakeInvalid(let flaw): "answered the request\(path(plot)) \(self.flaw(flaw))"
        case .closedByBoth, .unreachable, .tlsFailure, .notWebSocket, .idleTimeout, .handshakeTimeout,
            .killed,
            .shutDown, .unknown:
            nil
        }
    }

    /// What happened where nobody in particular did it.
    static func event(_ plot: Plot) -> String {
        switch plot.ending.cause {
        case .closedByBoth(let client, let server):
            "client and server both closed before either had the other's Close (the client \(with(client)), "
                + "the server \(with(server)))"
        case .unreachable(let reason): "the proxy could not reach the server\(detail(reason))"
        case .tlsFailure(let leg, let reason): "TLS failed between proxy and \(leg.noun)\(detail(reason))"
        case .notWebSocket:
            plot.status.map { "nobody asked for a WebSocket; the last answer was \($0)" }
                ?? "nobody asked for a WebSocket in \(plot.length.words())"
        case .idleTimeout:
            "nothing moved for so long that the proxy ended the session, \(plot.length.words()) after it began"
        case .handshakeTimeout: "\(late(plot)) after \(plot.length.words()), and the proxy ended the session"
        case .killed(let leg): "a rule ended \(leg.english)'s connection, \(age(plot.length))"
        case .shutDown: "the proxy stopped while the session was open, \(plot.length.words()) after it began"
        case .unknown:
            plot.hasEnded
                ? "nothing that was seen says why the session ended, \(plot.length.words()) after it began"
                : "the session has not ended, \(plot.length.words()) after it began"
        case .closed, .noStatus, .closeUnanswered, .leftOpen, .malformedClose, .dropped, .protocolViolation,
            .messageTooBig, .invalidUTF8, .deflateDamage, .refusedFrames, .handshakeRefused,
            .handshakeInvalid:
            ""
        }
    }

    /// What comes of it is told apart from what a rule did.
    private static func and(_ plot: Plot) -> String { plot.isMimicked ? ";" : " and" }

    static func place(_ frame: UInt64, _ offset: UInt64) -> String { "frame \(frame) at byte \(offset)" }

    private static func path(_ plot: Plot) -> String {
        plot.target.map { " for \(quoted($0, upTo: ForeignText.longestPath))" } ?? ""
    }

    private static func late(_ plot: Plot) -> String {
        plot.target == nil
            ? "the client's request was not complete"
            : "the server had not answered the request\(path(plot))"
    }

    private static func answer(to leg: Leg, _ code: UInt16?, _ reason: String, _ plot: Plot) -> String {
        let answer = unchanged(leg, code, reason, plot)
        return plot.fateOfAnswer(to: leg).map { answer + fate($0.fate, $0.rule) } ?? answer
    }

    private static func fate(_ fate: Plot.Fate, _ rule: Plot.FiredRule?) -> String {
        let rule = rule.map(named)
        return switch fate {
        case .changed(let close):
            rule.map { ", which \($0) turned into \(self.close(close))" }
                ?? ", which came back as \(self.close(close))"
        case .cut: rule.map { ", which \($0) cut" } ?? ", which never came back whole"
        case .withheld: rule.map { ", which \($0) kept back" } ?? ", which never came back"
        }
    }

    private static func unchanged(_ leg: Leg, _ code: UInt16?, _ reason: String, _ plot: Plot) -> String {
        let other = leg.other.english
        guard let answer = plot.answer(to: leg) else { return "\(other) answered" }
        guard answer.code == code else {
            return "\(other) answered \(with(answer.code, answer.reason))"
        }
        if answer.reason == reason { return "\(other) echoed it" }
        return answer.reason.isEmpty
            ? "\(other) echoed the code" : "\(other) answered \(with(code, answer.reason))"
    }

    private static func silence(_ silence: Plot.Silence, _ leg: Leg) -> String {
        let other = leg.other.english
        return switch silence {
        case .neverArrived: "\(other) never got it"
        case .answerLost: "never got \(other)'s answer"
        case .ended(let drop, let time):
            "\(other) \(dropped(drop)) \(time.words()) later instead of answering"
        case .nothing(let time): "\(other) did not answer in \(time.words())"
        }
    }

    private static func reaction(_ reaction: Plot.Reaction?, _ leg: Leg) -> String {
        let other = leg.other.english
        return switch reaction {
        case .failed(let code, let reason): "; \(other) failed the connection \(with(code, reason))"
        case .answered(let code, let reason): "; \(other) answered \(with(code, reason))"
        case .hungUp(.fin): "; \(other) hung up"
        case .hungUp(let drop): "; \(other) \(dropped(drop))"
        case nil: ""
        }
    }

    static func dropped(_ drop: Cause.Drop) -> String {
        switch drop {
        case .fin: "ended TCP with a FIN"
        case .truncated: "ended TCP with a FIN but no close_notify"
        case .rst: "reset TCP (RST)"
        case .lost: "was lost to the network"
        }
    }
}

extension Leg {
    /// Without an article.
    fileprivate var noun: String {
        switch self {
        case .client: "client"
        case .server: "server"
        }
    }
}

// MARK: Where

extension EnglishNarrator {
    static func spot(_ spot: Plot.Spot) -> String {
        switch spot {
        case .beforeFrames: "before its first frame"
        case .betweenFrames(let frame): "between two frames (after frame \(frame)), without a Close"
        case .betweenFragments(let frame): "between two fragments of a message (after frame \(frame))"
        case .inHeader(let read, let frame):
            "in the header of frame \(frame) (after \(bytes(UInt64(clamping: read))))"
        case .inPayload(let header, let came, let frame):
            "in the middle of a \(kind(header.opcode)) frame (\(came) of \(header.payloadLength) payload bytes, "
                + "frame \(frame))"
        case .beforeRequest: "before there was a request"
        case .beforeAnswer: "before it answered the handshake"
        case .inAnswer(let count):
            "in the middle of its answer to the handshake (after \(bytes(UInt64(clamping: count))))"
        case .awaitingAnswer: "before the handshake was answered"
        }
    }

    static func bytes(_ count: UInt64) -> String { "\(count) byte\(count == 1 ? "" : "s")" }

    static func kind(_ opcode: Opcode) -> String {
        switch opcode {
        case .close: "Close"
        default: "\(opcode)"
        }
    }
}

// MARK: What was wrong

extension EnglishNarrator {
    static func broke(_ offence: FrameOffence, _ header: FrameHeader?) -> String {
        switch offence {
        case .reservedBits: "sent a frame with reserved bits set"
        case .reservedOpcode:
            header.map { "sent a frame with the \($0.opcode)" } ?? "sent a frame with a reserved opcode"
        case .fragmentedControl: "sent a control frame in fragments"
        case .unmaskedClientFrame: "sent a frame without a mask"
        case .maskedServerFrame: "sent a frame with a mask"
        case .oversizedControl: "sent a control frame of more than 125 bytes"
        case .lengthNotMinimal: "sent a frame whose length takes more bytes than it needs"
        case .lengthMostSignificantBit: "sent a frame with a length of 2^63 or more"
        case .continuationWithoutMessage: "sent a continuation with no message to continue"
        case .dataInsideMessage: "began a message inside another"
        case .compressedContinuation: "set RSV1 on a frame that does not begin a message"
        case .frameTooLarge: "sent a frame over the limit"
        case .messageTooLarge: "sent a message over the limit"
        case .tooManyFragments: "sent a message in too many fragments"
        }
    }

    static func malformed(_ violation: ClosePayloadViolation) -> String {
        switch violation {
        case .oneByte: "a Close with a payload of one byte"
        case .forbiddenCode(let code): "a Close with \(code.rawValue), a code that must not be sent"
        case .reasonNotUTF8(let offset): "a Close whose reason is not UTF-8 (byte \(offset) of the payload)"
        case .tooLong(let count): "a Close with a payload of \(count) bytes, where 125 are allowed"
        }
    }

    static func flaw(_ flaw: HandshakeFlaw) -> String {
        switch flaw {
        case .notHTTP: "with something that is no HTTP"
        case .http10: "in HTTP/1.0"
        case .bareLF: "in lines that end with LF alone"
        case .status(let status): "with \(HTTPStatus.words(status)) instead of 101"
        case .interim(let status): "with \(HTTPStatus.words(status)) before anything else"
        case .noUpgrade: "without an Upgrade header"
        case .otherUpgrade(let value): "with an Upgrade to \(quoted(value))"
        case .noConnection: "without a Connection header"
        case .otherConnection(let value):
            "with the Connection header \(quoted(value)), which names no upgrade"
        case .connectionList(let value):
            "with more than the upgrade in its Connection header, \(quoted(value))"
        case .noAccept: "without Sec-WebSocket-Accept"
        case .wrongAccept(let value):
            "with a Sec-WebSocket-Accept that does not fit the key, \(quoted(value))"
        case .severalAccepts: "with several Sec-WebSocket-Accept headers"
        case .subprotocolUnasked(let name): "with subprotocol \(quoted(name)), though none was offered"
        case .subprotocolOther(let name): "with subprotocol \(quoted(name)), which was not offered"
        case .subprotocolSeveral(let names): "with several subprotocols, \(quoted(names))"
        case .subprotocolMissing: "without any of the subprotocols offered"
        case .extensionUnasked(let name): "with extension \(quoted(name)), which was not offered"
        case .deflateTwice: "with permessage-deflate twice"
        case .deflateParameter(let name, let problem):
            "with permessage-deflate's parameter \(quoted(name)), \(self.problem(problem))"
        case .long(let bytes): "with a head of \(bytes) bytes"
        }
    }

    private static func problem(_ problem: HandshakeFlaw.DeflateProblem) -> String {
        switch problem {
        case .unknown: "which nobody knows"
        case .twice: "which is there twice"
        case .badValue: "whose value makes no sense"
        case .misfit: "which does not fit the offer"
        }
    }
}
