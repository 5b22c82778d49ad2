internal import Faults
internal import Observer
internal import WebSocketWire

extension RelaySession {
    /// Moves bytes of an HTTP conversation, and learns from them what the connection becomes.
    mutating func converse(
        _ bytes: Span<UInt8>, from leg: Leg, at now: Moment, into actions: inout [Action]
    ) {
        guard case .http(let http) = phase else { return }
        if leg == .client { giveUpOtherThanRequests(bytes, http) }
        follow(bytes, .received, from: leg, in: http, into: &actions)
        settle(http)
        watchHandshake(of: http, at: now, into: &actions)
    }

    /// A head is kept back until it is complete, as rules may be about it. Where nothing is expected of a client, only
    /// what begins as every request for a WebSocket does is taken for one: who says "hello" to a server of any bytes,
    /// and waits for the answer, would wait for ever.
    private func giveUpOtherThanRequests(_ bytes: Span<UInt8>, _ http: HTTPPhase) {
        guard faults != nil, !options.expectsHTTP, !http.hasRequest, http.heldHead.count < 4 else { return }
        for (index, expected) in "GET ".utf8.enumerated() {
            let place = index - http.heldHead.count
            guard place < bytes.count else { return }
            let found = place < 0 ? http.heldHead[index] : bytes[place]
            if found != expected { return http.conversation.giveUp() }
        }
    }

    /// Whether bytes are on their way already.
    private enum Source {
        /// Just received: they can be forwarded.
        case received
        /// A copy of bytes that were sent on before.
        case sent
        /// A copy of bytes that were held back.
        case held
    }

    private mutating func follow(
        _ bytes: Span<UInt8>, _ source: Source, from leg: Leg, in http: HTTPPhase,
        into actions: inout [Action]
    ) {
        var position = 0
        while case .http = phase, let piece = http.conversation.next(in: bytes, at: &position, from: leg) {
            take(piece, of: bytes, source, in: http, from: leg, into: &actions)
            tell(http, into: &actions)
            if leg == .server, !http.undecided.isEmpty { decide(http, into: &actions) }
        }
    }

    private mutating func take(
        _ piece: HTTPPiece, of bytes: Span<UInt8>, _ source: Source, in http: HTTPPhase, from leg: Leg,
        into actions: inout [Action]
    ) {
        switch piece {
        case .partOfHead(let range) where holdsHeads(of: leg): http.hold(bytes, range, of: leg)
        case .requestHead(let head, let range):
            takeRequest(head, range, of: bytes, source, in: http, into: &actions)
        case .responseHead(let head, let range):
            actions.append(.note(.response(head)))
            takeResponse(head, range, of: bytes, source, in: http, into: &actions)
        case .undecided(let range):
            keepUndecided(bytes, range, in: http, into: &actions)
            if !holdsHeads(of: .client) { pass(range, of: bytes, source, from: leg, into: &actions) }
        case .frames(let range) where faults != nil && source == .sent:
            scan(bytes, range, from: leg, into: &actions)
            observer?.delivered(bytes.extracting(range), to: leg.other)
            faults.map { stand($0.lane(leg.onward)) }
        case .frames(let range) where faults != nil:
            faults?.lane(leg.onward).readsCopies = source == .held
            meddle(bytes, range, from: leg, into: &actions)
            faults?.lane(leg.onward).readsCopies = false
        case .frames(let range):
            scan(bytes, range, from: leg, into: &actions)
            pass(range, of: bytes, source, from: leg, into: &actions)
        case .opaque(let range): passOpaque(range, of: bytes, source, in: http, from: leg, into: &actions)
        case .partOfHead(let range), .body(let range):
            pass(range, of: bytes, source, from: leg, into: &actions)
        }
    }

    /// Whether heads of that leg are kept back until they are complete, since they may change.
    func holdsHeads(of leg: Leg) -> Bool { faults != nil || leg == .client && options.rewrite != nil }

    private mutating func takeRequest(
        _ head: RequestHead, _ range: Range<Int>, of bytes: Span<UInt8>, _ source: Source, in http: HTTPPhase,
        into actions: inout [Action]
    ) {
        http.request = http.request ?? head
        http.asksForUpgrade = http.conversation.state == .undecided
        actions.append(.note(.request(head)))
        guard holdsHeads(of: .client) else {
            return pass(range, of: bytes, source, from: .client, into: &actions)
        }
        http.hold(bytes, range, of: .client)
        var written = http.heldHead
        http.heldHead = []
        var new = head
        if let rewrite = options.rewrite {
            new = rewrite.rewritten(head)
            written = new.bytes
        }
        guard let faults else { return actions.append(.write(written, to: .server)) }
        let isWhole = http.tornHeads.remove(.client) == nil
        faults.head(
            .request(new), written, opensWebSocket: http.asksForUpgrade && isWhole, at: lastActivity,
            into: &actions)
    }

