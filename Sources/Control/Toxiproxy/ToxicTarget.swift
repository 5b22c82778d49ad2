internal import Closecall

/// A proxy that runs, as the API needs it: something that toxics can be put on.
protocol ToxicTarget: Sendable {
    /// Where it listens, as clients are told.
    var listen: String { get }

    /// Puts a toxic on, at the end of those that are there; in the place of one that has its name.
    func arm(_ toxic: Toxic) async throws(ToxiproxyError)

    /// Takes a toxic off.
    func disarm(_ toxic: Toxic) async

    /// Puts a scenario to work.
    func arm(_ scenario: ArmedScenario) async

    /// Takes a scenario out of work.
    func disarm(_ scenario: ArmedScenario) async

    /// The relay itself.
    var relay: ChaosProxy { get }

    /// Accepts nobody any more and ends all connections.
    func stop() async

    /// What went through it so far.
    func traffic() async -> ToxicTraffic
}

/// Bytes by direction.
struct ToxicTraffic: Sendable, Hashable {
    var toServer: UInt64 = 0
    var toClient: UInt64 = 0
}

/// Who starts proxies.
protocol ToxicTargetStarter: Sendable {
    /// What is wrong with an upstream, if something is.
    func check(upstream: String) throws(ToxiproxyError)

    /// Listens where the proxy says, and relays to where it says.
    func start(_ proxy: ToxiproxyProxy) async throws(ToxiproxyError) -> any ToxicTarget
}

/// How a proxy was started by somebody else.
struct ProxyTemplate: Sendable {
    let options: ProxyOptions
    let ended: @Sendable (SessionReport) -> Void
}
