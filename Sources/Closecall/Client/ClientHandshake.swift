internal import Reactor
internal import WebSocketWire

/// What a client will ask for: decided, and checked, before anything is sent.
struct ClientHandshakePlan: Sendable {
    let url: WebSocketURL
    let endpoint: Endpoint
    let offer: DeflateOffer?
    let request: HandshakeRequest
    let limits: HandshakeLimits

    init(
        _ url: WebSocketURL, protocols: [String], options: WebSocketOptions
    ) throws(DOMException) {
        self.url = url
        offer = options.offersCompression ? DeflateOffer() : nil
        limits = HandshakeLimits()
        do throws(EndpointError) {
            endpoint = try Endpoint(host: url.connectHost, port: url.port)
        } catch {
            throw DOMException(.syntaxError, "\(error)")
        }
        do throws(HandshakeViolation) {
            request = try HandshakeRequest(
                target: url.target, host: url.hostHeader,
                key: SecWebSocketKey(nonce: (0..<16).map { _ in .random(in: .min ... .max) }),
                subprotocols: protocols,
                extensions: offer.map { [$0.element] } ?? [], origin: options.origin,
                extraHeaders: options.headers)
        } catch {
            throw DOMException(.syntaxError, "\(error)")
        }
    }
}

/// The client's side of one opening handshake on a connection that has just been made.
final class ClientHandshake: ConnectionHandler {
    /// What a handshake that succeeded hands on.
    struct Opening {
        let connection: Connection
        let response: HandshakeResponse
        let deflate: DeflateParameters?
        /// Bytes that came behind the 101.
        let early: [UInt8]
    }

    /// Why it did not succeed.
    enum Failure: Error, CustomStringConvertible {
        case response(HandshakeViolation)
        case compression(DeflateNegotiationViolation)
        case twoAnswers
        case ended
        case broken(ConnectionFailure)

        var description: String {
            switch self {
            case .response(let violation): "\(violation)"
            case .compression(let violation): "\(violation)"
            case .twoAnswers: "the server accepted the one extension that was offered more than once"
            case .ended: "the server ended the connection inside the handshake"
            case .broken(let failure): "the connection broke inside the handshake: \(failure)"
            }
        }
    }

    private let plan: ClientHandshakePlan
    private let connection: Connection
    private var parser: ResponseParser
    private var completion: ((Result<Opening, Failure>) -> Void)?

    init(
        _ plan: ClientHandshakePlan, on connection: Connection,
        completion: @escaping (Result<Opening, Failure>) -> Void
    ) {
        self.plan = plan
        self.connection = connection
        self.completion = completion
        parser = ResponseParser(limits: plan.limits)
        connection.start(self)
        connection.write(plan.request.bytes)
    }

    /// Drops the connection without a word to the completion.
    func abandon() {
        completion = nil
        connection.close()
    }

    func received(_ bytes: inout MutableSpan<UInt8>) {
        do throws(Failure) {
            guard let opening = try opening(from: bytes.span) else { return }
            completion.take()?(.success(opening))
        } catch {
            finish(error)
        }
    }

    private func opening(from bytes: Span<UInt8>) throws(Failure) -> Opening? {
        var position = 0
        guard let response = try response(from: bytes, at: &position) else { return nil }
        return Opening(
            connection: connection, response: response, deflate: try compression(in: response),
            early: Array(copying: bytes.extracting(position...)))
    }

    /// The answer, once it is there; heads with a status of 1xx before it are not it.
    private func response(
        from bytes: Span<UInt8>, at position: inout Int
    ) throws(Failure) -> HandshakeResponse? {
        do throws(HandshakeViolation) {
            while case .complete(let head, let consumed) = try parser.receive(bytes.extracting(position...)) {
                position += consumed
                guard head.isInterim else {
                    return try HandshakeResponse(head, answering: plan.request, requireSubprotocol: true)
                }
                parser = ResponseParser(limits: plan.limits)
            }
            return nil
        } catch {
            throw .response(error)
        }
    }

    /// Extensions that were not offered are refused already, so that an element can only be the one we offered.
    private func compression(in response: HandshakeResponse) throws(Failure) -> DeflateParameters? {
        guard let offer = plan.offer, let element = response.extensions.first else { return nil }
        // Two answers to one offer would use the same RSV1 (RFC 6455 §9.1).
        guard response.extensions.count == 1 else { throw .twoAnswers }
        do throws(DeflateNegotiationViolation) {
            return try DeflateParameters.accept(element, for: offer)
        } catch {
            throw .compression(error)
        }
    }

    func peerFinished(_ end: PeerEnd) { finish(.ended) }
    func failed(_ failure: ConnectionFailure) { finish(.broken(failure)) }
    func closed() { finish(.ended) }

    private func finish(_ failure: Failure) {
        guard let completion = completion.take() else { return }
        connection.close()
        completion(.failure(failure))
    }
}
