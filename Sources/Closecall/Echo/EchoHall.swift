internal import Reactor
internal import WebSocketWire

/// The sessions of an echo server, on its loop.
///
// Sendable: touched on the listener's loop only; the server comes in by `submit`.
final class EchoHall: @unchecked Sendable {
    let options: EchoServer.Options
    let policy: ServerHandshakePolicy
    private let listener: Listener
    private let ended: @Sendable (EchoServer.Session) -> Void
    private var sessions: [Int: EchoSession] = [:]
    private var lastNumber = 0
    private var whenEmpty: [() -> Void] = []

    init(
        _ listener: Listener, options: EchoServer.Options,
        ended: @escaping @Sendable (EchoServer.Session) -> Void
    ) {
        self.listener = listener
        self.options = options
        self.ended = ended
        policy = ServerHandshakePolicy(
            subprotocols: options.subprotocols, acceptsCompression: options.acceptsCompression)
    }

    func open() {
        // Fails only when the kernel has no memory for one more descriptor; then nobody can connect, and sees it.
        try? listener.start { [self] connection in
            lastNumber += 1
            let session = EchoSession(number: lastNumber, in: self, on: connection)
            sessions[lastNumber] = session
            session.begin()
        }
    }

    func shutDown(_ done: @escaping @Sendable () -> Void) {
        listener.close()
        whenEmpty.append(done)
        for session in sessions.values { session.goAway() }
        noteIfEmpty()
    }

    func sessionEnded(_ session: EchoServer.Session) {
        sessions[session.number] = nil
        ended(session)
        noteIfEmpty()
    }

    private func noteIfEmpty() {
        guard sessions.isEmpty else { return }
        let waiting = whenEmpty
        whenEmpty = []
        waiting.forEach { $0() }
    }
}

/// One client of an echo server.
final class EchoSession {
    private enum Phase {
        case shaking(ServerHandshake)
        case open(EndpointDriver)
        case over
    }

    private let number: Int
    private let connection: Connection
    private unowned let hall: EchoHall
    private var phase = Phase.over
    private var target: String?
    private var problem: String?
    private var messages = 0

    init(number: Int, in hall: EchoHall, on connection: Connection) {
        self.number = number
        self.hall = hall
        self.connection = connection
    }

    func begin() {
        do throws(TLSError) {
            if let tls = hall.options.tls { try connection.secure(with: tls) }
        } catch {
            problem = error.description
            connection.close()
            return end(nil)
        }
        phase = .shaking(
            ServerHandshake(hall.policy, on: connection, within: hall.options.handshakeTimeout) {
                [self] result in
                switch result {
                case .success(let opening): open(opening)
                case .failure(let failure):
                    problem = failure.description
                    end(nil)
                }
            })
    }

    /// The server stops.
    func goAway() {
        switch phase {
        case .shaking(let handshake):
            handshake.abandon()
            problem = "the server was stopped"
            end(nil)
        case .open(let driver): driver.close(.failing(.goingAway, reason: "the server is stopping"))
        case .over: break
        }
    }

    private func open(_ opening: ServerHandshake.Opening) {
        target = opening.request.target
        let limits = EndpointLimits(
            longestMessage: hall.options.longestMessage, closing: hall.options.closing)
        // A server masks nothing (RFC 6455 §5.1), so its keys are never asked for.
        let endpoint = WebSocketEndpoint(
            role: .server, deflate: opening.deflate, limits: limits, nextKey: { .zero })
        let driver = EndpointDriver(
            connection, endpoint: endpoint, owner: self, linger: hall.options.closing.transportEnd)
        phase = .open(driver)
        driver.take(opening.early)
    }

    private func end(_ event: CloseEvent?) {
        phase = .over
        hall.sessionEnded(
            EchoServer.Session(
                number: number, client: connection.peerAddress, target: target, event: event,
                problem: problem, messages: messages))
    }
}

extension EchoSession: EndpointOwner {
    func endpoint(_ driver: EndpointDriver, received event: EndpointEvent) {
        switch event {
        case .text(let text):
            messages += 1
            driver.send(text: text)
        case .binary(let bytes):
            messages += 1
            driver.send(binary: bytes)
        case .failed(let violation): problem = violation.description
        case .ping, .pong, .closeReceived: break
        }
    }

    func endpointDrained(_ driver: EndpointDriver) {}

    func endpointFailed(_ driver: EndpointDriver) {}

    func endpoint(_ driver: EndpointDriver, ended event: CloseEvent) { end(event) }
}
