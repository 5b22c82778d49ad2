internal import Closecall
internal import Relay

/// A relay with toxics on it.
final class ChaosTarget: ToxicTarget {
    private let proxy: ChaosProxy
    private let options: Toxiproxy.Options

    init(_ proxy: ChaosProxy, _ options: Toxiproxy.Options) {
        self.proxy = proxy
        self.options = options
    }

    var listen: String { "\(proxy.address)" }

    func arm(_ toxic: Toxic) async throws(ToxiproxyError) {}

    func disarm(_ toxic: Toxic) async {}

    /// A peer that does not end its half takes seconds, and no client shall wait for it: by then nobody is accepted any
    /// more, and all have been told.
    func stop() async {
        let (first, done) = AsyncStream.makeStream(of: Void.self)
        Task { [proxy] in
            _ = await proxy.stop()
            done.finish()
        }
        Task {
            try? await Task.sleep(for: Self.patience)
            done.finish()
        }
        for await _ in first {}
    }

    private static let patience: Duration = .milliseconds(250)

    func traffic() async -> ToxicTraffic {
        let totals = await proxy.totals()
        var traffic = ToxicTraffic(toServer: totals.bytesToServer, toClient: totals.bytesToClient)
        for session in await proxy.sessions() {
            traffic.toServer &+= session.toServer.bytes
            traffic.toClient &+= session.toClient.bytes
        }
        return traffic
    }
}
