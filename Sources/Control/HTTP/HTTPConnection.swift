internal import Reactor
internal import WebSocketWire

/// Whom a connection asks for answers, and tells that it is over.
protocol HTTPConnectionOwner: AnyObject, Sendable {
    /// The answer to a request. Not on the loop.
    func answer(_ request: HTTPRequest) async -> HTTPResponse

    /// The connection is closed. On the loop.
    func closed(_ connection: HTTPConnection)
}

/// One client: its requests, one after the other, each answered before the next one is read.
///
/// ```
///   awaiting --request--> answering --answer--> draining --all sent--> awaiting
///      |                      '-- last one --.
///      '--refusal, timeout--> parting <------'   a FIN behind the answer, then what still comes is thrown away
///
///   answering --stream--> streaming --its end, or the client's--> parting
/// ```
///
// Sendable: touched on the connection's loop only; the answer comes in by `submit`.
final class HTTPConnection: @unchecked Sendable {
    enum Phase {
        /// A request, or the rest of one.
        case awaiting
        /// The answer to a request, of which is known how it is to be sent.
        case answering(isHead: Bool, keepsAlive: Bool)
        /// The client to read the last answer: whoever reads none gets no more of them.
        case draining
        /// The end of an answer that is made while it is read.
        case streaming(HTTPStream)
        /// The client to go.
        case parting
    }

    let connection: Connection
    let limits: HTTPLimits
    private unowned let owner: any HTTPConnectionOwner
    private var reader: HTTPRequestReader
    var phase = Phase.awaiting
    /// Who makes the answer, or the next piece of one: told when nobody waits for it any more.
    var task: Task<Void, Never>?
    /// What came behind the request that is being answered.
    private var unread: [UInt8] = []
    private(set) var hasClientEnded = false
    private(set) var isLast = false
    private var timer: TimerToken?
    private var isRequestTimed = false

    /// How long to wait for a client's end behind the last answer: closed at once, what it still sends would make the
    /// kernel reset the connection, and the answer be lost.
    private static let patience: Duration = .seconds(2)
    /// Answers that wait to be read, above which no further request is.
    private static let highWater = 256 * 1024
    /// What may wait behind a request that is being answered.
    private static let mostUnread = 64 * 1024

    init(_ connection: Connection, _ limits: HTTPLimits, owner: any HTTPConnectionOwner) {
        self.connection = connection
        self.limits = limits
        self.owner = owner
        reader = HTTPRequestReader(limits: limits)
        connection.lowWater = Self.highWater / 4
    }

    /// Serves the client.
    func begin() {
        connection.start(self)
        setIdleTimer()
    }

    /// There is no room for the client: it is told so.
    func turnAway(_ refusal: HTTPRefusal) {
        connection.start(self)
        refuse(refusal)
    }

    /// The server stops: what is being answered still is.
    func shutDown() {
        isLast = true
        switch phase {
        case .awaiting, .draining, .streaming: connection.close()
        // Who waits for something to happen is not to wait any longer.
        case .answering: task?.cancel()
        case .parting: break
        }
    }

    /// Ends whatever is under way.
    func close() { connection.close() }
}

// MARK: Requests

extension HTTPConnection {
    private func read(_ bytes: Span<UInt8>) {
        var position = 0
        do throws(HTTPRefusal) {
            if let request = try reader.take(bytes, at: &position) {
                if position < bytes.count { unread.append(copying: bytes.extracting(position...)) }
                return ask(request)
            }
        } catch {
            return refuse(error)
        }
        if reader.takeContinue() {
            connection.write(HTTPResponse(100).bytes(isHeadOnly: true, closes: false))
        }
        if reader.hasBegun { setRequestTimer() }
    }

    private func readOn() {
        guard case .awaiting = phase, !unread.isEmpty else { return }
        let bytes = unread
        unread = []
        read(bytes.span)
    }

