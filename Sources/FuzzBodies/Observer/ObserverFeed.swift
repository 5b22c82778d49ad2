internal import Observer
internal import WebSocketWire

/// Shows an observer what happens, in the order of calls that a session keeps.
struct ObserverFeed {
    let isMeddledWith: Bool
    private let observer: SessionObserver
    private var toServer = FrameFollower()
    private var toClient = FrameFollower()
    private var now = Moment(microseconds: 0)
    private var isUpgraded = false
    /// Whether bytes went by that nobody understood: no frames follow that a session would scan.
    private var isOpaque = false
    private(set) var hasAsked = false
    /// Bytes that the observer was shown.
    private(set) var shown = 0
    /// Close frames that were complete, in each direction.
    private var closes: [2 of Int] = [0, 0]

    init(isMeddledWith: Bool) {
        self.isMeddledWith = isMeddledWith
        observer = SessionObserver(at: now, isMeddledWith: isMeddledWith)
    }

    /// How it stands.
    mutating func ending(client: EndpointProfile, server: EndpointProfile) -> Ending {
        observer.conclude(toServer: &toServer, toClient: &toClient)
        return observer.ending(client: client, server: server, at: now)
    }

    mutating func take(_ event: ObserverEvents.Event, of bytes: Span<UInt8>, in sizes: Pieces.Sizes) {
        if case .step(let wait) = event { now = Moment(microseconds: now.microseconds + wait) }
        observer.catchUp(toServer: &toServer, toClient: &toClient)
        observer.step(at: now)
        switch event {
        case .step, .isLookedAt: break
        case .asked(let head): if !isUpgraded { ask(head) }
        case .answered(let range): answer(bytes.extracting(range), in: sizes)
        case .answeredInWords(let words): answer(words.span, in: Pieces.whole)
        case .upgraded(let deflate): if hasAsked, !isUpgraded, !isOpaque { upgrade(deflate) }
        case .frames(let range, let leg):
            if isUpgraded { follow(bytes.extracting(range), from: leg, in: sizes) }
        case .delivered(let range, let leg):
            if isMeddledWith || !isUpgraded { deliver(bytes.extracting(range), to: leg, in: sizes) }
        case .missed(let count, let leg): if isUpgraded { miss(count, from: leg) }
        case .told(let leg, let how): observer.told(leg, how)
        case .ended(let leg, let how): observer.ended(leg, how)
        case .gone(let leg): observer.gone(leg)
        case .note(let evidence): observer.note(evidence)
        case .answeredHere(let range): observer.answeredHere(bytes.extracting(range))
        }
    }

    private mutating func ask(_ head: RequestHead) {
        hasAsked = true
        observer.asked(head)
    }

    private mutating func upgrade(_ deflate: DeflateParameters?) {
        isUpgraded = true
        observer.upgraded(deflate)
    }
}

// MARK: Bytes

extension ObserverFeed {
    private func answer(_ bytes: Span<UInt8>, in sizes: Pieces.Sizes) {
        for range in Pieces(of: bytes.count, sizes) {
            let count = observer.answered(bytes.extracting(range))
            precondition(0...range.count ~= count, "more of an answer than there was")
        }
    }

    private mutating func deliver(_ bytes: Span<UInt8>, to leg: Leg, in sizes: Pieces.Sizes) {
        shown += bytes.count
        isOpaque = isOpaque || !isMeddledWith
        for range in Pieces(of: bytes.count, sizes) { observer.delivered(bytes.extracting(range), to: leg) }
    }

    private mutating func follow(_ bytes: Span<UInt8>, from leg: Leg, in sizes: Pieces.Sizes) {
        shown += bytes.count
        let watch = observer.frames(from: leg)
        for range in Pieces(of: bytes.count, sizes) {
            let piece = bytes.extracting(range)
            var met = 0
            switch leg {
            case .client:
                if !toServer.skims(piece, at: now) {
                    toServer.follow(piece, watch, at: now) { _, _ in met += 1 }
                }
                closes[0] += met
            case .server:
                if !toClient.skims(piece, at: now) {
                    toClient.follow(piece, watch, at: now) { _, _ in met += 1 }
                }
                closes[1] += met
            }
        }
    }

    /// The kernel passes on some of the payload under way.
    private mutating func miss(_ wanted: UInt64, from leg: Leg) {
        let scanner = leg == .client ? toServer.scanner : toClient.scanner
        guard case .payload(let header, let remaining) = scanner.awaits, !header.opcode.isControl else {
            return
        }
        // What a session may pass so is a gigabyte at most.
        let count = min(wanted, remaining, 1 << 30)
        guard count > 0 else { return }
        observer.missed(count, to: leg.other)
        let watch = observer.frames(from: leg)
        let isPayload =
            leg == .client ? toServer.miss(count, watch) : toClient.miss(count, watch)
        precondition(isPayload, "bytes of a payload are said to be none")
    }
}

// MARK: What must hold of it

extension ObserverFeed {
    /// That what was followed is what is told: frames, messages, and the first two Closes.
    func check(_ ending: Ending) {
        guard isUpgraded else { return }
        let client = ending.clientSide.outgoing
        let server = ending.serverSide.outgoing
        precondition(client.frames == toServer.frames, "the client sent other frames")
        precondition(server.frames == toClient.frames, "the server sent other frames")
        precondition(client.messages == toServer.messages, "the client sent other messages")
        precondition(server.messages == toClient.messages, "the server sent other messages")
        precondition(client.closes.count == min(2, closes[0]), "the client sent other Closes")
        precondition(server.closes.count == min(2, closes[1]), "the server sent other Closes")
    }
}
