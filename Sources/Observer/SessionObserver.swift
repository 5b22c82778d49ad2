public import WebSocketWire

/// Watches one session from between its endpoints, and says who saw it end how, and why.
///
/// Who feeds it begins a step for everything that happens at once, and then says what it was:
///
/// ```swift
/// observer.step(at: now)
/// observer.delivered(bytes, to: .client)
/// observer.told(.client, .finished)
/// let ending = observer.ending(client: .chromium, server: .rfc6455, at: now)
/// ```
///
/// A class with one owner, the session that it watches; it never leaves that one's thread.
public final class SessionObserver {
    /// What each side sent and got, in frames. Where nothing changes what passes, what is sent is what is got.
    private let sentByClient: FrameWatch
    private var gotByServer: FrameWatch
    private let sentByServer: FrameWatch
    private var gotByClient: FrameWatch
    /// Whether what leaves may differ from what came.
    public private(set) var isMeddledWith: Bool
    /// Is told of frames.
    private var tell: ((Direction, Sight, FrameGlimpse) -> Void)?

    private let clock: MarkClock
    private let start: Moment
    /// How a side ended, and was told of the other's end.
    private struct Side {
        var told: Experience.End?
        var ended: Experience.End?
        var gone: Mark?
    }

    private var client = Side()
    private var server = Side()
    private var isUnreachable = false
    private var asking: Asking?
    /// Whether others follow what is sent. Behind an answer that only some clients take nobody does, but then what
    /// arrives is all there is to know.
    private var isUpgraded = false
    private var given: AnswerReader?
    private var got: AnswerReader?
    /// What leaves, where that may differ from what came: nobody else follows it.
    private var own: OwnStreams?
    private var firings: [Ending.Firing] = []
    private var notes = SessionNotes()

    /// A session that begins now.
    ///
    /// - Parameter isMeddledWith: whether what leaves may differ from what came.
    public init(at start: Moment, isMeddledWith: Bool = false) {
        let clock = MarkClock(at: start)
        self.clock = clock
        self.start = start
        self.isMeddledWith = isMeddledWith
        sentByClient = FrameWatch(.toServer, clock)
        sentByServer = FrameWatch(.toClient, clock)
        gotByServer = isMeddledWith ? FrameWatch(.toServer, clock) : sentByClient
        gotByClient = isMeddledWith ? FrameWatch(.toClient, clock) : sentByServer
    }
}

// MARK: - What happens

extension SessionObserver {
    /// From here on something else happens, at this time.
    public func step(at now: Moment) { clock.advance(to: now) }

    /// The client asked for a WebSocket.
    public func asked(_ head: RequestHead) {
        let asking = Asking(head: head, mark: clock.mark())
        self.asking = asking
        (given, got) = (AnswerReader(to: head), AnswerReader(to: head))
    }

    /// Bytes from the server before its frames. Where nothing is meddled with they are the client's too.
    ///
    /// Returns how many of them were still of an answer.
    @discardableResult
    public func answered(_ bytes: Span<UInt8>) -> Int {
        let count = given?.read(bytes, clock) ?? bytes.count
        if !isMeddledWith { got = given }
        return count
    }

    /// Both sides speak in frames from here on; who follows them hands their pieces to `frames(from:)`.
    public func upgraded(_ deflate: DeflateParameters?) {
        // Some clients take what we would not agree to.
        let deflate = deflate ?? given?.answer.deflate
        isUpgraded = true
        for watch in [sentByClient, sentByServer] { watch.begin(deflate) }
    }

    /// Where a frame was seen.
    public enum Sight: Hashable, Sendable {
        /// As its sender sent it.
        case sent
        /// As the other side got it.
        case got
        /// Both: nothing could change it on the way.
        case both
    }

