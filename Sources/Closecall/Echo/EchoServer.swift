public import Reactor
internal import Synchronization
public import WebSocketWire

/// A strict WebSocket server that sends every message back: a peer for tests.
///
/// It accepts what RFC 6455 and 7692 allow and nothing else, and fails a connection with the code they ask
/// for. Everything runs on one loop of its own.
public final class EchoServer: Sendable {
    /// What it accepts.
    public struct Options: Sendable {
        /// Subprotocols in order of preference; the first that a client offers too is chosen.
        public var subprotocols: [String] = []
        /// Whether permessage-deflate is accepted when offered.
        public var acceptsCompression = true
        /// The longest message that is accepted, decompressed; a longer one is answered with 1009.
        public var longestMessage = 64 << 20
        /// The certificate to speak TLS with; nil for plain TCP.
        public var tls: TLSContext?
        /// How long a client may take for its request.
        public var handshakeTimeout: Duration = .seconds(10)
        /// How long to wait for the answer to a Close, and for the end of the connection after it.
        public var closing = ClosingLimits()

        /// The usual.
        public init() {}
    }

    /// A connection that has ended, as this server saw it.
    public struct Session: Sendable {
        /// Sessions are numbered from 1 as they are accepted.
        public let number: Int
        /// The client's address.
        public let client: SocketAddress
        /// The request's target; nil when no request came.
        public let target: String?
        /// The server's `CloseEvent`; nil when the handshake failed.
        public let event: CloseEvent?
        /// What went wrong, in words; nil when nothing did.
        public let problem: String?
        /// Messages received, which is also how many were sent back.
        public let messages: Int
    }

    /// Where it listens.
    public let address: SocketAddress

    private let loop: EventLoop
    private let hall: EchoHall

    /// Listens and serves until `stop()`.
    ///
    /// - Parameters:
    ///   - address: where; with port 0 any free one.
    ///   - options: what is accepted.
    ///   - ended: called on the server's loop for each session that has ended.
    public init(
        at address: SocketAddress = .ipv4(0x7F00_0001, port: 0), options: Options = Options(),
        ended: @escaping @Sendable (Session) -> Void = { _ in }
    ) throws(SystemError) {
        loop = try EventLoop.start(name: "echo")
        do throws(SystemError) {
            let listener = try Listener(at: address, on: loop)
            self.address = listener.address
            url = "\(options.tls == nil ? "ws" : "wss")://\(listener.address)/"
            hall = EchoHall(listener, options: options, ended: ended)
        } catch {
            loop.stop()
            throw error
        }
        let hall = hall
        loop.submit { hall.open() }
    }

    /// The URL that clients connect to.
    public let url: String

    /// Stops listening, closes every session with 1001, and waits until all have ended.
    public func stop() async {
        let hall = hall
        await withCheckedContinuation { continuation in
            let isRunning = loop.submit { hall.shutDown { continuation.resume() } }
            if !isRunning { continuation.resume() }
        }
        loop.stop()
    }

    /// Runs `body` with a server that is gone when it returns.
    public static func withServer<R: Sendable>(
        options: Options = Options(), ended: @escaping @Sendable (Session) -> Void = { _ in },
        _ body: (EchoServer) async throws -> R
    ) async throws -> R {
        let server = try EchoServer(options: options, ended: ended)
        do {
            let answer = try await body(server)
            await server.stop()
            return answer
        } catch {
            await server.stop()
            throw error
        }
    }
}