    private func ask(_ request: HTTPRequest) {
        stopTimer()
        phase = .answering(isHead: request.method == "HEAD", keepsAlive: request.keepsAlive)
        if unread.count > Self.mostUnread { connection.pauseReading() }
        let (owner, loop) = (owner, connection.loop)
        task = Task { [self] in
            let response = await owner.answer(request)
            loop.submit { self.send(response) }
        }
    }

    private func send(_ response: HTTPResponse) {
        guard case .answering(let isHead, let keepsAlive) = phase, connection.isOpen else { return }
        task = nil
        if case .stream(let stream) = response.body, !isHead { return begin(stream, of: response) }
        let closes = !keepsAlive || isLast || (hasClientEnded && unread.isEmpty)
        connection.write(response.bytes(isHeadOnly: isHead, closes: closes))
        if closes { return part() }
        guard connection.bufferedBytes > Self.highWater else { return awaitNext() }
        phase = .draining
        setTimer(limits.answer) { $0.connection.close() }
    }

    private func awaitNext() {
        phase = .awaiting
        setIdleTimer()
        connection.resumeReading()
        readOn()
        if case .awaiting = phase, hasClientEnded { part() }
    }

    private func refuse(_ refusal: HTTPRefusal) {
        guard connection.isOpen else { return }
        let response = HTTPResponse.problem(refusal.status, refusal.description)
        connection.write(response.bytes(isHeadOnly: false, closes: true))
        part()
    }

    /// Our end behind the last answer.
    func part() {
        task.take()?.cancel()
        phase = .parting
        unread = []
        connection.resumeReading()
        connection.finish()
        setTimer(connection.bufferedBytes > 0 ? limits.answer : Self.patience) { $0.connection.close() }
    }
}

// MARK: Time

extension HTTPConnection {
    private func setIdleTimer() {
        setTimer(limits.idle) { $0.connection.close() }
        isRequestTimed = false
    }

    /// From a request's first byte on; not put off by further ones.
    private func setRequestTimer() {
        guard !isRequestTimed else { return }
        setTimer(limits.request) { $0.refuse(.tooSlow($0.limits.request)) }
        isRequestTimed = true
    }

    func setTimer(_ time: Duration, _ body: @escaping (HTTPConnection) -> Void) {
        stopTimer()
        timer = connection.loop.schedule(after: time) { [self] in
            timer = nil
            body(self)
        }
    }

    private func stopTimer() {
        if let timer = timer.take() { connection.loop.cancel(timer) }
        isRequestTimed = false
    }
}

// MARK: What the connection tells

extension HTTPConnection: ConnectionHandler {
    func received(_ bytes: inout MutableSpan<UInt8>) {
        switch phase {
        case .awaiting: read(bytes.span)
        case .answering, .draining:
            unread.append(copying: bytes.span)
            if unread.count > Self.mostUnread { connection.pauseReading() }
        // Nobody can ask for anything behind an answer that ends with the connection.
        case .streaming, .parting: break
        }
    }

    /// A client may end its half behind its last request, and read on; but not behind one for a stream, where its end
    /// is most often all that is heard of its going.
    func peerFinished(_ end: PeerEnd) {
        hasClientEnded = true
        switch phase {
        case .awaiting, .streaming: part()
        // When our end has left, too, the connection closes by itself.
        case .answering, .draining, .parting: break
        }
    }

    func drained() {
        switch phase {
        case .draining: awaitNext()
        case .streaming(let stream): if task == nil { pull(stream) }
        case .awaiting, .answering, .parting: break
        }
    }

    func failed(_ failure: ConnectionFailure) {}

    func closed() {
        task.take()?.cancel()
        stopTimer()
        owner.closed(self)
    }
}

extension [UInt8] {
    fileprivate mutating func append(copying bytes: Span<UInt8>) {
        reserveCapacity(count + bytes.count)
        for index in bytes.indices { append(bytes[index]) }
    }
}