    /// Tells of every frame from here on, when it is complete.
    public func tellOfFrames(_ body: @escaping (Direction, Sight, FrameGlimpse) -> Void) {
        tell = body
        let isOne = !isMeddledWith
        sentByClient.onFrame = { body(.toServer, isOne ? .both : .sent, $0) }
        sentByServer.onFrame = { body(.toClient, isOne ? .both : .sent, $0) }
        guard isMeddledWith else { return }
        gotByServer.onFrame = { body(.toServer, .got, $0) }
        gotByClient.onFrame = { body(.toClient, .got, $0) }
    }

    /// From here on what leaves may differ from what comes, in streams that stand so.
    public func separate(toServer: FrameFollower, toClient: FrameFollower) {
        guard !isMeddledWith else { return }
        isMeddledWith = true
        gotByServer = sentByClient.separated()
        gotByClient = sentByServer.separated()
        if isUpgraded {
            let streams = own ?? OwnStreams()
            streams.toServer.stream = toServer
            streams.toClient.stream = toClient
            own = streams
        }
        if let tell { tellOfFrames(tell) }
    }

    /// We answer the client in the server's place.
    public func answeredHere(_ bytes: Span<UInt8>) { _ = got?.read(bytes, clock) }

    /// Who is to be handed the pieces of the frames that `leg` sends.
    public func frames(from leg: Leg) -> FrameWatch { leg == .client ? sentByClient : sentByServer }

    /// Bytes go to `leg` as they are: of an answer, or of frames that nobody has scanned.
    public func delivered(_ bytes: Span<UInt8>, to leg: Leg) {
        guard leg == .client else { return deliverToServer(bytes) }
        let count = readAnswer(bytes)
        guard count < bytes.count, let answer = got?.answer, answer.complete != nil, answer.status == 101
        else { return }
        follow(bytes.extracting(count...), .toClient, gotByClient, answer.deflate)
    }

    /// So many bytes of a payload went to `leg` that nobody will ever see.
    package func missed(_ count: UInt64, to leg: Leg) {
        switch leg {
        case .server: own?.toServer.miss(count, gotByServer)
        case .client: own?.toClient.miss(count, gotByClient)
        }
    }

    /// A leg is told that nothing comes any more, or that all is over.
    public func told(_ leg: Leg, _ how: LegEnd) {
        change(leg) { life, mark in life.told = life.told ?? Experience.End(how, mark: mark) }
    }

    /// A leg ended its half of the connection, or all of it.
    public func ended(_ leg: Leg, _ how: LegEnd) {
        change(leg) { life, mark in life.ended = life.ended ?? Experience.End(how, mark: mark) }
    }

    /// A leg's connection is gone.
    public func gone(_ leg: Leg) {
        change(leg) { life, mark in life.gone = life.gone ?? mark }
    }

    /// Something that is neither.
    public func note(_ evidence: Evidence) {
        if case .fired(let firing) = evidence {
            if firings.count == Self.mostFirings { firings.removeFirst() }
            firings.append(Ending.Firing(firing, at: clock.now))
        }
        if case .unreachable = evidence { isUnreachable = true }
        notes.note(evidence, clock.mark())
    }

    /// So many firings are remembered.
    private static let mostFirings = 16

    private func change(_ leg: Leg, _ body: (inout Side, Mark) -> Void) {
        switch leg {
        case .client: body(&client, clock.mark())
        case .server: body(&server, clock.mark())
        }
    }

    private func readAnswer(_ bytes: Span<UInt8>) -> Int {
        guard isMeddledWith, var reader = got, !reader.isDone else { return 0 }
        let count = reader.read(bytes, clock)
        got = reader
        return count
    }

    private func deliverToServer(_ bytes: Span<UInt8>) {
        guard let answer = given?.answer, answer.complete != nil, answer.status == 101 else { return }
        follow(bytes, .toServer, gotByServer, answer.deflate)
    }

    private func follow(
        _ bytes: Span<UInt8>, _ direction: Direction, _ watch: FrameWatch, _ deflate: DeflateParameters?
    ) {
        let streams = own ?? OwnStreams()
        own = streams
        switch direction {
        case .toServer: streams.toServer.follow(bytes, watch, deflate, at: clock.now)
        case .toClient: streams.toClient.follow(bytes, watch, deflate, at: clock.now)
        }
    }
}

