import Closecall
import Observer
import Reactor
import Relay
import Testing
import WebSocketWire

/// Thousands of conversations through a real proxy, compared byte for byte at both ends.
@Suite(.timeLimit(.minutes(5)))
struct ByteIdentityTests {
    static let count = 1667

    @Test(arguments: [1, 2]) func `over TCP everything comes out as it went in`(threads: Int) async throws {
        try await talk(seeds: 1...UInt64(Self.count), threads: threads, at: .ipv4(0x7F00_0001, port: 0))
    }

    @Test(arguments: [1, 2]) func `over Unix sockets everything comes out as it went in`(
        threads: Int
    ) async throws {
        let path = "/tmp/closecall-\(UInt64.random(in: 0...UInt64.max))"
        try await talk(
            seeds: 100_001...(100_000 + UInt64(Self.count)), threads: threads, at: .unix(path: path))
    }

    @Test(arguments: [1, 2]) func `over TLS on both legs everything comes out as it went in`(
        threads: Int
    ) async throws {
        try await talk(
            seeds: 200_001...(200_000 + UInt64(Self.count)), threads: threads,
            at: .ipv4(0x7F00_0001, port: 0), tls: TalkingTLS())
    }

    private func talk(
        seeds: ClosedRange<UInt64>, threads: Int, at address: SocketAddress, tls: TalkingTLS? = nil
    ) async throws {
        let reports = Locked<[SessionReport]>([])
        let hall = try TalkingHall(at: address, tls: tls)
        var options = try ProxyOptions(upstream: Upstream(hall.upstream))
        options.threads = threads
        options.tls = tls?.server
        options.upstreamTLS = tls?.client
        let front: SocketAddress =
            if case .unix(let path) = address { .unix(path: path + ".front") } else { address }
        let proxy = try ChaosProxy(at: front, options: options) { report in
            reports.withLock { $0.append(report) }
        }
        let problems = await hall.talk(seeds, through: proxy.address)
        #expect(problems.isEmpty, "\(problems.prefix(5).joined(separator: "\n"))")
        _ = await proxy.stop()
        hall.stop()
        for report in reports.withLock({ $0 }) { check(report) }
        #expect(reports.withLock { $0.count } == seeds.count)
    }

    private func check(_ report: SessionReport) {
        let seed = report.record.target.flatMap { UInt64($0.dropFirst().prefix { $0 != "?" }) } ?? 0
        let conversation = RandomConversation(seed: seed)
        #expect(report.toServer.frames == conversation.toServer.frames, "seed \(seed)")
        #expect(report.toClient.frames == conversation.toClient.frames, "seed \(seed)")
        #expect(report.record.lostToClient == 0 && report.record.lostToServer == 0, "seed \(seed)")
        #expect(report.record.ends.allSatisfy { $0.how == .finished }, "seed \(seed)")
    }
}

/// What both ends of a conversation speak TLS with.
struct TalkingTLS: Sendable {
    let server: TLSContext
    let client: TLSContext

    init() throws {
        server = try TLSContext(authority: CertificateAuthority.create())
        // Whom to trust is not the question here.
        client = try TLSContext(client: TLSOptions(verify: false))
    }
}

/// Both ends of many conversations, on two loops: a client and a server for each seed.
final class TalkingHall: Sendable {
    let upstream: String
    private let tls: TalkingTLS?
    private let clients: EventLoop
    private let servers: EventLoop
    private let problems = Locked<[String]>([])

    init(at address: SocketAddress, tls: TalkingTLS? = nil) throws {
        self.tls = tls
        clients = try EventLoop.start(name: "clients")
        servers = try EventLoop.start(name: "servers")
        let listener = try Listener(at: address, on: servers)
        upstream =
            if case .unix = address { "\(address)" } else {
                "\(tls == nil ? "ws" : "wss")://\(listener.address)"
            }
        let problems = problems
        servers.submit {
            try? listener.start { connection in
                if let tls { try? connection.secure(with: tls.server) }
                connection.start(
                    Talker(
                        connection, as: .server,
                        { problem in
                            if let problem { problems.withLock { $0.append(problem) } }
                        }))
            }
        }
    }

