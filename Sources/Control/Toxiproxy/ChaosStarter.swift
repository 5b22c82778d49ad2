internal import Closecall
internal import Reactor

/// Starts real relays.
struct ChaosStarter: ToxicTargetStarter {
    private let options: Toxiproxy.Options

    init(_ options: Toxiproxy.Options) {
        self.options = options
    }

    func check(upstream: String) throws(ToxiproxyError) { _ = try Self.upstream(upstream) }

    /// A plain place is one of any bytes, as with Toxiproxy; `ws://` and `wss://` are a WebSocket server.
    private static func upstream(_ text: String) throws(ToxiproxyError) -> Upstream {
        do throws(UpstreamError) {
            return try Upstream(text.contains("://") || text.hasPrefix("unix:") ? text : "tcp://\(text)")
        } catch {
            throw .badUpstream("\(error)")
        }
    }

    func start(
        name: String, listen: String, upstream: String
    ) async throws(ToxiproxyError) -> any ToxicTarget {
        let options = ProxyOptions(upstream: try Self.upstream(upstream))
        let address: SocketAddress
        do throws(ListenAddress.Problem) {
            address = try await ListenAddress.resolve(listen)
        } catch {
            throw .listen("listen tcp: \(error.words)")
        }
        do throws(SystemError) {
            return ChaosTarget(try ChaosProxy(at: address, options: options), self.options)
        } catch {
            throw .listen(ListenAddress.words(error, at: address))
        }
    }
}
