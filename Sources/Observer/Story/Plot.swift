internal import WebSocketWire

/// What a story is made of: an ending's facts, sorted by what they mean, in no language.
struct Plot {
    /// The ending.
    let ending: Ending

    /// Who did what the cause says.
    enum Lead {
        /// The endpoint that the cause names.
        case endpoint
        /// The endpoint, after a rule had fired that made it do so.
        case endpointAfter(FiredRule)
        /// A rule, so that it looks as if the endpoint had.
        case rule(FiredRule, inNameOf: Leg)
        /// The proxy, in the same way.
        case proxy(inNameOf: Leg)
    }

    /// A rule, and what it fired at; nil if that was too long ago to be remembered.
    struct FiredRule {
        let name: String
        let firing: Ending.Firing?

        /// What its faults are called, unless its name says so: rules that nobody named are called after them.
        var faults: [String] {
            let faults = firing?.rule.faults ?? []
            return name.hasSuffix("(\(faults.joined(separator: ", ")))") ? [] : faults
        }

        /// How long the session had lasted.
        let age: TimeSpan?
    }

    /// What an endpoint did about something that it got.
    enum Reaction {
        /// It sent a Close that says what it has against it.
        case failed(code: UInt16, reason: String)
        /// It sent a Close all the same.
        case answered(code: UInt16?, reason: String)
        /// It ended the connection without a word.
        case hungUp(Cause.Drop)
    }

    /// Why a Close had no answer.
    enum Silence {
        /// It never came to the other side.
        case neverArrived
        /// The answer never came back.
        case answerLost
        /// In its place came an end.
        case ended(Cause.Drop, after: TimeSpan)
        /// Nothing came for so long.
        case nothing(during: TimeSpan)
    }

    /// What can happen to a Close on its way.
    enum Fate {
        /// This came in its place.
        case changed(CloseFrame)
        /// Some of it came.
        case cut
        /// Nothing came.
        case withheld
    }

    /// Where in its stream something ended.
    enum Spot {
        case beforeFrames
        case betweenFrames(after: UInt64)
        case betweenFragments(after: UInt64)
        case inHeader(read: Int, frame: UInt64)
        case inPayload(FrameHeader, came: UInt64, frame: UInt64)
        case beforeRequest
        case beforeAnswer
        case inAnswer(bytes: Int)
        case awaitingAnswer
    }

    /// How long the session lasted.
    var length: TimeSpan { age(max(ending.clientSide.now, ending.serverSide.now)) }

    func age(_ moment: Moment) -> TimeSpan { TimeSpan(from: ending.start, to: moment) }

    /// What the client asked for.
    var target: String? { (ending.clientSide.asking ?? ending.serverSide.asking)?.head.target }

    /// Whether anything ended at all.
    var hasEnded: Bool {
        [ending.clientSide, ending.serverSide].contains {
            $0.told != nil || $0.ended != nil || $0.gone != nil
        }
    }

    static func drop(_ end: LegEnd) -> Cause.Drop {
        switch end {
        case .finished: .fin
        case .truncated: .truncated
        case .reset: .rst
        case .failed: .lost
        }
    }
}

// MARK: Who

extension Plot {
    var lead: Lead {
        switch ending.by {
        case .fault(let name):
            if let leg = mimicked { return .rule(rule(name), inNameOf: leg) }
            return .endpointAfter(rule(name))
        case .proxy: return mimicked.map { .proxy(inNameOf: $0) } ?? .endpoint
        case .client, .server, .network: return .endpoint
        }
    }

    /// The rule that is to blame.
    var culprit: FiredRule? { if case .fault(let name) = ending.by { rule(name) } else { nil } }

    /// Whether it only looks as if an endpoint had done it.
    var isMimicked: Bool {
        switch lead {
        case .endpoint, .endpointAfter: false
        case .rule, .proxy: true
        }
    }

    private func rule(_ name: String) -> FiredRule {
        let firing = ending.firings.last { $0.rule.rule == name }
        return FiredRule(name: name, firing: firing, age: firing.map { age($0.at) })
    }

