internal import Reactor
internal import WebSocketWire

/// Plays inputs to a server, each on a connection of its own.
final class ServerPlayer: LivePlayer, Sendable {
    private let loop: EventLoop
    private let endpoint: Endpoint
    private let request: HandshakeRequest
    private let isEcho: Bool
    private let host: String

    /// The key of RFC 6455 §1.3: the same bytes each time.
    private static let key = "dGhlIHNhbXBsZSBub25jZQ=="

    init(_ url: WebSocketURL, isEcho: Bool) throws(LiveProblem) {
        self.isEcho = isEcho
        host = url.host
        guard let key = SecWebSocketKey(encoded: Self.key) else {
            throw .impossible("the RFC's key is no key")
        }
        do throws(HandshakeViolation) {
            request = try HandshakeRequest(target: url.target, host: url.hostHeader, key: key)
        } catch {
            throw .impossible("\(url): \(error)")
        }
        do throws(EndpointError) {
            endpoint = try Endpoint(host: url.connectHost, port: url.port)
        } catch {
            throw .impossible("\(error)")
        }
        do throws(SystemError) { loop = try EventLoop.start(name: "fuzz") } catch {
            throw .impossible("\(error)")
        }
    }

    func stop() { loop.stop() }

    /// The command's end is the server's, however it came: the campaign asks it.
    func death() -> String? { nil }

    /// Every address that the name has, for one of them is the one that will be used.
    func check(ownsHost: Bool) async throws(LiveProblem) {
        let addresses = try await addresses()
        if ownsHost { return }
        if let stranger = addresses.first(where: { !$0.isLoopback }) {
            throw .notLoopback(host: host, address: "\(stranger)")
        }
    }

    private func addresses() async throws(LiveProblem) -> [SocketAddress] {
        switch endpoint {
        case .address(let address): return [address]
        case .name(let name, let port):
            let result = await withCheckedContinuation { continuation in
                loop.submit { [loop] in
                    Resolver.resolve(name, port: port, on: loop) { continuation.resume(returning: $0) }
                }
            }
            do throws(ResolveError) { return try result.get() } catch { throw .impossible("\(error)") }
        }
    }

    /// The head that an input asks for, or the usual one.
    func head(of input: LiveInput) -> [UInt8] { input.head ?? request.bytes }

    func play(_ input: LiveInput, _ patience: LivePatience) async -> LiveObservation {
        await withCheckedContinuation { continuation in
            loop.submit { [self] in connect(input, patience) { continuation.resume(returning: $0) } }
        }
    }

    private func connect(
        _ input: LiveInput, _ patience: LivePatience, completion: @escaping (LiveObservation) -> Void
    ) {
        let began = loop.now
        let limits = ConnectLimits(perAddress: patience.reaction, total: patience.reaction * 2)
        Connector.connect(to: endpoint, on: loop, limits: limits) { [self] result in
            switch result {
            case .failure(let error):
                var observation = LiveObservation()
                observation.opening = .unreachable(error.reason)
                observation.duration = loop.now - began
                completion(observation)
            case .success(let connection):
                PeerOpening(request, head: head(of: input), on: connection, within: patience.reaction) {
                    [isEcho] opening, early in
                    guard opening == .open else {
                        var observation = LiveObservation()
                        observation.opening = opening
                        observation.duration = connection.loop.now - began
                        return completion(observation)
                    }
                    LiveConversation(
                        input, as: .client, isEcho: isEcho, patience: patience, on: connection, began: began,
                        completion: completion
                    ).begin(early: early)
                }.begin()
            }
        }
    }
}

/// A handshake with a server, right or wrong.
private final class PeerOpening: ConnectionHandler {
    private let request: HandshakeRequest
    private let head: [UInt8]
    private let connection: Connection
    private let limit: Duration
    private var parser = ResponseParser()
    private var completion: ((LiveObservation.Opening, _ early: [UInt8]) -> Void)?
    private var timer: TimerToken?

    init(
        _ request: HandshakeRequest, head: [UInt8], on connection: Connection, within limit: Duration,
        completion: @escaping (LiveObservation.Opening, _ early: [UInt8]) -> Void
    ) {
        self.request = request
        self.head = head
        self.connection = connection
        self.limit = limit
        self.completion = completion
    }

    func begin() {
        timer = connection.loop.schedule(after: limit) { [self] in
            timer = nil
            complete(.silent)
        }
        connection.start(self)
        connection.write(head)
    }

    private func complete(_ opening: LiveObservation.Opening, early: [UInt8] = []) {
        guard let completion = completion.take() else { return }
        if let timer = timer.take() { connection.loop.cancel(timer) }
        if opening != .open { connection.reset() }
        completion(opening, early)
    }

    func received(_ bytes: inout MutableSpan<UInt8>) {
        var position = 0
        do throws(HandshakeViolation) {
            while case .complete(let head, let count) =
                try parser.receive(bytes.span.extracting(droppingFirst: position))
            {
                position += count
                if !head.isInterim {
                    let opening = try opening(head)
                    return complete(
                        opening, early: Array(copying: bytes.span.extracting(droppingFirst: position)))
                }
                parser = ResponseParser()
            }
        } catch {
            complete(.malformed("\(error)"))
        }
    }

    /// A head of the input's own is answered for its own key; whether it may be answered is the judge's to say.
    private func opening(_ response: ResponseHead) throws(HandshakeViolation) -> LiveObservation.Opening {
        guard response.status == 101 else { return .refused(status: response.status) }
        if head == request.bytes { _ = try HandshakeResponse(response, answering: request) }
        return .open
    }

    func peerFinished(_ end: PeerEnd) { complete(.ended) }
    func failed(_ failure: ConnectionFailure) { complete(.ended) }
    func closed() { complete(.ended) }
}
