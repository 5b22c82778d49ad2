import Foundation
import Reactor
import Testing
import Trace

@testable import Closecall

/// Where this process may not capture, each test sees that it is told so instead.
@Suite(.timeLimit(.minutes(1)))
struct CaptureRunTests {
    private let folder: JournalFolder
    private var path: String { folder.path + "/x.pcapng" }

    init() throws { folder = try JournalFolder() }

    @Test func `a session that ended just before the stop is in the file`() async throws {
        try await EchoServer.withServer { server in
            try await withCapture(plan(server)) { run in
                let socket = try WebSocket(server.url)
                var events = socket.events.makeAsyncIterator()
                while let event = await events.next(), event.type != "close" {
                    if event.type == "open" { try socket.close(code: 4000, reason: "a reason to be found") }
                }
                run.stop()
                let state = await run.ended()
                #expect(state.end == .stopped && state.lost == 0 && state.files == [path])
                let file = try CapturedBlocks(path)
                #expect(file.packets.count == Int(state.packets))
                #expect(file.kinds.first == .section && file.kinds.last == .statistics)
                let text = Array("GET / HTTP/1.1\r\n".utf8)
                #expect(file.packets.contains { $0.contains(text) })
                #expect(file.packets.contains { $0.contains(Array("a reason to be found".utf8)) })
            }
        }
    }

    @Test func `it ends by itself after so many packets`() async throws {
        try await EchoServer.withServer { server in
            var plan = plan(server)
            plan.mostPackets = 3
            try await withCapture(plan) { run in
                let socket = try WebSocket(server.url)
                let state = await run.ended()
                #expect(state.end == .enoughPackets && state.packets == 3)
                #expect(try CapturedBlocks(path).packets.count == 3)
                _ = consume socket
            }
        }
    }

    @Test func `it ends by itself after so long`() async throws {
        try await EchoServer.withServer { server in
            var plan = plan(server)
            plan.longest = .milliseconds(1)
            try await withCapture(plan) { run in
                let state = await run.ended()
                #expect(state.end == .enoughTime && state.packets == 0)
                let file = try CapturedBlocks(path)
                #expect(file.kinds == [.section, .interface, .statistics])
            }
        }
    }

    private func plan(_ server: EchoServer) -> CapturePlan {
        let filter = CaptureFilter(ports: [server.address.port ?? 0])
        return CapturePlan(.init(interface: "lo", filter: filter), into: .file(path))
    }

    private func withCapture(
        _ plan: CapturePlan, _ body: (CaptureRun) async throws -> Void
    ) async throws {
        do throws(CaptureFailure) {
            let run = try CaptureRun(plan)
            do { try await body(run) } catch { Issue.record(error) }
        } catch {
            #expect(error == .capture(.notPermitted(interface: plan.capture.interface)))
            #expect(folder.names.isEmpty, "a capture that is not permitted leaves no file")
        }
    }
}

extension [UInt8] {
    fileprivate func contains(_ part: [UInt8]) -> Bool {
        Data(self).range(of: Data(part)) != nil
    }
}
