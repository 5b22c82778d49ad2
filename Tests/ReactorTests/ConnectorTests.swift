import CLinux
import Testing

@testable import Reactor

@Suite struct ConnectorTests {
    typealias Outcome = Result<Connection, ConnectError>

    private func outcome(
        of endpoint: Endpoint, limits: ConnectLimits = ConnectLimits(), on loop: EventLoop
    ) async -> Outcome? {
        let outcomes = Log<Outcome>()
        await loop.perform {
            Connector.connect(to: endpoint, on: loop, limits: limits) { outcomes.add($0) }
            #expect(outcomes.events.isEmpty, "the answer comes in a later turn")
        }
        return await outcomes.wait(on: loop) { !$0.isEmpty }.first
    }

    @Test func `a refused connection names the address and the reason`() async throws {
        try await withLoop { loop in
            // Bound but not listening, so that nobody else gets the port meanwhile.
            let holder = try Syscalls.streamSocket(AF_INET)
            try Syscalls.bind(holder.number, anyLoopbackPort)
            let address = try Syscalls.localAddress(holder.number)
            let result = await outcome(of: .address(address), on: loop)
            guard case .failure(let error) = result else {
                Issue.record("connected to nobody")
                return
            }
            #expect(
                "\(error)"
                    == "cannot connect to \(address): connect \(address): connection refused (ECONNREFUSED)")
            #expect(
                error.attempts == [
                    .init(
                        address: address,
                        error: SystemError(ECONNREFUSED, operation: "connect", subject: "\(address)"))
                ])
            let isStillHeld = holder.isOpen
            #expect(isStillHeld)
        }
    }

    @Test func `localhost is resolved and each of its addresses tried`() async throws {
        try await withLoop { loop in
            let listener = try Listener(at: anyLoopbackPort, on: loop)
            let port = try #require(listener.address.port)
            await loop.perform { try? listener.start { $0.start(Probe()) } }
            let result = await outcome(of: .name("localhost", port: port), on: loop)
            #expect(try result?.get().peerAddress == listener.address)
        }
    }

    @Test func `a name that does not exist says so`() async throws {
        try await withLoop { loop in
            let result = await outcome(of: .name("no-such-host.invalid", port: 1), on: loop)
            guard case .failure(let error) = result else {
                Issue.record("connected to nobody")
                return
            }
            #expect(error.resolution?.name == "no-such-host.invalid")
            #expect(
                "\(error)".hasPrefix(
                    "cannot connect to no-such-host.invalid:1: cannot resolve “no-such-host.invalid”: "))
        }
    }

    @Test(arguments: [true, false])
    func `an address that does not answer is given up in time`(_ isTotal: Bool) async throws {
        try await withLoop { loop in
            let full = try FullListener.make(on: loop)
            let limits = ConnectLimits(
                perAddress: isTotal ? .seconds(9) : .milliseconds(30),
                total: isTotal ? .milliseconds(30) : .seconds(9))
            let address = full.address
            let result = await outcome(of: .address(address), limits: limits, on: loop)
            guard case .failure(let error) = result else {
                Issue.record("connected to nobody")
                return
            }
            #expect(error.attempts == [.init(address: address, error: nil)])
            #expect(error.isTimedOut == isTotal)
            #expect("\(error)".contains("connect \(address): no answer in time"))
            let stillWaiting = full.waiting.count
            #expect(stillWaiting == 4)
        }
    }

    @Test func `after a cancellation nothing is heard`() async throws {
        try await withLoop { loop in
            let heard = Log<String>()
            let full = try FullListener.make(on: loop)
            let address = full.address
            await loop.perform {
                let limits = ConnectLimits(perAddress: .milliseconds(20))
                for endpoint in [Endpoint.address(address), .name("localhost", port: 1)] {
                    let connector = Connector.connect(to: endpoint, on: loop, limits: limits) { _ in
                        heard.add("answer")
                    }
                    loop.schedule(after: .zero) { connector.cancel() }
                }
                loop.schedule(after: .milliseconds(40)) { heard.add("time") }
            }
            #expect(await heard.wait(on: loop) { $0.contains("time") } == ["time"])
            let stillWaiting = full.waiting.count
            #expect(stillWaiting == 4)
        }
    }

    /// A listener whose backlog is full: Linux drops further connection requests without a word.
    private struct FullListener: ~Copyable {
        let socket: Descriptor
        let address: SocketAddress
        let waiting: [Connection]

        static func make(on loop: EventLoop) throws(SystemError) -> FullListener {
            let listener = try Syscalls.streamSocket(AF_INET)
            try Syscalls.bind(listener.number, anyLoopbackPort)
            try Syscalls.listen(listener.number, backlog: 0)
            let address = try Syscalls.localAddress(listener.number)
            let waiting = try (0..<4).map { _ throws(SystemError) in
                let socket = try Syscalls.streamSocket(AF_INET)
                _ = try Syscalls.connect(socket.number, address)
                return Connection(socket, peer: address, on: loop)
            }
            return FullListener(socket: listener, address: address, waiting: waiting)
        }
    }
}
