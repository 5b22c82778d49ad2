internal import WebSocketWire

/// Finds out why a session ended: of all that can end one, what came first.
struct CauseFinder {
    let client: Experience
    let server: Experience
    let clientProfile: EndpointProfile
    let serverProfile: EndpointProfile
    /// Whether the client took the handshake for a good one.
    let isOpened: Bool
    let notes: SessionNotes
    let firings: [Ending.Firing]

    /// Something that may have been the beginning of the end.
    private struct Candidate {
        let mark: Mark
        let cause: Cause
        let by: Culprit
    }

    var found: (cause: Cause, by: Culprit) {
        if let event = notes.events.first(where: { $0.cause.isAboutConnecting }) {
            return (event.cause, event.by)
        }
        guard client.asking != nil else { return withoutWebSocket }
        let candidates = isOpened ? sessionCandidates : handshakeCandidates
        guard let first = (candidates + noteCandidates).min(by: { $0.mark < $1.mark }) else {
            return (.unknown, .network)
        }
        return (first.cause, first.by)
    }

    private var withoutWebSocket: (cause: Cause, by: Culprit) {
        if let event = notes.events.first { return (event.cause, event.by) }
        return (.notWebSocket, [client.ended, server.ended].allSatisfy { $0 == nil } ? .network : firstToEnd)
    }

    private var firstToEnd: Culprit {
        guard let one = client.ended?.mark else { return .server }
        guard let other = server.ended?.mark else { return .client }
        return one < other ? .client : .server
    }

    private var noteCandidates: [Candidate] {
        notes.events.map { Candidate(mark: $0.mark, cause: $0.cause, by: $0.by) }
    }

    // MARK: Before the frames

    private var handshakeCandidates: [Candidate] {
        var candidates = dropCandidates(isInHandshake: true)
        if let complete = client.answer.complete, let refusal = refusal {
            candidates.append(Candidate(mark: complete, cause: refusal.cause, by: refusal.by))
        } else if client.answer.flaws.contains(.notHTTP), let began = client.answer.began {
            let by =
                server.answer.flaws.contains(.notHTTP) ? Culprit.server : fault(before: began, of: .server)
            candidates.append(Candidate(mark: began, cause: .handshakeInvalid(.notHTTP), by: by))
        }
        return candidates
    }

    private var refusal: (cause: Cause, by: Culprit)? {
        for flaw in client.answer.flaws.reversed() {
            if case .interim = flaw, client.answer.status == 101 { continue }
            let by: Culprit
            if notes.answeredStatus != nil {
                by = .proxy
            } else if server.answer.flaws.contains(flaw) {
                by = .server
            } else {
                by = fault(before: client.answer.complete, of: .server)
            }
            if case .status(let status) = flaw { return (.handshakeRefused(status: status), by) }
            return (.handshakeInvalid(flaw), by)
        }
        return nil
    }

    // MARK: Among frames

    private var sessionCandidates: [Candidate] {
        dropCandidates(isInHandshake: false)
            + Leg.allCases.flatMap { leg in
                closeCandidates(from: leg) + flawCandidates(from: leg)
            }
    }

    /// Ends of the connection that no Close announced.
    private func dropCandidates(isInHandshake: Bool) -> [Candidate] {
        Leg.allCases.compactMap { leg in
            guard let end = self[leg].ended else { return nil }
            if let cause = silentRefusal(by: leg) {
                return Candidate(mark: end.mark, cause: cause, by: Culprit(leg))
            }
            let place = isInHandshake ? Cause.Place.inHandshake : Cause.Place(self[leg].outgoing.place)
            let by = end.how.isNobodys ? Culprit.network : Culprit(leg)
            return Candidate(mark: end.mark, cause: .dropped(from: leg, Cause.Drop(end.how), place), by: by)
        }
    }

    /// Firefox and node fail a connection with a bare FIN: behind frames that nobody looked into it may be one.
    private func silentRefusal(by leg: Leg) -> Cause? {
        let (life, profile) = (self[leg], leg == .client ? clientProfile : serverProfile)
        guard profile.failsWithBareFIN, life.incoming.unseenFrom != nil, life.outgoing.close == nil,
            life.incoming.close == nil, life.ended?.how == .finished
        else { return nil }
        return .refusedFrames(by: leg, code: nil, reason: "")
    }

