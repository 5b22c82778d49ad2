import Reactor
import TestPeers
import Testing
import WebSocketWire

@testable import Control

@Suite(.timeLimit(.minutes(1)))
struct HTTPStreamTests {
    /// Pieces without end, counted.
    private final class Pieces: Sendable {
        let made = Locked(0)

        func route(of size: Int, last: Int = .max) -> Route {
            Route(["GET"], "/", "Pieces", "Pieces") { [made] _ in
                let stream = HTTPStream(
                    opening: Array("begin ".utf8),
                    next: { [made] in
                        let number = made.withLock { made in
                            made += 1
                            return made
                        }
                        return number > last ? nil : [UInt8](repeating: UInt8(ascii: "x"), count: size)
                    })
                return HTTPResponse(200, [:], .stream(stream))
            }
        }
    }

    private func begin(_ server: ControlServer) async throws -> HTTPClient {
        let client = try await HTTPClient(server.address)
        client.send("GET / HTTP/1.1\r\nHost: \(server.address)\r\n\r\n")
        return client
    }

    @Test func `a stream ends with its connection`() async throws {
        try await ControlServer.with(routes: [Pieces().route(of: 3, last: 2)]) { server in
            let client = try await begin(server)
            let head = try await client.peer.readHead()
            #expect(head == "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
            #expect(try await client.peer.readToEnd().text == "begin xxxxxx")
        }
    }

    @Test func `to who reads nothing no more is made, and after a while the connection is closed`()
        async throws
    {
        var options = ControlServer.Options()
        options.limits.answer = .milliseconds(100)
        let pieces = Pieces()
        try await ControlServer.with(options: options, routes: [pieces.route(of: 10_000)]) { server in
            let client = try await HTTPClient(server.address)
            client.peer.pauseReading()
            client.send("GET / HTTP/1.1\r\nHost: \(server.address)\r\n\r\n")
            // The server has closed it when its one connection is free again.
            while await server.connectionCount() > 0 { await Task.yield() }
            // What the kernel holds for both sides, and no more than 64 KiB of ours.
            #expect(pieces.made.withLock { $0 } < 2000)
        }
    }

    @Test func `something is said when there is nothing to say`() async throws {
        try await ControlServer.with(routes: [Self.silence]) { server in
            let client = try await begin(server)
            _ = try await client.peer.readHead()
            #expect(try await client.peer.read(8).text == "; ; ; ; ")
        }
    }

    @Test func `neither the time for a request nor that of an idle connection cuts a stream`() async throws {
        var options = ControlServer.Options()
        let limit = Duration.milliseconds(300)
        (options.limits.request, options.limits.idle, options.limits.answer) = (limit, limit, limit)
        try await ControlServer.with(options: options, routes: [Self.silence]) { server in
            var client = try await begin(server)
            // On a busy machine the limit may have closed a connection that had not asked yet.
            while (try? await client.peer.readHead()) == nil { client = try await begin(server) }
            let start = ContinuousClock.now
            while ContinuousClock.now - start < limit * 3 {
                #expect(try await client.peer.read(2).text == "; ")
            }
        }
    }

    private static let silence = Route(["GET"], "/", "Silence", "Says nothing") { _ in
        let stream = HTTPStream(
            next: {
                try? await Task.sleep(for: .seconds(60))
                return nil
            }, pulse: (.milliseconds(10), Array("; ".utf8)))
        return HTTPResponse(200, [:], .stream(stream))
    }
}
