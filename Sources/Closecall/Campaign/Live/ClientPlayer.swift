internal import Reactor
internal import WebSocketWire

/// Plays inputs to clients, in the order in which they come.
final class ClientPlayer: LivePlayer {
    private let host: ClientHost
    private let command: LiveCommand?
    private let comeBack: Duration
    private var lastDeath: String?

    /// - Parameters:
    ///   - command: starts a client, again each time that one has ended.
    ///   - comeBack: how long no client may come.
    init(
        at address: SocketAddress, _ command: LiveCommand?, comeBack: Duration
    ) throws(LiveProblem) {
        do throws(SystemError) { host = try ClientHost(at: address) } catch {
            throw .impossible("cannot listen on \(address): \(error.words)")
        }
        self.command = command
        self.comeBack = comeBack
    }

    var url: String { "ws://\(host.address)/" }

    func check(ownsHost: Bool) throws(LiveProblem) {
        guard ownsHost || host.address.isLoopback else {
            throw .impossible(
                "\(host.address) can be reached by other machines, whose clients may die of this: listen on 127.0.0.1, "
                    + "or add --i-own-this-host")
        }
    }

    func play(_ input: LiveInput, _ patience: LivePatience) async -> LiveObservation {
        let deadline = ContinuousClock.now + comeBack
        while ContinuousClock.now < deadline {
            keepRunning()
            guard let connection = host.next() else {
                try? await Task.sleep(for: .milliseconds(1))
                continue
            }
            let seen = await host.play(input, patience, on: connection)
            // Browsers connect without a word before they need it, and ask for a favicon.
            if seen.opening == .open { return seen }
        }
        var seen = LiveObservation()
        seen.opening = .unreachable("no client came to \(url) for \(comeBack.milliseconds) ms")
        return seen
    }

    /// A client that ended by itself has done what it was there for; one that a signal ended has died.
    private func keepRunning() {
        guard let command, let exit = command.exit() else { return }
        if command.wasKilled { lastDeath = exit }
        try? command.start()
    }

    func death() -> String? {
        if let command, let exit = command.exit(), command.wasKilled { return exit }
        defer { lastDeath = nil }
        return lastDeath
    }

    func stop() {
        host.stop()
        command?.stop()
    }
}

/// Accepts clients, and keeps those that wait.
private final class ClientHost: Sendable {
    let address: SocketAddress
    private let loop: EventLoop
    private let waiting = Locked<[Connection]>([])

    /// More than these are turned away: who reconnects comes again.
    private static let mostWaiting = 8

    init(at address: SocketAddress) throws(SystemError) {
        loop = try EventLoop.start(name: "fuzz")
        let listener: Listener
        do throws(SystemError) { listener = try Listener(at: address, on: loop) } catch {
            loop.stop()
            throw error
        }
        self.address = listener.address
        loop.submit { [waiting] in
            try? listener.start { connection in
                let isWelcome = waiting.withLock { waiting in
                    guard waiting.count < Self.mostWaiting else { return false }
                    waiting.append(connection)
                    return true
                }
                if !isWelcome { connection.close() }
            }
        }
    }

    func stop() { loop.stop() }

    /// The client that came first, and was not played to.
    func next() -> Connection? {
        waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    }

    func play(_ input: LiveInput, _ patience: LivePatience, on connection: Connection) async
        -> LiveObservation
    {
        await withCheckedContinuation { continuation in
            let isRunning = loop.submit {
                ClientOpening(input, patience, on: connection) { continuation.resume(returning: $0) }.begin()
            }
            if !isRunning { continuation.resume(returning: LiveObservation()) }
        }
    }
}

/// A handshake with a client, answered rightly, or as the input says.
private final class ClientOpening: ConnectionHandler {
    private let input: LiveInput
    private let patience: LivePatience
    private let connection: Connection
    private let began: MonotonicTime
    private var parser = RequestParser()
    private var completion: ((LiveObservation) -> Void)?
    private var timer: TimerToken?

    init(
        _ input: LiveInput, _ patience: LivePatience, on connection: Connection,
        completion: @escaping (LiveObservation) -> Void
    ) {
        self.input = input
        self.patience = patience
        self.connection = connection
        self.completion = completion
        began = connection.loop.now
    }

    func begin() {
        timer = connection.loop.schedule(after: patience.reaction) { [self] in
            timer = nil
            fail(.silent)
        }
        connection.start(self)
    }

    private func fail(_ opening: LiveObservation.Opening) {
        guard let completion = take() else { return }
        connection.close()
        var observation = LiveObservation()
        observation.opening = opening
        completion(observation)
    }

    private func take() -> ((LiveObservation) -> Void)? {
        if let timer = timer.take() { connection.loop.cancel(timer) }
        return completion.take()
    }

    func received(_ bytes: inout MutableSpan<UInt8>) {
        do throws(HandshakeViolation) {
            guard case .complete(let head, let count) = try parser.receive(bytes.span) else { return }
            let request = try HandshakeRequest(head)
            let answer = try HandshakeResponse(accepting: request, subprotocol: request.subprotocols.first)
            open(
                input.head ?? answer.bytes, early: Array(copying: bytes.span.extracting(droppingFirst: count))
            )
        } catch {
            connection.write(
                Array("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8))
            fail(.malformed("\(error)"))
        }
    }

    private func open(_ head: [UInt8], early: [UInt8]) {
        guard let completion = take() else { return }
        connection.write(head)
        LiveConversation(
            input, as: .server, isEcho: false, patience: patience, on: connection, began: began,
            completion: completion
        ).begin(early: early)
    }

    func peerFinished(_ end: PeerEnd) { fail(.ended) }
    func failed(_ failure: ConnectionFailure) { fail(.ended) }
    func closed() { fail(.ended) }
}