    private func flawCandidates(from leg: Leg) -> [Candidate] {
        guard let flaw = objection(of: leg.other) else { return [] }
        let isOwn = self[leg].outgoing.flaws.contains { $0.kind == flaw.kind }
        let by = isOwn ? Culprit(leg) : fault(before: flaw.seen, of: leg)
        return [Candidate(mark: flaw.seen, cause: Cause(flaw, from: leg), by: by)]
    }

    /// The first thing that `leg` did not put up with. It has to have objected, if only by ending the connection, unless
    /// it is known to be one that does: a standard says what should be.
    private func objection(of leg: Leg) -> Flaw? {
        let life = self[leg]
        if let long = life.refusedLength { return long }
        let profile = leg == .client ? clientProfile : serverProfile
        guard let flaw = profile.objection(in: life) else { return nil }
        if profile.name == .rfc6455, life.hasAnsweredNormally { return nil }
        let reaction = [life.ended?.mark, life.outgoing.close?.mark].compactMap { $0 }.min()
        guard let reaction else { return profile.name == .rfc6455 ? nil : flaw }
        return flaw.seen < reaction ? flaw : nil
    }

    private func closeCandidates(from leg: Leg) -> [Candidate] {
        let sent = self[leg].outgoing.close
        let got = self[leg.other].incoming.close
        // What came before it was sent was made up by a rule, and what was sent only answers the other's answer.
        if let sent, got.map({ sent.mark <= $0.mark }) ?? true { return [sentClose(sent, got, from: leg)] }
        guard let got else { return [] }
        let by = fault(before: got.mark, of: leg)
        if let violation = got.violation {
            return [Candidate(mark: got.mark, cause: .malformedClose(from: leg, violation), by: by)]
        }
        return [Candidate(mark: got.mark, cause: closing(got, from: leg), by: by)]
    }

    private func sentClose(_ sent: CloseFrame, _ got: CloseFrame?, from leg: Leg) -> Candidate {
        if let violation = sent.violation {
            return Candidate(mark: sent.mark, cause: .malformedClose(from: leg, violation), by: Culprit(leg))
        }
        if sent.isRefusal, !wasAnnounced(sent, by: leg) {
            let cause = Cause.refusedFrames(by: leg, code: sent.code, reason: sent.reason)
            return Candidate(mark: sent.mark, cause: cause, by: Culprit(leg))
        }
        guard let got else {
            let by =
                firings.isEmpty
                ? Culprit(self[leg.other].ended == nil ? leg : leg.other) : fault(before: nil, of: leg)
            return Candidate(mark: sent.mark, cause: .closeUnanswered(from: leg, code: sent.code), by: by)
        }
        guard got.payload == sent.payload else {
            let by = fault(before: got.mark, of: leg)
            if let violation = got.violation {
                return Candidate(mark: sent.mark, cause: .malformedClose(from: leg, violation), by: by)
            }
            return Candidate(mark: sent.mark, cause: closing(got, from: leg), by: by)
        }
        return Candidate(
            mark: sent.mark, cause: closing(got, from: leg), by: Culprit(culpritOfClose(leg, got)))
    }

    /// Whether the Close only answers one that came before.
    private func wasAnnounced(_ close: CloseFrame, by leg: Leg) -> Bool {
        self[leg].incoming.close.map { $0.mark < close.mark } ?? false
    }

    /// A Close that was delivered, and what became of it.
    private func closing(_ close: CloseFrame, from leg: Leg) -> Cause {
        guard let answer = self[leg.other].outgoing.close else {
            return .closeUnanswered(from: leg, code: close.code)
        }
        if answer.mark.step == close.mark.step || answer.mark < close.mark {
            let codes = leg == .client ? (close.code, answer.code) : (answer.code, close.code)
            return .closedByBoth(clientCode: codes.0, serverCode: codes.1)
        }
        if isLeftOpen(behind: answer) { return .leftOpen(from: leg, code: close.code) }
        guard let code = close.code else { return .noStatus(from: leg) }
        return .closed(from: leg, code: code, reason: close.reason)
    }

