import Observer
import Reactor
import Relay
import TestPeers
import Testing

@testable import Closecall

/// What a session keeps of peers who do not read, and what is left of it afterwards.
@Suite(.timeLimit(.minutes(3)))
struct ProxyMemoryTests {
    /// One read of the loop's buffer may come on top of a queue just below its high-water mark.
    private static let oneRead = 64 * 1024
    /// A large payload stands in a pipe of this size instead, in the kernel.
    private static let onePipe = 1024 * 1024

    @Test(arguments: [Leg.client, .server])
    func
        `of all that is sent to a peer that never reads, little more than the high-water mark waits in the proxy`(
            leg: Leg
        ) async throws
    {
        let stage = try RelayStage(kind: "tcp") { $0.relay.highWater = 48 * 1024 }
        let most = try await stage.flood(try await stage.pair(), from: leg)
        #expect(most > 0 && most <= 48 * 1024 + Self.oneRead)
        let other = try await stage.pair()
        other.client.close()
        #expect(try await other.server.end() == .finished)
        await stage.stop()
    }

    @Test(arguments: [Leg.client, .server])
    func `of an endless message for a peer that never reads, a pipe's worth waits`(leg: Leg) async throws {
        let stage = try RelayStage()
        let pair = try await stage.webSocket()
        let most = try await stage.flood(pair, from: leg, RelayStage.endlessMessage(from: leg))
        #expect(most > 0 && most <= 64 * 1024 + Self.oneRead + Self.onePipe)
        await stage.stop()
    }

    @Test func `of endless headers for a server that never reads, little waits in the proxy`() async throws {
        let stage = try RelayStage()
        let pair = RelayStage.Pair(client: try await stage.client(), server: try await stage.server())
        let start = Array("GET / HTTP/1.1\r\nHost: test\r\n".utf8)
        let lines = [UInt8](repeating: UInt8(ascii: "x"), count: 10 << 20)
        let most = try await stage.flood(pair, from: .client, start + lines)
        #expect(most > 0 && most <= 64 * 1024 + Self.oneRead)
        await stage.stop()
    }

    @Test func `10 MB of headers that would have to be rewritten are refused when they pass the limit`()
        async throws
    {
        let stage = try RelayStage { options throws in
            options.relay.rewrite = try RequestRewrite(host: "upstream.test")
        }
        let (client, server) = (try await stage.client(), try await stage.server())
        client.send(Array("GET / HTTP/1.1\r\nHost: test\r\n".utf8))
        client.send([UInt8](repeating: UInt8(ascii: "x"), count: 10 << 20))
        #expect(try await client.readHead().hasPrefix("HTTP/1.1 431 "))
        #expect(try await server.end() != nil)
        #expect(server.bytes.isEmpty)
        await stage.stop()
    }
}

// MARK: Nothing is left

extension ProxyMemoryTests {
    @Test func `every session is freed when it has ended, whatever it was doing`() async throws {
        let stage = try FreeingStage()
        var peers: [RelayStage.Pair] = []
        for state in FreeingStage.State.allCases {
            for _ in FreeingStage.Ending.allCases { peers.append(try await stage.bring(about: state)) }
        }
        let drivers = try #require(await stage.drivers())
        #expect(drivers.count == peers.count)
        for (index, pair) in peers.enumerated() {
            let endings = FreeingStage.Ending.allCases
            endings[index % endings.count].end(pair)
        }
        try await eventually("every session to end") { await stage.openSessions() == 0 }
        try await eventually("every session to be freed") { drivers.allSatisfy { $0.driver == nil } }
        await stage.stop()
    }
}

/// A worker whose sessions can be watched from outside.
private final class FreeingStage: Sendable {
    private let upstream: RawServer
    private let worker: ProxyWorker

    // Sendable: set once; reading a weak reference is atomic.
    final class Watched: @unchecked Sendable {
        weak let driver: SessionDriver?
        init(_ driver: SessionDriver) { self.driver = driver }
    }

    enum State: CaseIterable {
        case silent, headIncomplete, unanswered, framed, insideFrame, largePayload, stalled
    }

    enum Ending: CaseIterable {
        case clientFirst, serverFirst, clientResets, serverResets, clientCloses

        func end(_ pair: RelayStage.Pair) {
            switch self {
            case .clientFirst:
                pair.client.finish()
                pair.server.finish()
            case .serverFirst:
                pair.server.finish()
                pair.client.finish()
            case .clientResets: pair.client.reset()
            case .serverResets: pair.server.reset()
            case .clientCloses: pair.client.close()
            }
            // What is on its way to a peer has to arrive, or the session rightly goes on.
            pair.both.forEach { $0.resumeReading() }
            if self == .clientCloses { pair.server.close() }
        }
    }

    init() throws {
        upstream = try RawServer()
        let loop = try EventLoop.start(name: "freeing")
        var options = try ProxyOptions(upstream: Upstream("ws://127.0.0.1:\(upstream.port)"))
        options.relay.handshakeTimeout = nil
        let listener = try Listener(at: .ipv4(0x7F00_0001, port: 0), on: loop)
        address = listener.address
        worker = ProxyWorker(listener, ProxyShared(options) { _ in })
        loop.submit { [worker] in worker.open() }
    }

    private let address: SocketAddress

    func drivers() async -> [Watched]? { await worker.ask { $0.sessions.values.map(Watched.init) } }
    func openSessions() async -> Int? { await worker.ask { $0.sessions.count } }

    func stop() async {
        await worker.stop(drain: .zero)
        worker.loop.stop()
    }

    func bring(about state: State) async throws -> RelayStage.Pair {
        let zeros = [UInt8](repeating: 0, count: 400_000)
        let client = try await RawPeer.connect(to: address)
        let pair = RelayStage.Pair(client: client, server: try await upstream.accept())
        let request = Array(RawPeer.request().utf8)
        switch state {
        case .silent: break
        case .headIncomplete: pair.client.send(Array(request.prefix(30)))
        case .unanswered:
            pair.client.send(request)
            _ = try await pair.server.readHead()
        case .framed: try await open(pair)
        case .insideFrame:
            try await open(pair)
            pair.client.send([0x82, 0xFE, 0x01])
        case .largePayload:
            try await open(pair)
            pair.server.send(RelayStage.endlessMessage(from: .server) + zeros)
        case .stalled:
            try await open(pair)
            pair.client.pauseReading()
            pair.server.send(RelayStage.endlessMessage(from: .server) + zeros)
        }
        return pair
    }

    private func open(_ pair: RelayStage.Pair) async throws {
        pair.client.send(Array(RawPeer.request().utf8))
        pair.server.send(Array(response101(to: try await pair.server.readHead()).utf8))
        _ = try await pair.client.readHead()
    }
}
