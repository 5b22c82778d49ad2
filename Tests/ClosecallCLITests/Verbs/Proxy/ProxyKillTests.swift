import Closecall
import Foundation
import Reactor
import Testing
import WebSocketWire

@testable import ClosecallCLI

/// What a journal has when its proxy was killed. `make torture` kills twenty under more load.
@Suite(.timeLimit(.minutes(1)))
struct ProxyKillTests {
    @Test(arguments: 1...3)
    func `a killed proxy's journal reads back, with every session that ended a second before`(
        run: Int
    ) async throws {
        try await withFolder { folder in
            let path = "\(folder)/run.jsonl"
            let ended = try await EchoServer.withServer { server in
                try await killed(after: .milliseconds(.random(in: 1050...1500)), server.url, path)
            }
            let killedAt = try #require(ended.killedAt)
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            var paths: Set<String> = []
            for line in lines.dropLast() {
                let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                let event = try #require(object?["event"] as? String)
                if event == "session.end", let path = object?["path"] as? String { paths.insert(path) }
            }
            let due = ended.sessions.filter { $0.value < killedAt - .seconds(1) }.map(\.key)
            #expect(due.count >= Self.firstSessions)
            #expect(due.filter { !paths.contains($0) } == [])
        }
    }

    private struct Ended {
        var sessions: [String: ContinuousClock.Instant] = [:]
        var killedAt: ContinuousClock.Instant?
    }

    private static let firstSessions = 5

    /// Kills a proxy under load, so long after the first sessions have ended. When each session ended, as its client saw it.
    private func killed(after wait: Duration, _ upstream: String, _ journal: String) async throws -> Ended {
        let proxy = try ChildCommand(
            ["proxy", "--listen", "0", "--quiet", "--frames", "--journal", journal, upstream])
        let url = try #require(proxy.firstLine().firstMatch(of: /ws:\/\/[^\/]+/)).output
        let ended = Locked(Ended())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 1...2 {
                group.addTask {
                    for number in 1... {
                        let target = "/\(lane)/\(number)"
                        guard try await Self.talk(to: url + target) else { return }
                        let now = ContinuousClock.now
                        let isOver = ended.withLock { ended in
                            if ended.killedAt == nil { ended.sessions[target] = now }
                            return ended.killedAt != nil
                        }
                        if isOver { return }
                    }
                }
            }
            while ended.withLock({ $0.sessions.count }) < Self.firstSessions {
                try await Task.sleep(for: .milliseconds(5))
            }
            try await Task.sleep(for: wait)
            ended.withLock { ended in
                ended.killedAt = .now
                proxy.send(SIGKILL)
            }
            try await group.waitForAll()
        }
        _ = await proxy.end()
        return ended.withLock { $0 }
    }

    /// A short session; whether it ended well.
    private static func talk(to url: String) async throws -> Bool {
        let socket = try WebSocket(url)
        for await event in socket.events {
            if case .close(let event) = event { return event.wasClean }
            guard event.type == "open" else { continue }
            try socket.send("hello")
            socket.close()
        }
        return false
    }
}
