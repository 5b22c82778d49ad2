public import Faults
public import Observer
internal import Relay
internal import Scenarios

extension ChaosProxy {
    /// Runs `body` with a proxy before `server` that is gone when it returns, throws or is cancelled.
    ///
    /// ```swift
    /// try await ChaosProxy.withProxy(to: server.url, scenario: .file("Scenarios/closing/reset-for-an-answer.yaml")) { proxy in
    ///     let client = MyClient(proxy.url)
    ///     …
    /// }
    /// ```
    ///
    /// It listens on a free port of 127.0.0.1, so that tests may run at the same time.
    ///
    /// - Parameters:
    ///   - server: `ws://…`, `wss://…`, `http://…` or `tcp://…`.
    ///   - scenario: what is broken; nothing if left out, until the test arms something.
    ///   - seed: wins over the scenario's own.
    public static func withProxy<R: Sendable>(
        to server: String, scenario: ScenarioSource? = nil, seed: UInt64? = nil,
        _ body: (ChaosProxy) async throws -> R
    ) async throws -> R {
        var options = ProxyOptions(upstream: try Upstream(server))
        // Whatever a test arms later must find compressed messages readable.
        options.relay.keepsSight = true
        options.scenario = try scenario.map { ScenarioSetup(try $0.scenario(), seed: seed) }
        return try await withProxy(options: options, body)
    }

    /// Does something to sessions that are open, once, now: `await proxy.apply(.reset, to: .current)`.
    ///
    /// - Returns: how many sessions that were.
    @discardableResult
    public func apply(
        _ fault: some Fault, direction: Direction? = nil, to choice: SessionChoice = .current
    ) async -> Int {
        await apply([fault], direction: direction, to: choice)
    }
}
