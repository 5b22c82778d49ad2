internal import CLinux

// Sendable: `loop` and `address` never change; the rest is touched on the loop's thread only (checked in debug
// builds), and by `init`, which happens before the reference can travel.

/// A socket that connections come in through.
public final class Listener: @unchecked Sendable {
    /// The loop it accepts on.
    public let loop: EventLoop
    /// Where it listens; with the port the kernel chose when 0 was asked for.
    public let address: SocketAddress

    private var descriptor: Descriptor
    private var registration: Registration?
    private var retry: TimerToken?
    private var accepted: ((Connection) -> Void)?

    /// How many connections may wait to be accepted. With few, 64 clients at once would stall.
    private static let backlog: Int32 = 512
    /// How many are accepted before it is the others' turn.
    private static let acceptedPerTurn = 64
    /// How long to wait when there are no descriptors left. Meanwhile clients wait in the backlog.
    private static let pause = Duration.milliseconds(100)

    /// Binds and listens, from any thread; `start` then accepts. With `reusePort`, several loops may listen at one
    /// address and the kernel shares the connections out.
    public init(at address: SocketAddress, on loop: EventLoop, reusePort: Bool = false) throws(SystemError) {
        self.loop = loop
        descriptor = try Syscalls.streamSocket(address.kernelAddress.family)
        if case .unix = address {
            try Self.bindUnix(descriptor.number, address)
        } else {
            try Self.bindTCP(descriptor.number, address, reusePort: reusePort)
        }
        try Syscalls.listen(descriptor.number, backlog: Self.backlog)
        self.address = try Syscalls.localAddress(descriptor.number)
    }

    /// Accepts from now on. A connection that `accepted` does not start or keep is closed. On the loop only.
    public func start(_ accepted: @escaping (Connection) -> Void) throws(SystemError) {
        loop.assertOnLoop()
        guard descriptor.isOpen, registration == nil else { return }
        registration = try loop.register(descriptor.number, for: .readable, self)
        self.accepted = accepted
    }

    /// Stops listening; accepted connections go on. On the loop only.
    public func close() {
        loop.assertOnLoop()
        guard descriptor.isOpen else { return }
        if let registration { loop.unregister(descriptor.number, registration) }
        if let retry { loop.cancel(retry) }
        registration = nil
        accepted = nil
        descriptor.close()
        if case .unix(let path) = address { Syscalls.unlink(path) }
    }

    private static func bindTCP(_ socket: Int32, _ address: SocketAddress, reusePort: Bool)
        throws(SystemError)
    {
        try Syscalls.setOption(socket, SOL_SOCKET, SO_REUSEADDR, 1)
        if reusePort { try Syscalls.setOption(socket, SOL_SOCKET, SO_REUSEPORT, 1) }
        // Accepted sockets inherit it, which saves a call for each of them.
        try Syscalls.setOption(socket, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        try Syscalls.bind(socket, address)
    }

    /// A socket file outlives its process. When nobody listens behind it any more, it is replaced.
    private static func bindUnix(_ socket: Int32, _ address: SocketAddress) throws(SystemError) {
        do throws(SystemError) {
            try Syscalls.bind(socket, address)
        } catch {
            guard error.code == EADDRINUSE, case .unix(let path) = address, isAbandoned(address) else {
                throw error
            }
            Syscalls.unlink(path)
            try Syscalls.bind(socket, address)
        }
    }

    private static func isAbandoned(_ address: SocketAddress) -> Bool {
        do throws(SystemError) {
            let probe = try Syscalls.streamSocket(AF_UNIX)
            _ = try Syscalls.connect(probe.number, address)
            return false
        } catch {
            return error.code == ECONNREFUSED
        }
    }
}

extension Listener: EventTarget {
    func ready(_ events: Readiness) {
        for _ in 0..<Self.acceptedPerTurn where descriptor.isOpen {
            switch Syscalls.accept(descriptor.number) {
            case .connection(let connection, let peer):
                accepted?(Connection(connection, peer: peer, on: loop))
            case .wouldBlock:
                return
            case .failed(let error):
                // What else accept(2) can say is about one connection that broke off before it was accepted.
                if [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(error.code) { return pause() }
            }
        }
    }

    func loopStopped() {
        close()
    }

    /// The waiting connections would wake a level-triggered loop without end.
    private func pause() {
        guard let registration else { return }
        try? loop.update(descriptor.number, registration, for: [])
        retry = loop.schedule(after: Self.pause) { [self] in
            retry = nil
            guard descriptor.isOpen else { return }
            try? loop.update(descriptor.number, registration, for: .readable)
        }
    }
}