    func stop() {
        clients.stop()
        servers.stop()
    }

    /// So many at a time.
    private static let width = 32

    func talk(_ seeds: ClosedRange<UInt64>, through address: SocketAddress) async -> [String] {
        await withTaskGroup(of: Void.self) { group in
            for lane in 0..<Self.width {
                group.addTask {
                    for seed in seeds where Int(seed) % Self.width == lane { await self.talk(seed, address) }
                }
            }
        }
        return problems.withLock { $0 }
    }

    private func talk(_ seed: UInt64, _ address: SocketAddress) async {
        await withCheckedContinuation { continuation in
            clients.submit { [self] in
                Connector.connect(to: .address(address), on: clients) { [self] result in
                    guard case .success(let connection) = result else {
                        problems.withLock { $0.append("seed \(seed): \(result)") }
                        return continuation.resume()
                    }
                    let talker = Talker(connection, as: .client) { [self] problem in
                        if let problem { problems.withLock { $0.append(problem) } }
                        continuation.resume()
                    }
                    if let tls { try? connection.secure(with: tls.client) }
                    connection.start(talker)
                    talker.begin(RandomConversation(seed: seed))
                }
            }
        }
    }
}

/// One end of a conversation: writes its script piece by piece, and compares what it gets with the other's.
///
// Sendable: touched on its connection's loop only.
private final class Talker: ConnectionHandler, @unchecked Sendable {
    private let connection: Connection
    private let role: EndpointRole
    private let done: (String?) -> Void
    private var conversation: RandomConversation?
    private var expected: [UInt8] = []
    private var got: [UInt8] = []
    private var unsent: ArraySlice<[UInt8]> = []
    private var problem: String?

    init(_ connection: Connection, as role: EndpointRole, _ done: @escaping (String?) -> Void) {
        self.connection = connection
        self.role = role
        self.done = done
    }

    func begin(_ conversation: RandomConversation) {
        self.conversation = conversation
        if role == .client {
            expected = conversation.response + conversation.toClient.bytes
            connection.write(conversation.request)
        } else {
            expected = conversation.request + conversation.toServer.bytes
            connection.write(conversation.response)
            sendRest(of: conversation.toClient)
        }
    }

    private func sendRest(of script: RandomConversation.Script) {
        unsent = script.pieces[...]
        sendNext()
    }

    /// Every piece in a turn of its own.
    private func sendNext() {
        guard let piece = unsent.popFirst() else { return connection.finish() }
        connection.write(piece)
        connection.loop.schedule(after: .zero) { [self] in sendNext() }
    }

    func received(_ bytes: inout MutableSpan<UInt8>) {
        let isFirst = got.isEmpty
        // Safe: the bytes are copied before the closure ends. One by one, a debug build would take minutes.
        unsafe bytes.span.withUnsafeBufferPointer { unsafe got.append(contentsOf: $0) }
        if role == .server, conversation == nil, let seed = seedInRequest() {
            begin(RandomConversation(seed: seed))
        } else if role == .client, isFirst, let conversation {
            sendRest(of: conversation.toServer)
        }
    }

    private func seedInRequest() -> UInt64? {
        let text = String(decoding: got.prefix(500), as: UTF8.self)
        guard text.contains("\r\n\r\n") else { return nil }
        return UInt64(text.dropFirst(5).prefix { $0 != "?" })
    }

    func peerFinished(_ end: PeerEnd) {
        guard got != expected else { return }
        let common = zip(got, expected).prefix { $0 == $1 }.count
        problem =
            "seed \(conversation?.seed ?? 0): the \(role) got \(got.count) bytes of \(expected.count), "
            + "right up to \(common)"
        // Neither side waits for the rest of a conversation that is broken.
        connection.reset()
    }

    func failed(_ failure: ConnectionFailure) {
        problem = "seed \(conversation?.seed ?? 0): the \(role)'s connection failed: \(failure)"
    }

    func closed() { done(problem) }
}
