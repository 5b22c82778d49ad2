internal import CLinux

/// How long connecting may take.
public struct ConnectLimits: Hashable, Sendable {
    /// For one address.
    public var perAddress: Duration
    /// For all of it, the name's resolution included.
    public var total: Duration

    /// Ten seconds for an address, thirty in all.
    public init(perAddress: Duration = .seconds(10), total: Duration = .seconds(30)) {
        self.perAddress = perAddress
        self.total = total
    }
}

// Sendable: touched on the loop's thread only (checked in debug builds); the reference may travel, so that other
// threads can name it in `loop.submit { connector.cancel() }`.

/// One attempt to connect: resolves the name, then tries its addresses in turn until one answers.
public final class Connector: @unchecked Sendable {
    /// The loop it works on.
    public let loop: EventLoop
    private let endpoint: Endpoint
    private let limits: ConnectLimits
    private var completion: ((Result<Connection, ConnectError>) -> Void)?
    private var untried: ArraySlice<SocketAddress> = []
    private var attempts: [ConnectError.Attempt] = []
    private var current: (descriptor: Int32, address: SocketAddress)?
    private var socket = Descriptor(owning: -1)
    private var registration: Registration?
    private var attemptTimer: TimerToken?
    private var totalTimer: TimerToken?

    private init(
        _ endpoint: Endpoint, on loop: EventLoop, limits: ConnectLimits,
        completion: @escaping (Result<Connection, ConnectError>) -> Void
    ) {
        self.endpoint = endpoint
        self.loop = loop
        self.limits = limits
        self.completion = completion
    }

    /// Connects to `endpoint` and calls `completion` once, in a later turn; never after `cancel()`. The
    /// connection has to be started by whoever gets it. On the loop only.
    @discardableResult
    public static func connect(
        to endpoint: Endpoint, on loop: EventLoop, limits: ConnectLimits = ConnectLimits(),
        completion: @escaping (Result<Connection, ConnectError>) -> Void
    ) -> Connector {
        loop.assertOnLoop()
        let connector = Connector(endpoint, on: loop, limits: limits, completion: completion)
        connector.begin()
        return connector
    }

    /// Gives up without a word to the completion. On the loop only.
    public func cancel() {
        loop.assertOnLoop()
        dropSocket()
        cancelTimers()
        completion = nil
    }

    private func begin() {
        totalTimer = loop.schedule(after: limits.total) { [self] in
            totalTimer = nil
            if let address = current?.address { attempts.append(.init(address: address, error: nil)) }
            complete(.failure(error(isTimedOut: true)))
        }
        switch endpoint {
        case .address(let address):
            untried = [address]
            loop.atEndOfTurn { [self] in tryNext() }
        case .name(let name, let port):
            Resolver.resolve(name, port: port, on: loop) { [self] in resolved($0) }
        }
    }

    private func resolved(_ result: Result<[SocketAddress], ResolveError>) {
        switch result {
        case .success(let addresses):
            untried = addresses[...]
            tryNext()
        case .failure(let reason):
            complete(.failure(error(resolution: reason)))
        }
    }
}

// MARK: One address after the other

extension Connector: EventTarget {
    private func tryNext() {
        while completion != nil {
            guard let address = untried.popFirst() else { return complete(.failure(error())) }
            do throws(SystemError) {
                if try attempt(address) { connected(to: address, nil) }
                return
            } catch {
                attempts.append(.init(address: address, error: error))
                dropSocket()
            }
        }
    }

    /// True when connected at once; otherwise `ready` or the timer goes on.
    private func attempt(_ address: SocketAddress) throws(SystemError) -> Bool {
        socket = try Syscalls.streamSocket(address.kernelAddress.family)
        if address.port != nil {
            try Syscalls.setOption(socket.number, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        }
        if try Syscalls.connect(socket.number, address) { return true }
        // What a connection wants to know as well, for that is what takes over.
        registration = try loop.register(
            socket.number, for: [.readable, .peerFinished, .writable], self)
        current = (socket.number, address)
        attemptTimer = loop.schedule(after: limits.perAddress) { [self] in
            attemptTimer = nil
            moveOn(from: address, nil)
        }
        return false
    }

    func ready(_ events: Readiness) {
        guard let (descriptor, address) = current else { return }
        // Without one of these there is no error to be asked for.
        if !events.isDisjoint(with: [.failed, .hungUp]),
            let error = Syscalls.takePendingError(descriptor, operation: "connect", subject: "\(address)")
        {
            moveOn(from: address, error)
        } else if !events.isDisjoint(with: [.writable, .hungUp]) {
            connected(to: address, events)
        }
    }

    func loopStopped() {
        cancel()
    }

    private func moveOn(from address: SocketAddress, _ error: SystemError?) {
        attempts.append(.init(address: address, error: error))
        dropSocket()
        tryNext()
    }

    /// The connection goes on with our registration, if it is started at once.
    private func connected(to address: SocketAddress, _ events: Readiness?) {
        var descriptor = Descriptor(owning: -1)
        swap(&descriptor, &socket)
        let connection = Connection(descriptor, peer: address, on: loop)
        if let registration = registration.take(), let events {
            connection.adopt(registration, after: events)
        }
        complete(.success(connection))
        connection.disownUnstarted()
    }

    private func complete(_ result: Result<Connection, ConnectError>) {
        dropSocket()
        cancelTimers()
        completion.take()?(result)
    }

    private func error(resolution: ResolveError? = nil, isTimedOut: Bool = false) -> ConnectError {
        ConnectError(endpoint: endpoint, resolution: resolution, attempts: attempts, isTimedOut: isTimedOut)
    }

    private func dropSocket() {
        if let registration = registration.take() { loop.forget(registration) }
        socket.close()
        current = nil
        if let timer = attemptTimer.take() { loop.cancel(timer) }
    }

    private func cancelTimers() {
        if let timer = totalTimer.take() { loop.cancel(timer) }
    }
}
