public import Observer
public import WebSocketWire

extension RelaySession {
    /// How it ended, or stands, as endpoints of these kinds report it; nil where nobody watched.
    public mutating func ending(client: EndpointProfile, server: EndpointProfile, at now: Moment) -> Ending? {
        guard let observer else { return nil }
        observer.conclude(toServer: &toServer.stream, toClient: &toClient.stream)
        return observer.ending(client: client, server: server, at: now)
    }

    /// The client's request for a WebSocket, if it made one.
    public var request: RequestHead? { observer?.request }

    /// Has every frame told of, when it is complete.
    public func tellOfFrames(_ body: @escaping (Direction, SessionObserver.Sight, FrameGlimpse) -> Void) {
        observer?.tellOfFrames(body)
    }

    /// TLS failed on a leg.
    public mutating func insecure(_ leg: Leg, _ reason: String, into actions: inout [Action]) {
        observer?.note(.insecure(leg, reason))
        actions.append(.note(.insecure(leg, reason)))
    }

    /// Something happens that the observer is to know of.
    mutating func beginStep(at now: Moment) {
        guard let observer else { return }
        observer.catchUp(toServer: &toServer.stream, toClient: &toClient.stream)
        observer.step(at: now)
    }

    /// Shows bytes that may be of the server's answer, before anything comes of them; says how many were.
    func showAnswer(_ bytes: Span<UInt8>, from leg: Leg) -> Int {
        guard let observer, leg == .server else { return 0 }
        return observer.answered(bytes)
    }

    /// Shows what comes of something that happened.
    func show(_ actions: [Action], from start: Int) {
        guard observer != nil, start < actions.count else { return }
        let nothing: [UInt8] = []
        show(actions, from: start, nothing.span, answered: 0, from: .client)
    }

    /// Shows what comes of bytes that were received; `answered` of them were of the server's answer.
    func show(
        _ actions: [Action], from start: Int, _ bytes: Span<UInt8>, answered: Int, from leg: Leg
    ) {
        guard let observer else { return }
        var isOwnAnswer = false
        for action in actions[start...] {
            switch action {
            case .note(.request(let head)):
                if head.headers.contains("websocket", in: "Upgrade") { observer.asked(head) }
            case .note(.answered(let status)):
                observer.note(.answered(status: status))
                isOwnAnswer = true
            case .note(let evidence): observer.note(evidence)
            case .write(let written, .client) where isOwnAnswer: observer.answeredHere(written.span)
            case .write(let written, let leg) where faults != nil: observer.delivered(written.span, to: leg)
            case .forward(let range, let leg) where faults != nil:
                observer.delivered(bytes.extracting(range), to: leg)
            case .end(let leg, let ending): observer.told(leg, ending.seen)
            case .write, .forward, .pause, .resume, .wake, .over: break
            }
        }
        // Nobody else follows frames behind an answer that only some clients take.
        if case .opaque = phase, faults == nil {
            observer.delivered(bytes.extracting(answered...), to: leg.other)
        }
    }
}

extension HangUp {
    /// How the peer sees it.
    fileprivate var seen: LegEnd {
        switch self {
        case .finish, .close: .finished
        case .truncate: .truncated
        case .reset, .abort: .reset
        }
    }
}