// MARK: - What it comes to

extension SessionObserver {
    /// Something is about to be said of the session: first what passed without being shown, in these streams or ours.
    public func catchUp(toServer: inout FrameFollower, toClient: inout FrameFollower) {
        toServer.catchUp(sentByClient)
        toClient.catchUp(sentByServer)
        own?.toServer.stream?.catchUp(gotByServer)
        own?.toClient.stream?.catchUp(gotByClient)
    }

    /// What the streams of frames came to, as far as others followed them.
    public func conclude(toServer: inout FrameFollower, toClient: inout FrameFollower) {
        if own?.toServer.stream == nil || isMeddledWith { sentByClient.conclude(&toServer) }
        if own?.toClient.stream == nil || isMeddledWith { sentByServer.conclude(&toClient) }
        own?.toServer.conclude(gotByServer)
        own?.toClient.conclude(gotByClient)
    }

    /// What one side has lived through so far.
    public func experience(of leg: Leg, at now: Moment) -> Experience {
        var life = Experience(leg, now: now)
        let side = leg == .client ? client : server
        let isTaken = sentByClient.log.frames > 0 || gotByServer.log.frames > 0
        (life.told, life.ended, life.gone) = (side.told, side.ended, side.gone)
        switch leg {
        case .client:
            life.asking = asking
            life.isUnreachable = isUnreachable
            life.incoming = gotByClient.log
            life.outgoing = isUpgraded ? sentByClient.log : gotByServer.log
            life.answer = got?.judged(isTaken: isTaken) ?? Answer()
        case .server:
            life.asking = isUnreachable ? nil : asking
            life.incoming = gotByServer.log
            life.outgoing = isUpgraded ? sentByServer.log : gotByClient.log
            life.answer = given?.judged(isTaken: isTaken) ?? Answer()
        }
        return life
    }

    /// How the session ended, or stands: what an endpoint of these kinds reports of it.
    public func ending(client: EndpointProfile, server: EndpointProfile, at now: Moment) -> Ending {
        let (one, other) = (experience(of: .client, at: now), experience(of: .server, at: now))
        let clientVerdict = client.verdict(of: one)
        // Who has not said yes has no WebSocket to be told of.
        let serverVerdict =
            other.answer.complete != nil && other.answer.status == 101 ? server.verdict(of: other) : nil
        let (cause, by) =
            CauseFinder(
                client: one, server: other, clientProfile: client, serverProfile: server,
                isOpened: clientVerdict?.opened == true, notes: notes, firings: firings
            ).found
        return Ending(
            client: clientVerdict, server: serverVerdict, cause: cause, by: by, clientSide: one,
            serverSide: other, firings: firings, start: start)
    }

    /// The request that the client made, to know it by.
    public var request: RequestHead? { asking?.head }
}

/// Streams that nobody else follows: most sessions have none.
private final class OwnStreams {
    struct OwnStream {
        var stream: FrameFollower?
        /// Whether nobody knows any more where frames begin.
        private var isLost = false

        mutating func follow(
            _ bytes: Span<UInt8>, _ watch: FrameWatch, _ deflate: DeflateParameters?, at now: Moment
        ) {
            if isLost { return }
            if stream == nil {
                watch.begin(deflate)
                stream = FrameFollower()
            }
            if stream?.skims(bytes, at: now) == true { return }
            stream?.follow(bytes, watch, at: now) { _, _ in }
        }

        /// A fault may have written a length that is not what follows.
        mutating func miss(_ count: UInt64, _ watch: FrameWatch) {
            if !isLost, stream?.miss(count, watch) == false { isLost = true }
        }

        mutating func conclude(_ watch: FrameWatch) {
            guard var stream else { return }
            watch.conclude(&stream)
            self.stream = stream
        }
    }

    var toServer = OwnStream()
    var toClient = OwnStream()
}
