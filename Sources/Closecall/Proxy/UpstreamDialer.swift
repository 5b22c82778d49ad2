internal import Reactor

/// Why there is no connection upstream.
struct UpstreamFailure: Error {
    let reason: String
    let isTimeout: Bool
}

/// Finds the way to the upstream for one session: name, addresses, HTTP proxy, PROXY header, TLS.
final class UpstreamDialer {
    private let shared: ProxyShared
    private let client: Connection
    private var connector: Connector?
    private var completion: ((Result<Connection, UpstreamFailure>) -> Void)?

    private init(
        _ shared: ProxyShared, for client: Connection,
        completion: @escaping (Result<Connection, UpstreamFailure>) -> Void
    ) {
        self.shared = shared
        self.client = client
        self.completion = completion
    }

    /// Calls `completion` once, in a later turn, with a connection that is to be started; never after `cancel`.
    static func dial(
        _ shared: ProxyShared, for client: Connection, on loop: EventLoop,
        completion: @escaping (Result<Connection, UpstreamFailure>) -> Void
    ) -> UpstreamDialer {
        let dialer = UpstreamDialer(shared, for: client, completion: completion)
        dialer.connect(on: loop)
        return dialer
    }

    func cancel() {
        completion = nil
        connector?.cancel()
        connector = nil
    }

    private func connect(on loop: EventLoop) {
        let options = shared.options
        connector = Connector.connect(
            to: options.via ?? options.upstream.endpoint, on: loop, limits: options.connecting
        ) { [self] result in
            connector = nil
            switch result {
            case .success(let connection): reached(connection)
            case .failure(let error): fail("\(error)", isTimeout: error.isTimedOut)
            }
        }
    }

    private func reached(_ connection: Connection) {
        introduce(connection)
        do throws(TLSError) {
            if let tls = shared.options.upstreamTLS {
                try connection.secure(with: tls, serverName: shared.options.upstream.serverName)
            }
        } catch {
            connection.close()
            return fail("\(error)")
        }
        completion.take()?(.success(connection))
    }

    /// Says who the client is.
    private func introduce(_ connection: Connection) {}

    private func fail(_ reason: String, isTimeout: Bool = false) {
        completion.take()?(.failure(UpstreamFailure(reason: reason, isTimeout: isTimeout)))
    }
}
