@testable internal import Observer
internal import WebSocketWire

/// Puts an ending together by hand, moment by moment: each call is one more thing that happened.
struct EndingBuilder {
    var ending: Ending
    private var order: UInt32 = 0

    /// The clock's reading at the session's beginning.
    private static let start: UInt64 = 5_000_000

    /// A session in which nothing has happened.
    init(_ cause: Cause, by culprit: Culprit) {
        let start = Moment(microseconds: Self.start)
        ending = Ending(
            client: nil, server: nil, cause: cause, by: culprit, clientSide: Experience(.client, now: start),
            serverSide: Experience(.server, now: start), firings: [], start: start)
    }

    /// A client that asks for `target`, and the answer.
    func asking(_ target: String = "/chat", status: Int? = 101, flaws: [HandshakeFlaw] = []) -> Self {
        then(400) { ending, mark in
            let asking = Asking(head: RequestHead(target: target, headers: HTTPHeaders([])), mark: mark)
            ending.clientSide.asking = asking
            ending.serverSide.asking = asking
        }.answering(status, flaws: flaws)
    }

    /// The server's answer, as it also comes to the client.
    func answering(_ status: Int?, flaws: [HandshakeFlaw] = [], bytes: Int = 129) -> Self {
        guard let status else { return self }
        return then(3_400) { ending, mark in
            var answer = Answer()
            answer.status = status
            answer.flaws = flaws
            answer.bytes = bytes
            answer.complete = mark
            ending.clientSide.answer = answer
            ending.serverSide.answer = answer
        }
    }

    /// So much of an answer that never was complete.
    func answerBytes(_ count: Int) -> Self { changing { $0.serverSide.answer.bytes = count } }

    /// So many frames of so many bytes from `leg`, all of which came through.
    func frames(_ count: UInt64, from leg: Leg, bytes: UInt64 = 25) -> Self {
        changing { ending in
            ending.change(leg) {
                $0.outgoing.frames = count; $0.outgoing.bytes = bytes
            }
            ending.change(leg.other) {
                $0.incoming.frames = count; $0.incoming.bytes = bytes
            }
        }
    }

    /// Where the stream of `leg` stands at its end.
    func place(_ place: StreamLog.Place, from leg: Leg) -> Self {
        changing { ending in
            ending.change(leg) { $0.outgoing.place = place }
            ending.change(leg.other) { $0.incoming.place = place }
        }
    }

    /// A Close from `leg`; `arriving` is what comes to the other side: the same, if nothing is said, or
    /// nothing.
    func close(
        from leg: Leg, _ payload: [UInt8], at age: UInt64, arriving: [UInt8]?? = .none, isSent: Bool = true
    ) -> Self {
        then(age) { ending, mark in
            let log = ending[leg].outgoing
            let frame = { (bytes: [UInt8]) in
                CloseFrame(
                    payload: bytes,
                    header: FrameHeader(opcode: .close, payloadLength: UInt64(bytes.count)),
                    frame: log.frames &+ 1, offset: log.bytes, mark: mark)
            }
            let (sent, came) = (frame(payload), (arriving ?? payload).map(frame))
            if isSent { ending.change(leg) { $0.outgoing.closes.append(sent) } }
            if let came { ending.change(leg.other) { $0.incoming.closes.append(came) } }
        }
    }

    /// Something that is wrong with a frame from `leg`.
    func flaw(
        _ kind: Flaw.Kind, from leg: Leg, at age: UInt64, opcode: Opcode = .text, isOwn: Bool = true
    ) -> Self {
        then(age) { ending, mark in
            let header = FrameHeader(opcode: opcode, payloadLength: 10)
            let flaw = Flaw(kind, frame: 3, offset: 25, header: header, seen: mark, whole: mark)
            if isOwn { ending.change(leg) { $0.outgoing.flaws.append(flaw) } }
            ending.change(leg.other) { $0.incoming.flaws.append(flaw) }
        }
    }

    /// `leg` ends, and the other side is told, unless it ended itself.
    func end(of leg: Leg, _ how: LegEnd = .finished, at age: UInt64) -> Self {
        then(age) { ending, mark in
            let end = Experience.End(how, mark: mark)
            ending.change(leg) { $0.ended = end }
            ending.change(leg.other) { $0.told = $0.told ?? end }
        }
    }

    /// `leg` is told of an end.
    func told(_ leg: Leg, _ how: LegEnd = .finished, at age: UInt64) -> Self {
        then(age) { ending, mark in ending.change(leg) { $0.told = Experience.End(how, mark: mark) } }
    }

    /// A rule fires.
    func firing(
        _ rule: String = "drop-third", _ faults: [String] = ["truncate"], _ direction: Direction = .toClient,
        _ occasion: RuleFiring.Occasion = .frame(3), at age: UInt64
    ) -> Self {
        then(age) { ending, mark in
            let rule = RuleFiring(
                index: 0, rule: rule, identity: rule, faults: faults, direction: direction,
                occasion: occasion, dice: 1)
            ending.firings.append(Ending.Firing(rule, at: mark.at))
        }
    }

    /// What a side reports.
    func verdict(
        _ leg: Leg, _ code: UInt16 = 1006, _ reason: String = "", clean: Bool = false,
        _ profile: EndpointProfile.Name = .rfc6455, opened: Bool = true, error: Bool = false
    ) -> Self {
        let event = CloseEvent(type: "close", code: code, reason: reason, wasClean: clean)
        return verdict(leg, Verdict(profile, .event(event), opened: opened, error: error))
    }

    /// What a side reports, whatever it is.
    func verdict(_ leg: Leg, _ verdict: Verdict) -> Self {
        changing { ending in
            if leg == .client { ending.client = verdict } else { ending.server = verdict }
        }
    }

    /// The session is so old now.
    func lasting(_ age: UInt64) -> Self { then(age) { _, _ in } }

    private func changing(_ change: (inout Ending) -> Void) -> Self {
        var copy = self
        change(&copy.ending)
        return copy
    }

    /// Ages are in microseconds.
    private func then(_ age: UInt64, _ change: (inout Ending, Mark) -> Void) -> Self {
        var copy = self
        let now = Moment(microseconds: Self.start + age)
        copy.order += 1
        change(&copy.ending, Mark(at: now, step: copy.order, order: copy.order))
        copy.ending.clientSide.now = now
        copy.ending.serverSide.now = now
        return copy
    }
}

extension Ending {
    /// Changes one side.
    mutating func change(_ leg: Leg, _ change: (inout Experience) -> Void) {
        switch leg {
        case .client: change(&clientSide)
        case .server: change(&serverSide)
        }
    }
}

/// The payload of a Close.
func payload(_ code: UInt16, _ reason: String = "") -> [UInt8] {
    ClosePayload.bytes(code: code, reasonBytes: Array(reason.utf8))
}
