internal import Observer
internal import Relay
internal import WebSocketWire

/// All that a session does when it is driven, checked against what no session may do.
struct RelayTranscript {
    private(set) var toServer: [UInt8] = []
    private(set) var toClient: [UInt8] = []
    private(set) var evidence: [Evidence] = []
    private(set) var lostToServer: UInt64 = 0
    private(set) var lostToClient: UInt64 = 0
    private(set) var counts: [UInt64] = []
    private var watch = RelayWatch()

    /// What is driven by `events`, with each peer's bytes in pieces of these sizes.
    init(of events: Span<UInt8>, in sizes: Pieces.Sizes, _ options: RelayOptions) {
        var session = RelaySession(options, at: Moment(microseconds: 0))
        var reader = RelayEvents(events)
        if let first = session.firstWake { watch.wake = first }
        while let event = reader.next() {
            take(event, of: events, in: sizes, &session)
        }
        for leg in Leg.allCases {
            take(.ends(leg, .reset), of: events, in: sizes, &session)
            take(.isGone(leg), of: events, in: sizes, &session)
        }
        precondition(watch.isOver, "both legs are gone, and the session is not over")
        for lane in [session.toServer, session.toClient] {
            counts += [lane.bytes, lane.frames, lane.messages, lane.scanner.offset]
        }
    }

    /// What of the same session the other says otherwise. When the session breaks off what a peer is saying, how
    /// much had come and gone on by then says only how it was cut.
    func difference(from other: RelayTranscript) -> String? {
        if evidence != other.evidence { return "told \(other.evidence), and then \(evidence)" }
        if toClient != other.toClient { return "the client got other bytes" }
        if watch.isCutShort { return nil }
        if toServer != other.toServer { return "the server got other bytes" }
        if counts != other.counts { return "counted \(other.counts), and then \(counts)" }
        let isLostAlike = lostToServer == other.lostToServer && lostToClient == other.lostToClient
        return isLostAlike ? nil : "other bytes were lost"
    }
}

// MARK: Events

extension RelayTranscript {
    private mutating func take(
        _ event: RelayEvents.Event, of bytes: Span<UInt8>, in sizes: Pieces.Sizes,
        _ session: inout RelaySession
    ) {
        guard watch.canHappen(event) else { return }
        var actions: [Action] = []
        switch event {
        case .bytes(let range, let leg):
            return receive(bytes.extracting(range), from: leg, in: sizes, &session)
        case .ends(let leg, let how): session.ended(leg, how, at: watch.now, into: &actions)
        case .waiting(let count, let leg): session.waiting(count, for: leg, into: &actions)
        case .seconds(let seconds): return pass(seconds, &session)
        case .isGone(let leg): session.gone(leg, into: &actions)
        case .shutDown: session.shutDown(into: &actions)
        case .unreachable:
            session.gone(.server, into: &actions)
            session.unreachable("nobody", into: &actions)
        }
        watch.happened(event)
        perform(actions, on: [UInt8]().span)
    }

    private mutating func receive(
        _ bytes: Span<UInt8>, from leg: Leg, in sizes: Pieces.Sizes, _ session: inout RelaySession
    ) {
        for range in Pieces(of: bytes.count, sizes) where !range.isEmpty {
            // A leg that we have reset is read no more.
            guard watch.isRead(leg) else { return }
            var actions: [Action] = []
            let piece = bytes.extracting(range)
            session.received(piece, from: leg, at: watch.now, into: &actions)
            watch.hasBegun = true
            perform(actions, on: piece)
        }
    }

    private mutating func pass(_ seconds: UInt64, _ session: inout RelaySession) {
        let end = watch.now + .seconds(Int64(seconds))
        while let due = watch.wake, due <= end, !watch.isOver {
            watch.now = max(watch.now, due)
            watch.wake = nil
            var actions: [Action] = []
            session.woke(at: watch.now, into: &actions)
            perform(actions, on: [UInt8]().span)
            precondition(watch.wake.map { $0 > watch.now } ?? true, "the session asks to be woken at once")
        }
        watch.now = end
    }

    private mutating func perform(_ actions: [Action], on bytes: Span<UInt8>) {
        var next = 0
        for action in actions {
            watch.happened(action)
            switch action {
            case .forward(let range, let target):
                precondition(range.lowerBound >= next && range.upperBound <= bytes.count, "a strange range")
                next = range.upperBound
                write(bytes.extracting(range), to: target)
            case .write(let own, let target): write(own.span, to: target)
            case .note(.lost(.toServer, let count)): lostToServer += count
            case .note(.lost(.toClient, let count)): lostToClient += count
            case .note(let new): evidence.append(new)
            case .pause, .resume, .end, .wake, .over: break
            }
        }
    }

    private mutating func write(_ bytes: Span<UInt8>, to leg: Leg) {
        switch leg {
        case .client: toClient.append(contentsOf: bytes)
        case .server: toServer.append(contentsOf: bytes)
        }
    }
}
