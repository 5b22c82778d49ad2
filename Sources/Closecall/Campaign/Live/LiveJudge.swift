public import WebSocketWire

/// Holds what a peer did against what RFC 6455 asks for.
///
/// Where the RFC leaves room, all that it leaves is right: to drop TCP without a Close after an offence; the code of
/// any offence in the input, where a receiver may see another one first; fewer pongs than pings; a Close that overtakes
/// echoes; any legal code in answer to a Close, but for those that blame a peer who did nothing wrong.
public struct LiveJudge: Sendable {
    /// Whether the peer sends messages back.
    public let isEcho: Bool
    /// Who is judged.
    public let role: EndpointRole

    /// A judge of a server that echoes, or of another peer.
    public init(isEcho: Bool, of role: EndpointRole = .server) {
        self.isEcho = isEcho
        self.role = role
    }

    /// What is wrong; nil if nothing is.
    public func complaint(about seen: LiveObservation, after input: LiveInput) -> LiveComplaint? {
        if let complaint = HandshakeJudge(role: role).complaint(about: seen, after: input) {
            return complaint
        }
        guard seen.opening == .open, role == .server || input.head == nil else { return nil }
        var last: LiveComplaint?
        for expectation in LiveExpectation.all(of: input.bytes, by: role) {
            let one = Bench(seen: seen, expected: expectation, isEcho: isEcho, ending: input.ending)
            guard let complaint = one.complaint else { return nil }
            last = complaint
        }
        return last
    }
}

/// One expectation, one observation.
private struct Bench {
    let seen: LiveObservation
    let expected: LiveExpectation
    let isEcho: Bool
    let ending: LiveInput.Ending

    var complaint: LiveComplaint? {
        ownOffence ?? wrongMessage ?? wrongPong ?? wrongEnding ?? missing ?? leak
    }

    private func wrong(_ key: String, expected: String, seen: String, _ clause: String) -> LiveComplaint {
        LiveComplaint(.answeredWrongly, key, expected: expected, seen: seen, clause: clause)
    }

    // MARK: What it sent

    /// Its own frames are illegal.
    private var ownOffence: LiveComplaint? {
        guard let violation = seen.violation else { return nil }
        let offence = LiveOffence(violation)
        if case .failed(let cause) = expected.standing, cause.isOfText, offence.isOfText {
            return accepted(cause, "sent it back")
        }
        if case .close(.forbiddenCode(let code)) = violation {
            // The codes that APIs report count each for itself; of the others there are tens of thousands.
            let name = code.class == .neverOnTheWire ? "\(code.rawValue)" : offence.name
            return wrong(
                "sent \(name)", expected: wanted,
                seen: "a Close with \(code), which must not stand in a frame", "RFC 6455 §7.4.1")
        }
        return wrong(
            "sent \(offence.name)", expected: "frames that are legal", seen: offence.words, offence.clause)
    }

    private var wrongMessage: LiveComplaint? {
        guard isEcho else { return nil }
        for (index, message) in seen.messages.enumerated() {
            guard index < expected.messages.count else { return extra(message) }
            guard message != expected.messages[index] else { continue }
            let right = expected.messages[index]
            return wrong(
                message.opcode == right.opcode ? "echo differs" : "echo has another opcode",
                expected: "message \(index + 1) sent back: \(right.words)", seen: message.words,
                "an echo server")
        }
        return nil
    }

    private func extra(_ message: LiveMessage) -> LiveComplaint {
        if case .failed(let offence) = expected.standing {
            return accepted(offence, "answered \(message.words)")
        }
        return wrong(
            "message nobody sent", expected: "as many messages as were sent",
            seen: "one more: \(message.words)",
            "an echo server")
    }

    /// Pongs are pings' payloads in their order, some left out; what is empty may be a heartbeat.
    private var wrongPong: LiveComplaint? {
        var pings = expected.pings[...]
        for pong in seen.pongs where !pong.isEmpty {
            guard let index = pings.firstIndex(of: pong) else {
                if case .failed(let offence) = expected.standing {
                    // A text may be looked at later than the ping behind it.
                    return offence.isOfText ? nil : accepted(offence, "answered a ping behind it")
                }
                return wrong(
                    "pong differs", expected: "pongs with the pings' payloads, in their order",
                    seen: "a pong with \(LiveMessage(.pong, pong).words)", "RFC 6455 §5.5.3")
            }
            pings = pings[(index + 1)...]
        }
        return nil
    }

