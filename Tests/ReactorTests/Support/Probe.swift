import Testing

@testable import Reactor

/// Things that happened on a loop, for a test to wait for.
final class Log<Event: Sendable>: Sendable {
    private struct Waiter {
        let isDone: @Sendable ([Event]) -> Bool
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var events: [Event] = []
        var waiters: [Int: Waiter] = [:]
        var nextWaiter = 0
    }

    private let state = Locked(State())

    var events: [Event] { state.withLock { $0.events } }

    func add(_ event: Event) {
        let woken = state.withLock { state in
            state.events.append(event)
            let done = state.waiters.filter { $0.value.isDone(state.events) }
            for key in done.keys { state.waiters[key] = nil }
            return done.values.map(\.continuation)
        }
        for continuation in woken { continuation.resume(returning: true) }
    }

    /// Waits until `isDone`, at most ten seconds of the loop's clock; records an issue when time is up.
    @discardableResult
    func wait(
        on loop: EventLoop, sourceLocation: SourceLocation = #_sourceLocation,
        until isDone: @escaping @Sendable ([Event]) -> Bool
    ) async -> [Event] {
        let isInTime = await withCheckedContinuation { continuation in
            let key: Int? = state.withLock { state in
                if isDone(state.events) { return nil }
                state.nextWaiter += 1
                state.waiters[state.nextWaiter] = Waiter(isDone: isDone, continuation: continuation)
                return state.nextWaiter
            }
            guard let key else { return continuation.resume(returning: true) }
            loop.submit { [self] in
                loop.schedule(after: .seconds(10)) { [self] in giveUp(key) }
            }
        }
        if !isInTime {
            Issue.record("gave up waiting; so far: \(events)", sourceLocation: sourceLocation)
        }
        return events
    }

    private func giveUp(_ key: Int) {
        state.withLock { $0.waiters.removeValue(forKey: key) }?.continuation.resume(returning: false)
    }
}

/// A handler that writes down what it hears, and does what a test tells it.
///
/// Sendable: `log` is; the rest is set before the connection starts, or on the loop.
final class Probe: ConnectionHandler, @unchecked Sendable {
    enum Event: Hashable, Sendable {
        case endAnnounced
        case peerFinished(PeerEnd)
        case failed(ConnectionFailure)
        case drained
        case closed
    }

    let log = Log<Event>()
    let bytes = Log<[UInt8]>()
    let passed = Log<Int>()
    var onBytes: (Connection, [UInt8]) -> Void = { _, _ in }
    var onAnnounced: (Connection) -> Void = { _ in }
    var onPeerFinished: (Connection) -> Void = { _ in }
    var onDrained: (Connection) -> Void = { _ in }
    /// Set by tests that look at announcements; to others they would only be noise.
    var tellsAnnouncements = false
    private(set) var connection: Connection?

    func attach(_ connection: Connection) {
        self.connection = connection
        connection.start(self)
    }

    func received(_ bytes: inout MutableSpan<UInt8>) {
        var copy: [UInt8] = []
        for index in bytes.indices { copy.append(bytes[index]) }
        self.bytes.add(copy)
        if let connection { onBytes(connection, copy) }
    }

    func endAnnounced() {
        if tellsAnnouncements { log.add(.endAnnounced) }
        if let connection { onAnnounced(connection) }
    }

    func passedThrough(_ count: Int) { passed.add(count) }

    func peerFinished(_ end: PeerEnd) {
        log.add(.peerFinished(end))
        if let connection { onPeerFinished(connection) }
    }

    func failed(_ failure: ConnectionFailure) { log.add(.failed(failure)) }

    func drained() {
        log.add(.drained)
        if let connection { onDrained(connection) }
    }

    func closed() {
        connection = nil
        // They may hold this very probe.
        (onBytes, onAnnounced, onPeerFinished, onDrained) = ({ _, _ in }, { _ in }, { _ in }, { _ in })
        log.add(.closed)
    }
}

extension Probe {
    /// Everything received so far.
    var received: [UInt8] { bytes.events.flatMap { $0 } }

    func waitForBytes(_ count: Int, on loop: EventLoop, _ place: SourceLocation = #_sourceLocation) async {
        await bytes.wait(on: loop, sourceLocation: place) { $0.reduce(0) { $0 + $1.count } >= count }
    }

    func waitForPassed(_ count: Int, on loop: EventLoop, _ place: SourceLocation = #_sourceLocation) async {
        await passed.wait(on: loop, sourceLocation: place) { $0.reduce(0, +) >= count }
    }

    func waitForClosed(on loop: EventLoop, _ place: SourceLocation = #_sourceLocation) async -> [Event] {
        await log.wait(on: loop, sourceLocation: place) { $0.contains(.closed) }
    }
}

extension EventLoop {
    /// Runs `body` on the loop and waits for what it answers.
    @discardableResult
    func perform<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            submit { continuation.resume(returning: body()) }
        }
    }
}

/// A loop for the length of `body`.
func withLoop(_ body: (EventLoop) async throws -> Void) async throws {
    let loop = try EventLoop.start(name: "test")
    defer { loop.stop() }
    try await body(loop)
}

#if DEBUG
    /// A loop whose system calls fail as planned.
    func withLoop(_ faults: SyscallFaults, _ body: (EventLoop) async throws -> Void) async throws {
        let loop = try Syscalls.$faults.withValue(faults) { try EventLoop.start(name: "test") }
        defer { loop.stop() }
        try await body(loop)
    }
#endif

let anyLoopbackPort = SocketAddress.ipv4(0x7F00_0001, port: 0)

/// Connects `client` and `server` probes with each other.
func connect(
    _ client: Probe, _ server: Probe, at address: SocketAddress = anyLoopbackPort, on loop: EventLoop
) async throws -> (client: Connection, server: Connection) {
    let listener = try Listener(at: address, on: loop)
    let made = Log<Connection>()
    let accepted = Log<Connection>()
    await loop.perform {
        #expect(throws: Never.self) {
            try listener.start { connection in
                server.attach(connection)
                accepted.add(connection)
            }
        }
        Connector.connect(to: .address(listener.address), on: loop) { result in
            guard let connection = try? result.get() else { return }
            client.attach(connection)
            made.add(connection)
        }
    }
    let clients = await made.wait(on: loop) { !$0.isEmpty }
    let servers = await accepted.wait(on: loop) { !$0.isEmpty }
    await loop.perform { listener.close() }
    return (try #require(clients.first), try #require(servers.first))
}
