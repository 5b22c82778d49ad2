internal import Faults
internal import Observer
public import Reactor
public import Scenarios
internal import WebSocketWire

/// Plays scenarios by themselves: an embedded client and an embedded server on loopback, the proxy between them.
///
/// ```
/// client --> ChaosProxy with the scenario --> server
///        what each side's API reports, which rules fired --> RunOutcome --> ExpectationCheck
/// ```
///
/// Clients and servers of all runs share one loop; each run's proxy has a loop of its own.
public final class ScenarioRunner: Sendable {
    private let loop: EventLoop

    /// Starts the loop; `stop()` ends it.
    public init() throws(SystemError) {
        loop = try EventLoop.start(name: "runner")
    }

    /// Ends the loop; no run may be under way.
    public func stop() { loop.stop() }

    /// Plays `scenario` until client and server have both ended, or its play's time limit has passed. When the task
    /// is cancelled, the run is broken off and says so.
    ///
    /// - Parameter seed: wins over the scenario's own.
    public func run(_ scenario: Scenario, seed: UInt64? = nil) async throws(RunFailure) -> RunOutcome {
        let (stage, proxy, notes) = try set(scenario, seed)
        let request: PlayedClient.Request
        do throws(RunFailure) {
            request = try scenario.play.request(at: proxy.address)
        } catch {
            await stop(stage, proxy)
            throw error
        }
        let scene = await play(stage, request)
        // First of all what counts, then the clearing up, which may make rules fire again.
        let rules = await proxy.ruleCounts()
        let sessions = await proxy.sessions()
        await stop(stage, proxy)
        return RunOutcome(
            seed: seed ?? scenario.seed, clients: scene.clients, servers: scene.servers, rules: rules,
            endings: notes.endings(with: sessions), duration: scene.duration, isTimedOut: scene.isTimedOut,
            isBrokenOff: scene.isBrokenOff)
    }

    private func set(
        _ scenario: Scenario, _ seed: UInt64?
    ) throws(RunFailure) -> (ScenarioStage, ChaosProxy, RunNotes) {
        try scenario.play.check()
        let notes = RunNotes()
        do throws(SystemError) {
            let listener = try Listener(at: .ipv4(0x7F00_0001, port: 0), on: loop)
            let stage = ScenarioStage(scenario.play, seed: seed ?? scenario.seed, on: loop, listener)
            var options = ProxyOptions(upstream: Upstream(webSocketAt: listener.address))
            options.scenario = ScenarioSetup(scenario, seed: seed)
            let proxy = try ChaosProxy(options: options) { [loop] report in
                notes.add(report)
                let hasReachedServer = report.server != nil
                loop.submit { stage.relayed(hasReachedServer: hasReachedServer) }
            }
            return (stage, proxy, notes)
        } catch {
            throw RunFailure("no run is possible here: \(error)")
        }
    }

    private func play(
        _ stage: ScenarioStage, _ request: PlayedClient.Request
    ) async -> ScenarioStage.Scene {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                loop.submit { stage.begin(request) { continuation.resume(returning: $0) } }
            }
        } onCancel: {
            loop.submit { stage.breakOff() }
        }
    }

    private func stop(_ stage: ScenarioStage, _ proxy: ChaosProxy) async {
        loop.submit { stage.clear() }
        _ = await proxy.stop()
    }
}

/// Why a scenario could not be run at all.
public struct RunFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// One line.
    public let description: String

    init(_ description: String) { self.description = description }
}

/// The sessions that have ended during a run, as the proxy's thread tells.
private final class RunNotes: Sendable {
    private let ended = Locked([SessionReport]())

    func add(_ report: SessionReport) { ended.withLock { $0.append(report) } }

    /// How sessions ended, or stand; those of `open` that have ended since count as ended.
    func endings(with open: [SessionReport]) -> [Ending] {
        let ended = ended.withLock { $0 }
        let numbers = Set(ended.map(\.number))
        let all = ended + open.filter { !numbers.contains($0.number) }
        return all.sorted { $0.number < $1.number }.map(\.ending)
    }
}

extension Play {
    /// What a client asks the proxy for.
    fileprivate func request(at address: SocketAddress) throws(RunFailure) -> PlayedClient.Request {
        var options = WebSocketOptions()
        options.headers = HTTPHeaders(headers.map { HTTPHeader($0.name, $0.value) })
        options.offersCompression = compress
        let url: WebSocketURL
        do throws(WebSocketURLError) { url = try WebSocketURL("ws://\(address)\(path)") } catch {
            throw RunFailure("no client can ask for the play's path: \(error)")
        }
        do throws(DOMException) {
            _ = try ClientHandshakePlan(url, protocols: subprotocols, options: options)
        } catch {
            throw RunFailure("no client can ask as the play says: \(error.message)")
        }
        return PlayedClient.Request(url: url, subprotocols: subprotocols, options: options)
    }

    /// Whether an API would let them close like that.
    fileprivate func check() throws(RunFailure) {
        for case .close(let code, let reason) in (client ?? []) + server {
            do throws(ClosePayloadMisuse) {
                _ = try ClosePayload(code: code, reason: reason)
            } catch {
                throw RunFailure(
                    "a step's close is none that an API sends: \(error); the fault \"malform-close\" can")
            }
        }
    }
}
