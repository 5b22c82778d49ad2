public import Closecall
public import Testing

/// Puts a proxy that plays a scenario between a test and its server.
///
/// ```swift
/// @Test(.closecall("Scenarios/closing/reset-for-an-answer.yaml")) func `the client comes back`() async throws {
///     let proxy = try ChaosProxy.ofThisTest
///     let client = MyClient(proxy.url)
///     …
/// }
/// ```
///
/// Each test, and each case of a test with arguments, has a proxy of its own on a free port, which is gone when it
/// is over.
public struct ClosecallTrait: TestTrait, TestScoping {
    let scenario: ScenarioSource
    let server: String?
    let seed: UInt64?

    /// Runs the test with its proxy, and with an echo server where it named none.
    public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        guard let server else {
            return try await EchoServer.withServer { server in try await run(function, to: server.url) }
        }
        try await run(function, to: server)
    }

    private func run(_ function: @Sendable () async throws -> Void, to server: String) async throws {
        try await ChaosProxy.withProxy(to: server, scenario: scenario, seed: seed) { proxy in
            try await CurrentProxy.$proxy.withValue(proxy) { try await function() }
        }
    }
}

extension Trait where Self == ClosecallTrait {
    /// Plays the scenario of a file, by its path from the package's folder.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - server: what the proxy stands before; a strict echo server if left out.
    ///   - seed: wins over the scenario's own.
    public static func closecall(_ path: String, to server: String? = nil, seed: UInt64? = nil) -> Self {
        closecall(.file(path), to: server, seed: seed)
    }

    /// Plays a scenario that stands in a text or is written in Swift.
    public static func closecall(
        _ scenario: ScenarioSource, to server: String? = nil, seed: UInt64? = nil
    ) -> Self {
        ClosecallTrait(scenario: scenario, server: server, seed: seed)
    }
}

extension ChaosProxy {
    /// The proxy that the trait `.closecall(…)` made for the test that is running.
    public static var ofThisTest: ChaosProxy {
        get throws {
            guard let proxy = CurrentProxy.proxy else { throw NoProxyOfThisTest() }
            return proxy
        }
    }
}

/// A test asked for its proxy, and has none.
public struct NoProxyOfThisTest: Error, CustomStringConvertible {
    /// What to write.
    public var description: String {
        "this test has no proxy: write @Test(.closecall(\"Scenarios/closing/reset-for-an-answer.yaml\")), and ask for it in the "
            + "test's own task or a child of it, not in a detached one"
    }
}

private enum CurrentProxy {
    @TaskLocal static var proxy: ChaosProxy?
}
