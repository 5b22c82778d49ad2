import Closecall
import Reactor
import TestPeers

/// A proxy between a client and a server who say what a test tells them.
final class RelayStage: Sendable {
    let proxy: ChaosProxy
    private let upstream: RawServer
    private let reports: AsyncStream<SessionReport>

    /// `start` may make the proxy in a context of its own, such as one where system calls fail.
    init(
        kind: String = "ws", _ change: (inout ProxyOptions) throws -> Void = { _ in },
        start: (() throws -> ChaosProxy) throws -> ChaosProxy = { try $0() }
    ) throws {
        upstream = try RawServer()
        var options = try ProxyOptions(upstream: Upstream("\(kind)://127.0.0.1:\(upstream.port)"))
        try change(&options)
        let (stream, continuation) = AsyncStream.makeStream(of: SessionReport.self)
        reports = stream
        proxy = try start { [options] in try ChaosProxy(options: options) { continuation.yield($0) } }
    }

    var upstreamAddress: SocketAddress { .ipv4(0x7F00_0001, port: upstream.port) }

    func client() async throws -> RawPeer { try await RawPeer.connect(to: proxy.address) }
    func server() async throws -> RawPeer { try await upstream.accept() }

    /// The next session that ended.
    func report() async throws -> SessionReport {
        var iterator = reports.makeAsyncIterator()
        guard let report = await iterator.next() else { throw PeerTimeout(awaited: "a report") }
        return report
    }

    /// Waits until so many bytes at least that were read wait for their time.
    func waits(for bytes: Int, in proxy: ChaosProxy) async throws {
        for _ in 0..<20_000 {
            if await proxy.sessions().contains(where: { $0.heldBack >= bytes }) { return }
            try await Task.sleep(for: .milliseconds(1))
        }
        throw PeerTimeout(awaited: "bytes that wait")
    }

    func stop() async { _ = await proxy.stop() }
}
