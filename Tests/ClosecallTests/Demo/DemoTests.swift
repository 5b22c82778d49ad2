import Closecall
import Scenarios
import Testing

@Suite struct DemoTests {
    @Test func `every ending comes out as its scenario says, in one proxy's sessions`() async throws {
        let plays = try await DemoStand.play(DemoEnding.all)
        #expect(plays.map(\.session) == Array(1...7))
        for play in plays {
            let expected = try #require(try play.ending.scenario().expect)
            #expect(ExpectationCheck.mismatches(play.outcome, expected) == [], "\(play.ending.name)")
        }
        #expect(
            plays.map { "\($0.client.words) \($0.server?.words ?? "-")" } == [
                "1000 clean 1000 clean", "1000 clean 1000 clean", "1007 clean 1006", "1006 1002 clean",
                "1006 1006", "1006 closed", "open open",
            ])
        #expect(plays[5].why.hasPrefix("The server answered the request for \"/\" with 426"))
        #expect(plays.map(\.hasEnded) == [Bool](repeating: true, count: 6) + [false])
    }

    @Test func `what the proxy tells is what the sides' own API said`() async throws {
        for play in try await DemoStand.play(DemoEnding.all) {
            #expect(play.report.ending.client?.event?.code == play.client.event?.code, "\(play.ending.name)")
            #expect(play.report.ending.server?.event?.code == play.server?.event?.code, "\(play.ending.name)")
        }
    }

    @Test func `one that is broken off ends at once, whether it had begun or not`() async throws {
        let demo = try Demo()
        let ending = try #require(DemoEnding.named("stuck-in-open"))
        for pause in [Duration.milliseconds(20), .zero] {
            let task = Task { try await demo.play(ending) }
            try await Task.sleep(for: pause)
            task.cancel()
            let play = try await task.value
            #expect(play?.session == nil)
        }
        try await demo.stop()
    }

    @Test func `nobody listens any more when it has stopped`() async throws {
        let play = try #require(try await DemoStand.play("nothing-broken").first)
        let server = try #require(play.report.server)
        let socket = try WebSocket("ws://\(server)/")
        var opened = false
        for await event in socket.events { if case .open = event { opened = true } }
        #expect(!opened && socket.story?.contains("refused") == true)
    }
}

extension DemoPlay {
    fileprivate var outcome: RunOutcome {
        RunOutcome(
            seed: 0, clients: [ClientOutcome(connections: [client], waits: [])],
            servers: server.map { [$0] } ?? [], rules: [], endings: [report.ending],
            duration: report.age, isTimedOut: client.endedAt == nil, isBrokenOff: false)
    }
}

extension SideOutcome {
    fileprivate var words: String {
        event.map { "\($0.code)\($0.wasClean ? " clean" : "")" } ?? "\(state)"
    }
}
