internal import Reactor
internal import Relay

/// Why there is no connection upstream.
enum UpstreamFailure: Error {
    /// In words.
    case refused(String)
    /// Nothing came of it for so long.
    case tooSlow(Duration)
}

/// A connection upstream, and what came on it before anybody could ask.
struct UpstreamConnection {
    let connection: Connection
    let early: [UInt8]
}

/// Finds the way to the upstream for one session: name, addresses, HTTP proxy, PROXY header, TLS.
final class UpstreamDialer {
    private let options: ProxyOptions
    private let client: Connection
    private let isReached: (Connection) -> Void
    private var connector: Connector?
    private var tunnel: ConnectTunnel?
    private var completion: ((Result<UpstreamConnection, UpstreamFailure>) -> Void)?

    /// Calls `completion` once, in a later turn, with a connection that is to be handed on; never after `cancel`.
    ///
    /// - Parameter reached: hears of the connection before anything is read or written on it.
    init(
        _ options: ProxyOptions, for client: Connection, reached: @escaping (Connection) -> Void,
        completion: @escaping (Result<UpstreamConnection, UpstreamFailure>) -> Void
    ) {
        self.options = options
        self.client = client
        isReached = reached
        self.completion = completion
        connect()
    }

    func cancel() {
        completion = nil
        connector?.cancel()
        connector = nil
        tunnel?.cancel()
        tunnel = nil
    }

    private func connect() {
        connector = Connector.connect(
            to: options.via ?? options.upstream.endpoint, on: client.loop, limits: options.connecting
        ) { [self] result in
            connector = nil
            switch result {
            case .success(let connection): reached(connection)
            case .failure(let error) where error.isTimedOut:
                complete(.failure(.tooSlow(options.connecting.total)))
            case .failure(let error): complete(.failure(.refused(error.reason)))
            }
        }
    }

    private func reached(_ connection: Connection) {
        isReached(connection)
        guard let via = options.via else { return introduce(connection, early: []) }
        tunnel = ConnectTunnel(to: options.upstream.endpoint, through: via, on: connection) { [self] result in
            tunnel = nil
            switch result {
            case .success(let early): introduce(connection, early: early)
            case .failure(let failure): complete(.failure(failure))
            }
        }
    }

    /// Says who the client is, in plain text before everything else, and begins TLS.
    private func introduce(_ connection: Connection, early: [UInt8]) {
        if let version = options.proxyProtocol {
            let destination = try? client.localAddress()
            connection.write(
                version.header(from: client.peerAddress.asProxied, to: destination?.asProxied))
        }
        do throws(TLSError) {
            if let tls = options.upstreamTLS, options.upstream.kind == .wss {
                try connection.secure(with: tls, serverName: options.upstream.serverName)
            }
        } catch {
            connection.close()
            return complete(.failure(.refused("\(error)")))
        }
        complete(.success(UpstreamConnection(connection: connection, early: early)))
    }

    private func complete(_ result: Result<UpstreamConnection, UpstreamFailure>) {
        completion.take()?(result)
    }
}

extension SocketAddress {
    /// The address as the PROXY protocol knows it; it has no Unix sockets without a path on both ends.
    fileprivate var asProxied: ProxyProtocol.Endpoint? {
        switch self {
        case .ipv4(let bits, let port): .ipv4(bits, port: port)
        case .ipv6(let bits, let port, _): .ipv6(bits, port: port)
        case .unix: nil
        }
    }
}