    /// The endpoint of which the cause says something that it did not do itself; nil if it did.
    private var mimicked: Leg? {
        switch ending.cause {
        case .closed(let leg, let code, _): unless(ownClose(leg)?.code == code, leg)
        case .noStatus(let leg): unless(ownClose(leg)?.payload.isEmpty == true, leg)
        case .malformedClose(let leg, let violation): unless(ownClose(leg)?.violation == violation, leg)
        case .protocolViolation(let leg, let offence, _, _):
            unless(sent(leg) { $0.has { $0 == .header(offence) } }, leg)
        case .messageTooBig(let leg, let length, _, _):
            unless(sent(leg) { $0.has { $0 == .length(length) } }, leg)
        case .invalidUTF8(let leg, _, _, _):
            unless(sent(leg) { $0.has { if case .notUTF8 = $0 { true } else { false } } }, leg)
        case .deflateDamage(let leg, _, _):
            unless(sent(leg) { $0.has { if case .deflate = $0 { true } else { false } } }, leg)
        case .dropped(let leg, let drop, _):
            unless(ending[leg].ended.map { Self.drop($0.how) } == drop, leg)
        case .handshakeRefused(let status): unless(ending.serverSide.answer.status == status, .server)
        case .handshakeInvalid(let flaw):
            unless(ending.serverSide.answer.flaws.contains(flaw), .server)
        case .closedByBoth, .closeUnanswered, .leftOpen, .refusedFrames, .unreachable, .tlsFailure,
            .notWebSocket, .idleTimeout, .handshakeTimeout, .killed, .shutDown, .unknown:
            nil
        }
    }

    private func unless(_ did: Bool, _ leg: Leg) -> Leg? { did ? nil : leg }

    /// The Close that `leg` sent, unless the other side had one before: then a rule had made that up, and this is but
    /// the answer to the answer.
    func ownClose(_ leg: Leg) -> CloseFrame? {
        guard let sent = ending[leg].outgoing.close else { return nil }
        return ending[leg.other].incoming.close.map { $0.mark < sent.mark } == true ? nil : sent
    }

    private func sent(_ leg: Leg, _ shows: (StreamLog) -> Bool) -> Bool { shows(ending[leg].outgoing) }
}

extension StreamLog {
    fileprivate func has(_ fits: (Flaw.Kind) -> Bool) -> Bool { flaws.contains { fits($0.kind) } }
}

// MARK: What then

extension Plot {
    /// What the other side of `leg` answered its Close with.
    func answer(to leg: Leg) -> CloseFrame? {
        ending[leg.other].outgoing.close ?? ending[leg].incoming.close
    }

    /// What became of that answer on its way back; nil if it came as it was sent.
    func fateOfAnswer(to leg: Leg) -> (fate: Fate, rule: FiredRule?)? {
        guard let sent = ending[leg.other].outgoing.close else { return nil }
        let rule = ending.firings.last { $0.rule.direction.target == leg }.map { self.rule($0.rule.rule) }
        if let came = ending[leg].incoming.close {
            return sent.payload == came.payload ? nil : (.changed(came), rule)
        }
        let isWhole = ending[leg].incoming.place == .betweenMessages
        return (isWhole ? .withheld : .cut, rule)
    }

    /// What the other side of `leg` did about what it got from there.
    func reaction(to leg: Leg) -> Reaction? {
        let side = ending[leg.other]
        if let close = side.outgoing.close, offence(to: side).map({ $0 < close.mark }) ?? true {
            guard let code = close.code, Self.refusals.contains(code) else {
                return .answered(code: close.code, reason: close.reason)
            }
            return .failed(code: code, reason: close.reason)
        }
        return side.ended.map { .hungUp(Self.drop($0.how)) }
    }

    /// The codes that say that something was not to be put up with (RFC 6455 §7.4.1).
    private static let refusals: Set<UInt16> = [1002, 1003, 1007, 1008, 1009, 1010, 1011]