    private mutating func takeResponse(
        _ head: ResponseHead, _ range: Range<Int>, of bytes: Span<UInt8>, _ source: Source,
        in http: HTTPPhase,
        into actions: inout [Action]
    ) {
        let isAnswer = http.asksForUpgrade && http.conversation.state != .undecided
        if isAnswer { http.asksForUpgrade = false }
        guard let faults else { return pass(range, of: bytes, source, from: .server, into: &actions) }
        http.hold(bytes, range, of: .server)
        let written = http.heldResponse
        http.heldResponse = []
        let isWhole = http.tornHeads.remove(.server) == nil
        faults.head(
            .response(head), written, opensWebSocket: isAnswer && isWhole, at: lastActivity, into: &actions)
    }

    private mutating func pass(
        _ range: Range<Int>, of bytes: Span<UInt8>, _ source: Source, from leg: Leg,
        into actions: inout [Action]
    ) {
        if source == .sent { return }
        if let faults {
            faults.begin(nil, at: lastActivity, into: &actions)
            let lane = faults.lane(leg.onward)
            lane.readsCopies = source != .received
            faults.emit(bytes, range, lane, startsUnit: true, at: lastActivity, into: &actions)
            lane.readsCopies = false
            return
        }
        switch source {
        case .received: actions.forward(range, from: leg)
        case .sent: break
        case .held:
            var copy: [UInt8] = []
            copy.append(bytes, range)
            actions.append(.write(copy, to: leg.other))
        }
    }

    /// RFC 6455 §4.1 forbids clients to send anything here, so few will send much; for one that does, the frames
    /// are given up rather than the bytes, or the client where its bytes must wait.
    private mutating func keepUndecided(
        _ bytes: Span<UInt8>, _ range: Range<Int>, in http: HTTPPhase, into actions: inout [Action]
    ) {
        http.undecided.append(bytes, range)
        guard http.undecided.count > HTTPPhase.longestUndecided else { return }
        let early = http.takeUndecided()
        http.conversation.giveUp()
        if options.rewrite != nil {
            answer(.gateway(.tooEager(limit: HTTPPhase.longestUndecided)), into: &actions)
        } else if faults != nil {
            sendHeld(early, to: .server, into: &actions)
        }
    }

    /// The server's answer says what the client meant by what it sent without waiting for it.
    private mutating func decide(_ http: HTTPPhase, into actions: inout [Action]) {
        guard http.conversation.state != .undecided else { return }
        let sent = holdsHeads(of: .client) ? http.undecidedSent : http.undecided.count
        let early = http.undecided
        (http.undecided, http.undecidedSent) = ([], 0)
        follow(early.span.extracting(first: sent), .sent, from: .client, in: http, into: &actions)
        follow(early.span.extracting(droppingFirst: sent), .held, from: .client, in: http, into: &actions)
        if let end = http.heldEnd.take() { passOn(end, to: .server, into: &actions) }
    }

    /// Whether the end of the client stays behind bytes that wait for the server's answer. When no answer can come
    /// any more, they wait no longer.
    mutating func mustWait(
        _ end: LegEnd, of leg: Leg, in http: HTTPPhase, into actions: inout [Action]
    ) -> Bool {
        guard holdsHeads(of: .client) else { return false }
        if leg == .client, end.isHalf, !http.undecided.isEmpty, !toClient.isEnded {
            http.heldEnd = end
            return true
        }
        var held = http.takeUndecided()
        // A head that the client has begun can still be completed when the server has said its last.
        if leg == .client {
            held = http.heldHead + held
            http.heldHead = []
        }
        sendHeld(held, to: .server, into: &actions)
        if leg == .server {
            sendHeld(http.heldResponse, to: .client, into: &actions)
            http.heldResponse = []
        }
        if let end = http.heldEnd.take() { passOn(end, to: .server, into: &actions) }
        return false
    }

    /// Parts of heads that will never be heads.
    private func sendHeldHeads(of http: HTTPPhase, into actions: inout [Action]) {
        sendHeld(http.heldHead, to: .server, into: &actions)
        http.heldHead = []
        sendHeld(http.heldResponse, to: .client, into: &actions)
        http.heldResponse = []
    }

    private func sendHeld(_ held: [UInt8], to leg: Leg, into actions: inout [Action]) {
        guard !held.isEmpty else { return }
        if !liveLegs.contains(LegSet(leg)) {
            actions.append(.note(.lost(leg.other.onward, bytes: UInt64(held.count))))
        } else if let faults {
            faults.begin(nil, at: lastActivity, into: &actions)
            faults.emit(
                held, faults.lane(leg.other.onward), startsUnit: true, at: lastActivity, into: &actions)
        } else {
            actions.append(.write(held, to: leg))
        }
    }

