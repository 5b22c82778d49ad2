internal import Reactor
internal import WebSocketWire

/// What a server accepts in a handshake.
struct ServerHandshakePolicy: Sendable {
    /// In the server's order of preference.
    var subprotocols: [String]
    var acceptsCompression: Bool
    var limits = HandshakeLimits()

    /// The answer to a request that is in order.
    func answer(
        _ request: HandshakeRequest
    ) throws(HandshakeViolation) -> (HandshakeResponse, DeflateParameters?) {
        let deflate = acceptsCompression ? DeflatePreferences().choose(from: request.extensions) : nil
        let response = try HandshakeResponse(
            accepting: request, subprotocol: subprotocols.first { request.subprotocols.contains($0) },
            extensions: deflate.map { [$0.answer] } ?? [])
        return (response, deflate?.parameters)
    }
}

/// The server's side of one opening handshake on a connection that has just been accepted.
final class ServerHandshake: ConnectionHandler {
    /// What a handshake that succeeded hands on.
    struct Opening {
        let request: HandshakeRequest
        let response: HandshakeResponse
        let deflate: DeflateParameters?
        /// Bytes that came behind the request.
        let early: [UInt8]
    }

    /// Why it did not succeed.
    enum Failure: Error, CustomStringConvertible {
        case invalid(HandshakeViolation)
        case tooSlow(Duration)
        case ended
        case broken(ConnectionFailure)

        var description: String {
            switch self {
            case .invalid(let violation): "\(violation)"
            case .tooSlow(let limit): "no request within \(limit)"
            case .ended: "the client ended the connection inside the handshake"
            case .broken(let failure): "the connection broke inside the handshake: \(failure)"
            }
        }
    }

    /// How long a refused client is given to read the answer before it is cut off.
    private static let farewell = Duration.seconds(2)

    private let policy: ServerHandshakePolicy
    private let connection: Connection
    private var parser: RequestParser
    private var timer: TimerToken?
    private var completion: ((Result<Opening, Failure>) -> Void)?

    init(
        _ policy: ServerHandshakePolicy, on connection: Connection, within limit: Duration,
        completion: @escaping (Result<Opening, Failure>) -> Void
    ) {
        self.policy = policy
        self.connection = connection
        self.completion = completion
        parser = RequestParser(limits: policy.limits)
        connection.start(self)
        timer = connection.loop.schedule(after: limit) { [self] in
            timer = nil
            refuse(.tooSlow(limit), HandshakeRefusal(status: 408, body: "no request within \(limit)\n"))
        }
    }

    /// Drops the connection without a word to the completion.
    func abandon() {
        completion = nil
        connection.close()
    }

    func received(_ bytes: inout MutableSpan<UInt8>) {
        guard completion != nil else { return }
        do throws(HandshakeViolation) {
            guard case .complete(let head, let consumed) = try parser.receive(bytes.span) else { return }
            let request = try HandshakeRequest(head)
            let (response, deflate) = try policy.answer(request)
            connection.write(response.bytes)
            succeed(
                Opening(
                    request: request, response: response, deflate: deflate,
                    early: Array(copying: bytes.span.extracting(consumed...))))
        } catch {
            refuse(.invalid(error), error.refusal)
        }
    }

    func peerFinished(_ end: PeerEnd) {
        if completion == nil { connection.close() } else { fail(.ended) }
    }

    func failed(_ failure: ConnectionFailure) { fail(.broken(failure)) }

    func closed() {
        cancelTimer()
        fail(.ended)
    }

    private func succeed(_ opening: Opening) {
        cancelTimer()
        completion.take()?(.success(opening))
    }

    /// Answers, and ends behind the answer. Closing at once could reset the answer away from the client, whose
    /// further bytes nobody would have read; so they are read, for a while.
    private func refuse(_ failure: Failure, _ refusal: HandshakeRefusal?) {
        guard let completion = completion.take() else { return }
        cancelTimer()
        if let refusal { connection.write(refusal.bytes) }
        connection.finish()
        timer = connection.loop.schedule(after: Self.farewell) { [self] in
            timer = nil
            connection.close()
        }
        completion(.failure(failure))
    }

    private func fail(_ failure: Failure) {
        guard let completion = completion.take() else { return }
        cancelTimer()
        connection.close()
        completion(.failure(failure))
    }

    private func cancelTimer() {
        if let timer { connection.loop.cancel(timer) }
        timer = nil
    }
}