    /// When `side` got what the cause is about.
    private func offence(to side: Experience) -> Mark? {
        switch ending.cause {
        case .malformedClose: side.incoming.close?.mark
        case .protocolViolation(_, let offence, _, _):
            side.incoming.flaws.first { $0.kind == .header(offence) }?.seen
        default: nil
        }
    }

    /// The header of the frame that the cause names.
    func header(of frame: UInt64, from leg: Leg) -> FrameHeader? {
        let flaws = ending[leg.other].incoming.flaws + ending[leg].outgoing.flaws
        return flaws.first { $0.frame == frame }?.header
    }

    /// Why the Close of `leg` had no answer.
    func silence(after leg: Leg) -> Silence {
        let close = ending[leg].outgoing.close
        let other = ending[leg.other]
        if other.outgoing.close != nil { return .answerLost }
        if close != nil, other.incoming.close == nil { return .neverArrived }
        let start = (close ?? other.incoming.close)?.mark.at ?? ending.start
        if let end = other.ended, ending[leg].ended.map({ end.mark < $0.mark }) ?? true {
            return .ended(Self.drop(end.how), after: TimeSpan(from: start, to: end.mark.at))
        }
        return .nothing(during: TimeSpan(from: start, to: ending[leg].ended?.mark.at ?? ending[leg].now))
    }

    /// How long the connection was there after both had closed.
    var lingering: TimeSpan {
        let closes = [ending.clientSide, ending.serverSide].compactMap { $0.outgoing.close?.mark.at }
        let end = max(ending.clientSide.now, ending.serverSide.now)
        let ends = [ending.clientSide, ending.serverSide].compactMap { $0.ended?.mark.at }
        return TimeSpan(from: closes.max() ?? ending.start, to: ends.min() ?? end)
    }
}

// MARK: Where

extension Plot {
    /// Where the stream of `leg` ended.
    func spot(of leg: Leg, _ place: Cause.Place) -> Spot {
        if place == .inHandshake { return spotInHandshake(of: leg) }
        let own = ending[leg].outgoing
        // A rule may have ended it elsewhere than its sender did.
        return spot(own.place.isLike(place) ? own : ending[leg.other].incoming, place)
    }

    private func spot(_ log: StreamLog, _ place: Cause.Place) -> Spot {
        switch log.place {
        case .inPayload(let header, let missing):
            let missing = min(missing, header.payloadLength)
            return .inPayload(header, came: header.payloadLength - missing, frame: log.frames)
        case .inHeader(let read): return .inHeader(read: read, frame: log.frames &+ 1)
        case .betweenFragments: return .betweenFragments(after: log.frames)
        case .betweenMessages: return log.frames == 0 ? .beforeFrames : .betweenFrames(after: log.frames)
        }
    }

    private func spotInHandshake(of leg: Leg) -> Spot {
        guard ending[leg].asking != nil || target != nil else { return .beforeRequest }
        if leg == .client { return .awaitingAnswer }
        let bytes = ending.serverSide.answer.bytes
        return bytes == 0 ? .beforeAnswer : .inAnswer(bytes: bytes)
    }

    /// Where `leg` stopped in the middle of something; nil if it did between two messages.
    func brokenSpot(of leg: Leg) -> Spot? {
        let log = ending[leg].outgoing
        return log.place == .betweenMessages ? nil : spot(log, .betweenFrames)
    }

    /// When `leg` ended, counted from the session's beginning.
    func ageOfEnd(of leg: Leg) -> TimeSpan {
        let end = ending[leg].ended ?? ending[leg.other].told
        return end.map { age($0.mark.at) } ?? length
    }

    /// In whose words the connection of `leg` broke.
    func detail(of leg: Leg) -> String? {
        if case .failed(let words)? = ending[leg].ended?.how { words } else { nil }
    }
}

extension StreamLog.Place {
    fileprivate func isLike(_ place: Cause.Place) -> Bool {
        switch (self, place) {
        case (.betweenMessages, .betweenFrames), (.betweenFragments, .betweenFragments),
            (.inHeader, .inHeader), (.inPayload, .inPayload):
            true
        default: false
        }
    }
}