    /// Notes what the connection has become, before anything that comes behind it in the same read.
    private mutating func tell(_ http: HTTPPhase, into actions: inout [Action]) {
        guard case .http = phase, !http.isTold else { return }
        switch http.conversation.state {
        case .http, .undecided: return
        case .upgraded(let agreement):
            let deflate = agreement.deflateParameters
            observer?.upgraded(deflate)
            actions.append(.note(.upgraded(subprotocol: agreement.subprotocol, deflate: deflate)))
            terms = SessionTerms(agreement)
            faults?.upgrade(agreement, at: lastActivity, into: &actions)
        case .opaque(let reason):
            actions.append(.note(.opaque("\(reason)")))
            sendHeldHeads(of: http, into: &actions)
        }
        http.isTold = true
    }

    /// Moves to the next phase when the conversation has said what the connection is.
    private mutating func settle(_ http: HTTPPhase) {
        guard case .http = phase else { return }
        switch http.conversation.state {
        case .http, .undecided: break
        case .upgraded: phase = .framed
        case .opaque: phase = .opaque
        }
    }
}

// MARK: Bytes that are no HTTP

extension RelaySession {
    /// They are moved on, unless their sender can only be here by mistake, or was promised a change of its request
    /// that we cannot make.
    private mutating func passOpaque(
        _ range: Range<Int>, of bytes: Span<UInt8>, _ source: Source, in http: HTTPPhase, from leg: Leg,
        into actions: inout [Action]
    ) {
        // What is behind a head that could be read and changed is nobody's promise.
        if leg == .client, !http.isTold, options.expectsHTTP,
            case .opaque(let reason) = http.conversation.state, let refusal = refusal(of: reason, in: http)
        {
            actions.append(.note(.opaque("\(reason)")))
            return answer(refusal, into: &actions)
        }
        sendHeldHeads(of: http, into: &actions)
        pass(range, of: bytes, source, from: leg, into: &actions)
    }

    private func refusal(of reason: OpaqueReason, in http: HTTPPhase) -> LocalAnswer? {
        guard case .head(let violation) = reason, violation.offender == .client else { return nil }
        if violation.kind == .http2Preface { return .gateway(.http2) }
        guard options.rewrite != nil else { return nil }
        if case .headTooLong(let limit) = violation.kind { return .gateway(.headTooLong(limit: limit)) }
        return violation.refusal.map { .refused($0) }
    }
}

// MARK: Answering in the server's place

extension RelaySession {
    /// Answers the client with our own words: at once if it waits for an answer, else when its request is complete.
    mutating func answer(_ answer: LocalAnswer, into actions: inout [Action]) {
        if liveLegs.contains(.server) { actions.append(.end(.server, .reset)) }
        guard liveLegs.contains(.client) else { return }
        switch phase {
        case .http(let http):
            if answer.isAboutRequest || http.conversation.outstandingRequests > 0 {
                give(answer, into: &actions)
            } else if !options.expectsHTTP {
                // Whoever waits for the server to speak first would wait for ever.
                phase = .closing
                actions.append(.end(.client, .close))
            } else {
                http.answer = answer
                phase = .answering(http)
                if toServer.isEnded { actions.append(.end(.client, .close)) }
            }
        case .framed, .opaque:
            phase = .closing
            actions.append(.end(.client, .reset))
        case .answering, .closing: break
        }
    }

    /// Hears the client out, so that it reads the answer as one.
    mutating func listenAndAnswer(_ bytes: Span<UInt8>, into actions: inout [Action]) {
        guard case .answering(let http) = phase, let answer = http.answer else { return }
        var position = 0
        while case .answering = phase,
            let piece = http.conversation.next(in: bytes, at: &position, from: .client)
        {
            switch piece {
            case .requestHead(let head, _):
                actions.append(.note(.request(head)))
                give(answer, into: &actions)
            case .opaque:
                // There is no answer that whoever speaks no HTTP would understand.
                phase = .closing
                actions.append(.end(.client, .reset))
            default: break
            }
        }
    }

    private mutating func give(_ answer: LocalAnswer, into actions: inout [Action]) {
        phase = .closing
        actions.append(.note(.answered(status: answer.refusal.head.status)))
        actions.append(.write(answer.refusal.bytes, to: .client))
        actions.append(.end(.client, .close))
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        reserveCapacity(count + range.count)
        for index in range { append(bytes[index]) }
    }
}
