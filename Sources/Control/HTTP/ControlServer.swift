public import Reactor

/// Serves routes over HTTP/1.1, on a loop of its own.
///
/// Whoever can reach it can break every connection that goes through its proxies, and have this machine connect
/// anywhere: so it is for this machine alone, unless there is a token; and never for a browser.
public final class ControlServer: Sendable {
    /// How it serves.
    public struct Options: Sendable {
        /// What clients have to show, as `Authorization: Bearer …`; nil for nothing.
        public var token: String?
        /// How much they may send, and how long it may take.
        public var limits = HTTPLimits()

        /// The usual.
        public init() {}
    }

    /// Where it listens.
    public let address: SocketAddress
    /// The URL of its root.
    public let url: String
    private let loop: EventLoop
    private let desk: ControlDesk

    /// Listens and serves until `stop()`.
    ///
    /// - Parameters:
    ///   - address: where; with port 0 any free one.
    ///   - options: how.
    ///   - routes: what there is.
    public init(
        at address: SocketAddress = .ipv4(0x7F00_0001, port: 0), options: Options = Options(),
        routes: [Route]
    ) throws(ControlError) {
        if let token = options.token, token.isEmpty { throw .emptyToken }
        guard address.isLoopback || options.token != nil else { throw .tokenNeeded(address) }
        do throws(SystemError) {
            loop = try EventLoop.start(name: "control")
        } catch {
            throw .system(error)
        }
        do throws(SystemError) {
            let listener = try Listener(at: address, on: loop)
            self.address = listener.address
            url = listener.address.port == nil ? "\(listener.address)" : "http://\(listener.address)/"
            let access = ControlAccess(at: listener.address, token: options.token)
            desk = ControlDesk(listener, options.limits, Router(routes), access)
        } catch {
            loop.stop()
            throw .system(error)
        }
        let desk = desk
        loop.submit { desk.open() }
    }

    /// Stops listening, gives answers under way a moment, and waits until all connections have ended.
    public func stop() async {
        let desk = desk
        await withCheckedContinuation { continuation in
            let isRunning = loop.submit { desk.shutDown { continuation.resume() } }
            if !isRunning { continuation.resume() }
        }
        loop.stop()
    }

    /// How many connections there are.
    func connectionCount() async -> Int {
        await withCheckedContinuation { continuation in
            let isRunning = loop.submit { [desk] in continuation.resume(returning: desk.count) }
            if !isRunning { continuation.resume(returning: 0) }
        }
    }
}

/// Why a control server does not start.
public enum ControlError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Other machines could reach it, and there is no token.
    case tokenNeeded(SocketAddress)
    /// A token that everybody has.
    case emptyToken
    /// It cannot listen there.
    case system(SystemError)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .tokenNeeded(let address):
            "other machines could reach \(address), and whoever can may break and redirect every connection: set a "
                + "token, or listen on 127.0.0.1"
        case .emptyToken: "the token is empty: write one that nobody guesses"
        case .system(let error): "\(error)"
        }
    }
}

/// The connections of a control server.
///
// Sendable: touched on the listener's loop only, but for `router` and `access`, which never change.
final class ControlDesk: HTTPConnectionOwner, @unchecked Sendable {
    private let listener: Listener
    private let limits: HTTPLimits
    private let router: Router
    private let access: ControlAccess
    private var connections: [ObjectIdentifier: HTTPConnection] = [:]
    private var whenEmpty: (() -> Void)?

    /// How long answers may still take when the server stops.
    private static let patience: Duration = .seconds(1)

    init(_ listener: Listener, _ limits: HTTPLimits, _ router: Router, _ access: ControlAccess) {
        self.listener = listener
        self.limits = limits
        self.router = router
        self.access = access
    }

    var count: Int { connections.count }

    func open() {
        do throws(SystemError) {
            try listener.start { [self] connection in admit(connection) }
        } catch {
            // The kernel has no memory for one more watch; meanwhile clients wait in the backlog.
            listener.loop.schedule(after: .milliseconds(100)) { [self] in open() }
        }
    }

    private func admit(_ connection: Connection) {
        // Those that are told that there is no room take some, too, and are not told without end.
        guard connections.count < limits.connections * 2 else { return connection.close() }
        let hasRoom = connections.count < limits.connections
        let client = HTTPConnection(connection, limits, owner: self)
        connections[ObjectIdentifier(client)] = client
        if hasRoom { client.begin() } else { client.turnAway(.tooManyConnections(limits.connections)) }
    }

    func answer(_ request: HTTPRequest) async -> HTTPResponse {
        if let refusal = access.refusal(of: request) { return refusal }
        return await router.answer(request)
    }

    func closed(_ connection: HTTPConnection) {
        connections[ObjectIdentifier(connection)] = nil
        if connections.isEmpty { whenEmpty.take()?() }
    }

    func shutDown(_ done: @escaping () -> Void) {
        listener.close()
        guard !connections.isEmpty else { return done() }
        whenEmpty = done
        connections.values.forEach { $0.shutDown() }
        listener.loop.schedule(after: Self.patience) { [self] in connections.values.forEach { $0.close() } }
    }
}
