internal import Reactor
internal import WebSocketWire

/// Asks an HTTP proxy for a way to the upstream (CONNECT, RFC 9110 §9.3.6).
final class ConnectTunnel {
    private let connection: Connection
    private let proxy: Endpoint
    private var parser = ResponseParser()
    private var completion: ((Result<[UInt8], UpstreamFailure>) -> Void)?
    private var timer: TimerToken?

    /// As long as other clients wait for such an answer.
    private static let patience = Duration.seconds(30)

    /// Calls `completion` once with what came behind the proxy's consent, if anything did; never after `cancel`.
    init(
        to target: Endpoint, through proxy: Endpoint, on connection: Connection,
        completion: @escaping (Result<[UInt8], UpstreamFailure>) -> Void
    ) {
        self.connection = connection
        self.proxy = proxy
        self.completion = completion
        connection.start(self)
        connection.write(Array("CONNECT \(target) HTTP/1.1\r\nHost: \(target)\r\n\r\n".utf8))
        timer = connection.loop.schedule(after: Self.patience) { [self] in
            timer = nil
            fail(.tooSlow(Self.patience))
        }
    }

    func cancel() {
        completion = nil
        stopTimer()
        connection.close()
    }

    private func answered(_ head: ResponseHead, behind: [UInt8]) {
        if head.isInterim {
            parser = ResponseParser()
            return take(behind)
        }
        guard (200..<300).contains(head.status) else {
            return refuse("answered CONNECT with \(head.status) \(head.reason)")
        }
        stopTimer()
        completion.take()?(.success(behind))
    }

    private func take(_ bytes: [UInt8]) {
        do throws(HandshakeViolation) {
            guard case .complete(let head, let consumed) = try parser.receive(bytes.span) else { return }
            answered(head, behind: Array(bytes[consumed...]))
        } catch {
            refuse("does not speak HTTP: \(error)")
        }
    }

    private func refuse(_ what: String) {
        fail(.refused("the HTTP proxy at \(proxy) \(what)"))
    }

    private func fail(_ failure: UpstreamFailure) {
        stopTimer()
        connection.close()
        completion.take()?(.failure(failure))
    }

    private func stopTimer() {
        if let timer = timer.take() { connection.loop.cancel(timer) }
    }
}

extension ConnectTunnel: ConnectionHandler {
    func received(_ bytes: inout MutableSpan<UInt8>) {
        let span = bytes.span
        take(span.indices.map { span[$0] })
    }

    func peerFinished(_ end: PeerEnd) { refuse("ended the connection without an answer") }
    func failed(_ failure: ConnectionFailure) { refuse("broke the connection: \(failure)") }
    func closed() {}
}
