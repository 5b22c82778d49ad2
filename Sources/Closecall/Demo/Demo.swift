public import Reactor

internal import Observer
internal import Relay
internal import Scenarios
internal import WebSocketWire

/// Plays endings through one proxy, on loopback, and records them.
///
/// ```
/// client --> ChaosProxy with the ending's scenario --> server
///                 | journal, trace, report --> a folder
/// ```
public final class Demo: Sendable {
    private let loop: EventLoop
    private let stage: DemoStage
    private let proxy: ChaosProxy
    private let record: DemoRecord?

    /// Listens; `stop()` ends it.
    ///
    /// - Parameter record: where what happens is written down.
    public init(record: DemoRecord? = nil) throws(SystemError) {
        loop = try EventLoop.start(name: "demo")
        do throws(SystemError) {
            let listener = try Listener(at: .ipv4(0x7F00_0001, port: 0), on: loop)
            let stage = DemoStage(on: loop, listener)
            var options = ProxyOptions(upstream: Upstream(webSocketAt: listener.address))
            record?.watch(&options)
            proxy = try ChaosProxy(options: options) { [loop] _ in loop.submit { stage.relayed() } }
            self.stage = stage
        } catch {
            loop.stop()
            throw error
        }
        self.record = record
        loop.submit { [stage] in stage.open() }
    }

    /// Plays one ending; nil when the task was cancelled, which breaks it off.
    public func play(_ ending: DemoEnding) async throws(DemoFailure) -> DemoPlay? {
        let scenario: Scenario
        do throws(ScenarioProblems) { scenario = try ending.scenario() } catch {
            throw DemoFailure("\(error)")
        }
        let request = try PlayedClient.Request(scenario.play, at: proxy.address)
        proxy.play(ScenarioSetup(scenario))
        let scene = await play(scenario, request)
        if scene.isBrokenOff { return nil }
        let number = await proxy.totals().sessions
        let open = await proxy.sessions().last { $0.number == number }
        let ended = open == nil ? await proxy.ending(of: number) : nil
        guard let report = open ?? ended else {
            throw DemoFailure("the proxy was given no session: is there room for one more connection?")
        }
        return DemoPlay(
            ending: ending, session: number, client: scene.client, server: scene.server, report: report)
    }

    /// Ends what is open, and stops listening; then writes the rest of the records.
    public func stop() async throws(DemoFailure) {
        // The proxy first: of what never ended, it is to say that it was ended here.
        _ = await proxy.stop(patience: .milliseconds(100))
        loop.submit { [stage] in stage.close() }
        loop.stop()
        try await record?.finish()
    }

    private func play(_ scenario: Scenario, _ request: PlayedClient.Request) async -> DemoStage.Scene {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                loop.submit { [stage] in
                    stage.begin(scenario, request) { continuation.resume(returning: $0) }
                }
            }
        } onCancel: {
            loop.submit { [stage] in stage.breakOff() }
        }
    }
}

/// Why the demo cannot go on.
public struct DemoFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// One line.
    public let description: String

    /// A failure.
    public init(_ description: String) { self.description = description }
}

extension PlayedClient.Request {
    fileprivate init(_ play: Play, at address: SocketAddress) throws(DemoFailure) {
        var options = WebSocketOptions()
        options.headers = HTTPHeaders(play.headers.map { HTTPHeader($0.name, $0.value) })
        options.offersCompression = play.compress
        do throws(WebSocketURLError) {
            let url = try WebSocketURL("ws://\(address)\(play.path)")
            self.init(url: url, subprotocols: play.subprotocols, options: options)
        } catch {
            throw DemoFailure("no client can ask for \(play.path): \(error)")
        }
    }
}