    private func culpritOfClose(_ leg: Leg, _ close: CloseFrame) -> Leg {
        switch closing(close, from: leg) {
        // It is the server's part to end the connection (RFC 6455 §7.1.1).
        case .leftOpen: .server
        // Who answered with an end has the blame, unless who closed did not wait for an answer.
        case .closeUnanswered:
            if let end = self[leg].ended, self[leg.other].ended.map({ end.mark < $0.mark }) ?? true {
                leg
            } else {
                leg.other
            }
        default: leg
        }
    }

    /// Longer than this nobody needs to end a connection that is closed.
    private static let longestGoodbye = Duration.milliseconds(1500)

    private func isLeftOpen(behind answer: CloseFrame) -> Bool {
        let end = [client.ended?.mark.at, server.ended?.mark.at].compactMap { $0 }.min() ?? client.now
        return end - answer.mark.at >= Self.longestGoodbye
    }

    // MARK: Faults

    /// The rule that fired last before, which is the one to blame.
    /// Where none did, what `leg` sent is what counts.
    private func fault(before mark: Mark?, of leg: Leg) -> Culprit {
        let firing = firings.last { firing in mark.map { firing.at <= $0.at } ?? true } ?? firings.last
        return firing.map { .fault(rule: $0.rule.rule) } ?? Culprit(leg)
    }

    private subscript(leg: Leg) -> Experience { leg == .client ? client : server }
}

extension Cause {
    /// Nothing that comes later can matter more.
    fileprivate var isAboutConnecting: Bool {
        switch self {
        case .unreachable, .tlsFailure: true
        default: false
        }
    }

    fileprivate init(_ flaw: Flaw, from leg: Leg) {
        let (frame, offset) = (flaw.frame, flaw.offset)
        switch flaw.kind {
        case .header(let offence): self = .protocolViolation(from: leg, offence, frame: frame, offset: offset)
        case .length(let length):
            self = .messageTooBig(from: leg, length: length, frame: frame, offset: offset)
        case .notUTF8(let byte): self = .invalidUTF8(from: leg, byte: byte, frame: frame, offset: offset)
        case .deflate: self = .deflateDamage(from: leg, frame: frame, offset: offset)
        }
    }
}

extension Cause.Drop {
    fileprivate init(_ end: LegEnd) {
        switch end {
        case .finished: self = .fin
        case .truncated: self = .truncated
        case .reset: self = .rst
        case .failed: self = .lost
        }
    }
}

extension Cause.Place {
    fileprivate init(_ place: StreamLog.Place) {
        switch place {
        case .betweenMessages: self = .betweenFrames
        case .betweenFragments: self = .betweenFragments
        case .inHeader: self = .inHeader
        case .inPayload: self = .inPayload
        }
    }
}

extension LegEnd {
    /// Whether no peer did it.
    fileprivate var isNobodys: Bool { if case .failed = self { true } else { false } }
}

extension Experience {
    /// What it found too long: limits differ, but whoever says 1009 has told of one.
    fileprivate var refusedLength: Flaw? {
        guard let own = outgoing.close, own.code == CloseCode.messageTooBig.rawValue else { return nil }
        return incoming.flaws.last { flaw in
            if case .length = flaw.kind { flaw.seen < own.mark } else { false }
        }
    }

    /// Whether it got a Close and answered with one that refuses nothing: then it put up with all that came before.
    fileprivate var hasAnsweredNormally: Bool {
        guard let got = incoming.close, let own = outgoing.close else { return false }
        return got.mark < own.mark && !own.isRefusal
    }
}

extension CloseFrame {
    /// Whether it says that the other side's frames are refused (RFC 6455 §7.4.1).
    fileprivate var isRefusal: Bool {
        switch code {
        case 1002, 1003, 1007, 1009: true
        default: false
        }
    }
}