    private func accepted(_ offence: LiveOffence, _ how: String) -> LiveComplaint {
        wrong(
            "accepted \(offence.name)", expected: wanted, seen: "it \(how)", offence.clause)
    }

    // MARK: How it ended

    private var wrongEnding: LiveComplaint? {
        switch expected.standing {
        case .failed(let offence): afterOffence(offence)
        case .closed(let payload): afterClose(payload)
        case .open: afterNothing
        }
    }

    private func afterOffence(_ offence: LiveOffence) -> LiveComplaint? {
        if let close = seen.close {
            return wrongCode(close, offence)
        }
        if seen.overdue == .answerToClose {
            return hung("a Close in answer to ours", "RFC 6455 §5.5.1", key: "our Close")
        }
        guard seen.end == nil, expected.isFailureDue else { return nil }
        if seen.trailingPing == .answered { return accepted(offence, "went on, and answered a ping") }
        return hung(wanted, offence.clause, key: offence.name)
    }

    /// Dropping TCP without any code is allowed, and so is saying no more in a Close.
    private func wrongCode(_ close: ClosePayload, _ offence: LiveOffence) -> LiveComplaint? {
        guard let code = close.code, !expected.failureCodes.contains(code) else { return nil }
        let isBlame = Self.blames.contains(code)
        if expected.overtakingClose != nil || seen.hasSentClose {
            if !isBlame || code == expected.overtakingClose?.code { return nil }
            if expected.isInsideMessage { return blame(close, legalClose, "RFC 6455 §5.5.1") }
        }
        if !isBlame, expected.hasCloseBehind || offence.isOfClose {
            let what = offence.isOfClose ? "it" : "a Close behind it"
            return accepted(offence, "answered \(what) with \(close)")
        }
        return wrong(
            "\(code.rawValue) for \(offence.name)", expected: wanted, seen: "a Close with \(close)",
            "RFC 6455 §7.4.1")
    }

    private func afterClose(_ payload: ClosePayload) -> LiveComplaint? {
        if let close = seen.close {
            return blame(close, legalClose, "RFC 6455 §5.5.1", echoing: payload.code)
        }
        if seen.end != nil {
            if isTooMuch { return nil }
            return wrong(
                "no Close in answer", expected: wanted, seen: "TCP ended without one", "RFC 6455 §5.5.1")
        }
        if seen.trailingPing == .answered {
            return wrong(
                "ignored Close", expected: wanted, seen: "it went on, and answered a ping", "RFC 6455 §5.5.1")
        }
        return hung(wanted, "RFC 6455 §5.5.1", key: "Close")
    }

    /// Control frames may stand between the fragments of a message (§5.4), a Close is one of them.
    private var legalClose: String { expected.isInsideMessage ? "a Close inside a message" : "a legal Close" }

    private var afterNothing: LiveComplaint? {
        if let close = seen.close {
            let cause = seen.hasSentClose ? legalClose : "legal frames"
            return blame(close, cause, "RFC 6455 §5.5.1", isAsked: seen.hasSentClose)
        }
        if seen.overdue == .answerToClose {
            return hung("a Close in answer to ours", "RFC 6455 §5.5.1", key: "our Close")
        }
        // An end in the middle of a frame, or after our FIN, needs no Close.
        guard seen.end != nil, expected.isBetweenFrames, ending == .close || isOwing, !isTooMuch else {
            return nil
        }
        return wrong(
            seen.hasSentClose ? "no Close in answer" : "dropped legal frames",
            expected: seen.hasSentClose ? "a Close in answer to ours" : "the connection to stay open",
            seen: "TCP ended without a Close (\(seen.end == .reset ? "a reset" : "a FIN"))",
            seen.hasSentClose ? "RFC 6455 §5.5.1" : "RFC 6455 §7.1.7")
    }

