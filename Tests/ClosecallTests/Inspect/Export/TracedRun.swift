import Foundation
import Reactor
import Scenarios
import Synchronization
import Trace
import WebSocketWire

@testable import Closecall

/// Scenarios that are run by themselves, with a trace of what crossed the wire.
enum TracedRun {
    /// Runs a scenario and writes its trace; how the proxy saw its sessions end.
    static func run(_ scenario: Scenario, trace path: String) async throws -> [SessionReport] {
        let loop = try EventLoop.start(name: "traced run")
        defer { loop.stop() }
        let listener = try Listener(at: .ipv4(0x7F00_0001, port: 0), on: loop)
        let stage = ScenarioStage(scenario.play, seed: scenario.seed, on: loop, listener)
        let recorder = try TraceRecorder(TracePlan(path: path))
        var options = ProxyOptions(upstream: try Upstream("ws://\(listener.address)"))
        options.scenario = ScenarioSetup(scenario)
        options.trace = recorder
        let reports = Mutex<[SessionReport]>([])
        let proxy = try ChaosProxy(options: options) { report in
            reports.withLock { $0.append(report) }
            let hasReachedServer = report.server != nil
            loop.submit { stage.relayed(hasReachedServer: hasReachedServer) }
        }
        var asked = WebSocketOptions()
        asked.headers = HTTPHeaders(scenario.play.headers.map { HTTPHeader($0.name, $0.value) })
        asked.offersCompression = scenario.play.compress
        let request = PlayedClient.Request(
            url: try WebSocketURL("ws://\(proxy.address)\(scenario.play.path)"),
            subprotocols: scenario.play.subprotocols, options: asked)
        _ = await withCheckedContinuation { continuation in
            loop.submit { stage.begin(request) { continuation.resume(returning: $0) } }
        }
        loop.submit { stage.clear() }
        _ = await proxy.stop()
        _ = await recorder.finish()
        return reports.withLock { $0 }
    }

    /// Shows a trace to an export.
    static func read(_ path: String, to export: any TraceExport) throws {
        let reader = try TraceReader(path: path)
        let inspector = TraceInspector(listener: export)
        let reassembler = TCPReassembler(inspector)
        while try reader.next({ head, bytes in reassembler.take(bytes, head) }) {}
        reassembler.finish()
    }

    /// Runs `body` with a folder that is gone afterwards.
    static func withFolder<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let folder = NSTemporaryDirectory() + "closecall-export-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }
}
