import CLinux
import Testing

@testable import Reactor

@Suite struct ListenerGroupTests {
    private func withLoops(_ body: (EventLoop, EventLoop) async throws -> Void) async throws {
        try await withLoop { first in try await withLoop { second in try await body(first, second) } }
    }

    /// Starts all, and writes down which loop each connection came to.
    private func start(_ listeners: [Listener]) async -> Log<Int> {
        let accepted = Log<Int>()
        for (number, listener) in listeners.enumerated() {
            await listener.loop.perform {
                #expect(throws: Never.self) { try listener.start { _ in accepted.add(number) } }
            }
        }
        return accepted
    }

    @Test func `loops share a port, and each gets connections`() async throws {
        try await withLoops { first, second in
            let listeners = try Listener.group(at: anyLoopbackPort, on: [first, second])
            #expect(listeners.map(\.address) == [listeners[0].address, listeners[0].address])
            #expect(try #require(listeners[0].address.port) > 0)
            let accepted = await start(listeners)
            let sockets = try (0..<64).map { _ in try RawSocket(connectedTo: listeners[0].address) }
            await accepted.wait(on: first) { $0.count == sockets.count }
            #expect(Set(accepted.events) == [0, 1])
            for listener in listeners { await listener.loop.perform { listener.close() } }
        }
    }

    @Test func `a group's port is refused to another group, and free when it is closed`() async throws {
        try await withLoops { first, second in
            let listeners = try Listener.group(at: anyLoopbackPort, on: [first, second])
            let address = listeners[0].address
            let error = #expect(throws: SystemError.self) {
                try Listener.group(at: address, on: [first, second])
            }
            #expect(error?.description == "bind \(address): address already in use (EADDRINUSE)")
            #expect(throws: SystemError.self) { try Listener(at: address, on: first) }
            for listener in listeners { await listener.loop.perform { listener.close() } }
            let again = try Listener.group(at: address, on: [first, second])
            for listener in again { await listener.loop.perform { listener.close() } }
        }
    }

    @Test func `loops share a Unix socket, whose file goes with the last`() async throws {
        let path = "/tmp/closecall-reactor-group-\(getpid()).sock"
        try await withLoops { first, second in
            let listeners = try Listener.group(at: .unix(path: path), on: [first, second])
            #expect(listeners.map(\.address) == [.unix(path: path), .unix(path: path)])
            let accepted = await start(listeners)
            _ = try (0..<20).map { _ in try RawSocket(connectedTo: .unix(path: path)) }
            await accepted.wait(on: first) { $0.count == 20 }
            await first.perform { listeners[0].close() }
            #expect(fileExists(path))
            _ = try RawSocket(connectedTo: .unix(path: path))
            #expect(await accepted.wait(on: first) { $0.count >= 21 }.last == 1)
            await second.perform { listeners[1].close() }
            #expect(!fileExists(path))
        }
    }

    @Test func `a Unix socket's path is refused to another group`() async throws {
        let path = "/tmp/closecall-reactor-refused-\(getpid()).sock"
        try await withLoops { first, second in
            let listeners = try Listener.group(at: .unix(path: path), on: [first, second])
            #expect(throws: SystemError.self) { try Listener.group(at: .unix(path: path), on: [first]) }
            for listener in listeners { await listener.loop.perform { listener.close() } }
        }
    }

    @Test(arguments: [1, 2])
    func `a paused listener leaves connections waiting`(_ count: Int) async throws {
        let path = "/tmp/closecall-reactor-pausing-\(getpid())-\(count).sock"
        try await withLoops { first, second in
            let address = count == 1 ? anyLoopbackPort : .unix(path: path)
            let listeners = try Listener.group(at: address, on: Array([first, second].prefix(count)))
            let accepted = Log<Int>()
            for (number, listener) in listeners.enumerated() {
                await listener.loop.perform {
                    try? listener.start { _ in
                        listener.pauseAccepting()
                        accepted.add(number)
                    }
                }
            }
            let sockets = try (0..<6).map { _ in try RawSocket(connectedTo: listeners[0].address) }
            for round in 1...6 / count {
                await accepted.wait(on: first) { $0.count >= round * count }
                // Whatever epoll had to say, it has said after two turns.
                for listener in listeners + listeners { await listener.loop.perform {} }
                #expect(accepted.events.count == round * count)
                for listener in listeners { await listener.loop.perform { listener.resumeAccepting() } }
            }
            #expect(sockets.count == 6)
            for listener in listeners { await listener.loop.perform { listener.close() } }
        }
    }

    #if DEBUG
        @Test func `a closed or paused listener does not make its loop spin`() async throws {
            let path = "/tmp/closecall-reactor-quiet-\(getpid()).sock"
            let faults = SyscallFaults()
            try await withLoop { first in
                try await withLoop(faults) { second in
                    let listeners = try Listener.group(at: .unix(path: path), on: [first, second])
                    _ = await start(listeners)
                    await second.perform { listeners[1].close() }
                    await first.perform { listeners[0].pauseAccepting() }
                    let waiting = try RawSocket(connectedTo: .unix(path: path))
                    let before = faults.calls(of: .epollWait)
                    await second.perform {}
                    await second.perform {}
                    #expect(faults.calls(of: .epollWait) - before <= 4)
                    #expect(waiting.read() == .nothing)
                    await first.perform { listeners[0].close() }
                }
            }
        }
    #endif
}
