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
    /// What a Unix socket leaves in the file system; those of a group share it.
    private let file: SocketFile?
    private var registration: Registration?
    private var retry: TimerToken?
    private var accepted: ((Connection) -> Void)?
    private var isPaused = false

    /// How many connections may wait to be accepted. With few, 64 clients at once would stall.
    private static let backlog: Int32 = 512
    /// How many are accepted before it is the others' turn.
    private static let acceptedPerTurn = 64
    /// How long to wait when there are no descriptors left. Meanwhile clients wait in the backlog.
    private static let pause = Duration.milliseconds(100)

    /// Binds and listens, from any thread; `start` then accepts. With `reusePort`, several loops may listen at one
    /// address and the kernel shares the connections out; so may other processes of this user (see `group`).
    public convenience init(
        at address: SocketAddress, on loop: EventLoop, reusePort: Bool = false
    ) throws(SystemError) {
        let socket = try ListeningSocket.bound(to: address, sharing: reusePort ? .always : .never)
        try Syscalls.listen(socket.number, backlog: Self.backlog)
        try self.init(socket, SocketFile(address), on: loop)
    }

    private init(_ socket: consuming Descriptor, _ file: SocketFile?, on loop: EventLoop) throws(SystemError)
    {
        address = try Syscalls.localAddress(socket.number)
        descriptor = socket
        self.file = file
        self.loop = loop
    }

    /// Listeners on several loops at one address, which the kernel shares the connections out to. Unlike with
    /// `reusePort`, the address is refused to anybody else, another process of this user included.
    ///
    /// With port 0 all get the same port. A Unix socket is the same for all, and its file goes with the last one.
    public static func group(
        at address: SocketAddress, on loops: [EventLoop]
    ) throws(SystemError) -> [Listener] {
        guard let first = loops.first else { return [] }
        if case .unix = address { return try unixGroup(at: address, first, loops.dropFirst()) }
        let socket = try ListeningSocket.bound(to: address, sharing: .onceBound)
        try Syscalls.listen(socket.number, backlog: backlog)
        var listeners = [try Listener(socket, nil, on: first)]
        for loop in loops.dropFirst() {
            listeners.append(try Listener(at: listeners[0].address, on: loop, reusePort: true))
        }
        return listeners
    }

    private static func unixGroup(
        at address: SocketAddress, _ first: EventLoop, _ others: ArraySlice<EventLoop>
    ) throws(SystemError) -> [Listener] {
        let socket = try ListeningSocket.bound(to: address, sharing: .never)
        try Syscalls.listen(socket.number, backlog: backlog)
        let file = SocketFile(address)
        var listeners: [Listener] = []
        for loop in others {
            listeners.append(try Listener(Syscalls.duplicate(socket.number), file?.shared(), on: loop))
        }
        listeners.insert(try Listener(socket, file, on: first), at: 0)
        return listeners
    }

    /// Accepts from now on. A connection that `accepted` does not start or keep is closed. On the loop only.
    public func start(_ accepted: @escaping (Connection) -> Void) throws(SystemError) {
        loop.assertOnLoop()
        guard descriptor.isOpen, registration == nil else { return }
        self.accepted = accepted
        try watch()
    }

    /// Accepts no more until `resumeAccepting`; who connects waits in the kernel's backlog. On the loop only.
    public func pauseAccepting() {
        loop.assertOnLoop()
        isPaused = true
        unwatch()
    }

    /// Goes on after `pauseAccepting`. On the loop only.
    public func resumeAccepting() {
        loop.assertOnLoop()
        guard isPaused else { return }
        isPaused = false
        watchAgain()
    }

    /// Stops listening; accepted connections go on. On the loop only.
    public func close() {
        loop.assertOnLoop()
        guard descriptor.isOpen else { return }
        unwatch()
        if let retry = retry.take() { loop.cancel(retry) }
        accepted = nil
        descriptor.close()
        file?.release()
    }

    private func watch() throws(SystemError) {
        guard descriptor.isOpen, registration == nil, accepted != nil, !isPaused, retry == nil else { return }
        // A Unix socket that several loops share would wake all of them for each connection.
        let interest: Readiness = file?.isShared == true ? [.readable, .exclusive] : .readable
        registration = try loop.register(descriptor.number, for: interest, self)
    }

    /// Without memory for the registration it tries once more a little later.
    private func watchAgain() {
        do throws(SystemError) { try watch() } catch { pauseForResources() }
    }

    /// An exclusive registration cannot be changed, only taken back; and another loop's descriptor keeps the socket
    /// alive, so that closing ours would not end the watch.
    private func unwatch() {
        if let registration = registration.take() { loop.unregister(descriptor.number, registration) }
    }
}

extension Listener: EventTarget {
    func ready(_ events: Readiness) {
        for _ in 0..<Self.acceptedPerTurn where registration != nil {
            switch Syscalls.accept(descriptor.number) {
            case .connection(let connection, let peer):
                accepted?(Connection(connection, peer: peer, on: loop))
            case .wouldBlock:
                return
            case .failed(let error):
                // What else accept(2) can say is about one connection that broke off before it was accepted.
                if [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(error.code) { return pauseForResources() }
            }
        }
    }

    func loopStopped() {
        close()
    }

    /// The waiting connections would wake a level-triggered loop without end.
    private func pauseForResources() {
        unwatch()
        guard retry == nil else { return }
        retry = loop.schedule(after: Self.pause) { [self] in
            retry = nil
            watchAgain()
        }
    }
}