    /// A legal code that does not blame us, or one that is due to a limit.
    private func blame(
        _ close: ClosePayload, _ what: String, _ clause: String, isAsked: Bool = true,
        echoing code: CloseCode? = nil
    ) -> LiveComplaint? {
        if let code, close.code == code { return nil }
        guard let code = close.code else { return isAsked ? nil : unasked(close, what) }
        if expected.failureCodes.contains(code) || Self.excuses.contains(code) { return nil }
        if isAsked, !Self.blames.contains(code) { return nil }
        return Self.blames.contains(code)
            ? wrong(
                "\(code.rawValue) for \(what)", expected: wanted, seen: "a Close with \(close)", clause)
            : unasked(close, what)
    }

    private func unasked(_ close: ClosePayload, _ what: String) -> LiveComplaint {
        wrong(
            "closed unasked", expected: wanted, seen: "a Close with \(close) for \(what)", "RFC 6455 §7.1.7")
    }

    /// Codes that say that the peer did something wrong, or that we did.
    private static let blames: Set<CloseCode> = [
        .protocolError, .unsupportedData, .invalidPayload, .messageTooBig, .mandatoryExtension,
        .internalError,
    ]
    /// Codes that a server may send whenever it likes.
    private static let excuses: Set<CloseCode> = [
        .goingAway, .policyViolation, .serviceRestart, .tryAgainLater,
    ]

    // MARK: What did not come

    private var isOwing: Bool {
        isEcho && seen.messages.count < expected.messages.count
            || !expected.pings.isEmpty && seen.pongs.last != expected.pings.last
    }

    private var missing: LiveComplaint? {
        guard case .open = expected.standing, isOwing, seen.close == nil, seen.end == nil else { return nil }
        if seen.trailingPing != .answered {
            guard seen.overdue == .reaction else { return nil }
            return hung(wanted, "RFC 6455 §5.5.2", key: expected.pings.isEmpty ? "message" : "ping")
        }
        if isEcho, seen.messages.count < expected.messages.count {
            return wrong(
                "echo missing", expected: wanted,
                seen:
                    "\(seen.messages.count) of \(expected.messages.count) messages, and a pong for a ping behind them",
                "an echo server")
        }
        return nil
    }

    /// Whether a peer may find the input too big.
    private var isTooMuch: Bool {
        !expected.failureCodes.isDisjoint(with: [.messageTooBig, .policyViolation])
    }

    private func hung(_ expected: String, _ clause: String, key: String) -> LiveComplaint {
        LiveComplaint(
            .hung, key, expected: expected,
            seen: seen.trailingPing == nil
                ? "nothing in time" : "nothing in time, and no pong for a ping that was sent behind it",
            clause: clause)
    }

    /// Nothing else was wrong, but TCP does not end.
    private var leak: LiveComplaint? {
        guard seen.overdue == .end else { return nil }
        let isClosed = seen.close != nil
        return LiveComplaint(
            .leaked, isClosed ? "TCP after Close" : "TCP after FIN",
            expected: "the end of TCP",
            seen: "TCP still open after our FIN\(isClosed ? " and both Closes" : "")",
            clause: isClosed ? "RFC 6455 §7.1.1" : "RFC 9293 §3.6")
    }

    // MARK: Words

    /// What a right peer does.
    private var wanted: String {
        switch expected.standing {
        case .failed(let offence):
            let codes = expected.failureCodes.map(\.rawValue).sorted().map(String.init)
            return "the connection failed, with \(codes.joined(separator: " or ")): \(offence.words)"
        case .closed(let payload): return "a Close in answer to the Close (\(payload))"
        case .open:
            let messages = expected.messages.count
            let pings = expected.pings.count
            return [
                isEcho && messages > 0 ? "\(messages) message\(messages == 1 ? "" : "s") sent back" : nil,
                pings > 0 ? "a pong for the last ping" : nil,
            ].compactMap { $0 }.joined(separator: ", ") + (messages + pings == 0 ? "no objection" : "")
        }
    }
}

extension LiveMessage {
    /// `text "hello"`, `binary of 3 bytes 00ff10`
    var words: String {
        let count = "\(opcode) of \(bytes.count) bytes"
        let digits = bytes.prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return bytes.isEmpty ? count : "\(count), \(digits)\(bytes.count > 16 ? "…" : "")"
    }
}
