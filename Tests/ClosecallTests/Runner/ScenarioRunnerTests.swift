import Closecall
import Faults
import Observer
import Scenarios
import Testing
import WebSocketWire

@Suite(.timeLimit(.minutes(1)))
struct ScenarioRunnerTests {
    @Test func `without a word, five messages come back and the client closes with 1000`() async throws {
        let outcome = try await Stagecraft.run(Scenario())
        let messages = (1...5).map { "message \($0)" }
        #expect(outcome.client.texts == messages && outcome.server.texts == messages)
        #expect(outcome.client.event == .end(1000, clean: true))
        #expect(outcome.server.event == .end(1000, clean: true))
        #expect(outcome.client.opened && !outcome.client.error && outcome.client.state == .closed)
        #expect(outcome.cause == .client && !outcome.isTimedOut && !outcome.isBrokenOff)
        #expect(outcome.clients.count == 1 && outcome.servers.count == 1 && outcome.rules.isEmpty)
        let ends = try [#require(outcome.client.endedAt), #require(outcome.server.endedAt)]
        #expect(outcome.duration == ends.max())
    }

    @Test func `a message cut in half and two resets are 1006 for both`() async throws {
        let rule = Stagecraft.rule(
            .toClient, named: "cut", messages: [.init(.text)], .range(3...3), Truncate(), Sever())
        let outcome = try await Stagecraft.run(Stagecraft.scenario(rule))
        #expect(outcome.client.event == .end(1006, clean: false))
        #expect(outcome.server.event == .end(1006, clean: false))
        #expect(outcome.client.messages == 2 && outcome.server.messages == 3)
        #expect(outcome.rules == [RuleCount(rule: "cut", count: 1)])
        #expect(outcome.cause == .rule("cut"))
    }

    @Test func `who waits for ever is found open when the time is over`() async throws {
        let drop = Stagecraft.rule(.toServer, messages: .data, .every, Drop())
        let outcome = try await Stagecraft.run(
            Stagecraft.scenario(drop) { $0.timeout = .milliseconds(150) })
        #expect(outcome.isTimedOut && outcome.duration >= .milliseconds(150))
        #expect(outcome.client.state == .open && outcome.client.event == nil)
        #expect(outcome.server.state == .open && outcome.server.event == nil)
        #expect(outcome.cause == nil)
    }

    @Test func `the server plays too, and speaks first if told to`() async throws {
        let scenario = Stagecraft.scenario {
            $0.client = [.receive(3), .ping(Payload(text: "?")), Stagecraft.text("bye")]
            $0.server = [
                Stagecraft.text("tick {n}", times: 2, every: .milliseconds(5)),
                .send(Payload([0, 255]), isText: false, times: 1, every: .zero), .receive(1),
                .close(code: 4001, reason: "enough"),
            ]
            $0.echoes = false
        }
        let outcome = try await Stagecraft.run(scenario)
        #expect(outcome.client.received == [Array("tick 1".utf8), Array("tick 2".utf8), [0, 255]])
        #expect(outcome.server.texts == ["bye"])
        #expect(outcome.client.event == .end(4001, "enough", clean: true))
        #expect(outcome.server.event == .end(4001, "enough", clean: true))
        #expect(outcome.cause == .server)
    }

    @Test func `more than the sockets hold is sent when there is room`() async throws {
        let scenario = Stagecraft.scenario {
            let big = Payload([UInt8](repeating: 7, count: 500_000))
            $0.client = [
                .send(big, isText: false, times: 20, every: .zero), .receive(20),
                .close(code: nil, reason: ""),
            ]
        }
        let outcome = try await Stagecraft.run(scenario)
        #expect(outcome.client.messages == 20 && outcome.server.messages == 20)
        #expect(outcome.server.event == .end(1005, clean: true))
        // As many payloads are kept as fit 8 MiB.
        #expect(outcome.client.received.count == 16)
    }

    @Test func `compression and subprotocols are agreed on`() async throws {
        let damage = Stagecraft.rule(.toClient, messages: .data, .range(2...2), DeflateDamage())
        let scenario = Stagecraft.scenario(damage) {
            $0.compress = true
            $0.subprotocols = ["v2", "v1"]
            $0.path = "/chat?x=1"
            $0.headers = [("X-Test", "yes")]
        }
        let outcome = try await Stagecraft.run(scenario)
        #expect(outcome.client.messages == 1 && outcome.client.error)
        #expect(outcome.client.story?.contains("compression") == true, "\(outcome.client)")
        #expect(outcome.cause == .rule("rule"))
    }

    @Test func `a client comes back as often as it may, and waits longer each time`() async throws {
        let sever = Stagecraft.rule(.toServer, messages: .data, .every, Sever())
        let outcome = try await Stagecraft.run(
            Stagecraft.scenario(sever) {
                $0.reconnect = Play.Reconnect(attempts: 3, wait: .milliseconds(4), factor: 2)
            })
        let client = try #require(outcome.clients.first)
        #expect(client.connections.map(\.event) == Array(repeating: .end(1006, clean: false), count: 4))
        #expect(client.waits == [.milliseconds(4), .milliseconds(8), .milliseconds(16)])
        #expect(outcome.servers.count == 4 && outcome.rules.map(\.count) == [4])
        #expect(outcome.duration >= .milliseconds(28))
    }

    @Test func `a client that closed by itself stays away`() async throws {
        let outcome = try await Stagecraft.run(
            Stagecraft.scenario {
                $0.reconnect = Play.Reconnect(attempts: 3, wait: .milliseconds(1), factor: 1)
            })
        #expect(outcome.clients.first?.waits.isEmpty == true && outcome.servers.count == 1)
    }

    @Test func `several clients are several sessions`() async throws {
        var rule = Stagecraft.rule(.toServer, named: "second", messages: .data, .range(1...1), Sever())
        var session = SessionTest()
        session.occasion = .range(2...2)
        rule.when.session = session
        let outcome = try await Stagecraft.run(Stagecraft.scenario(rule) { $0.clients = 4 })
        #expect(outcome.clients.map { Int($0.last.event?.code ?? 0) }.sorted() == [1000, 1000, 1000, 1006])
        #expect(outcome.servers.map { Int($0.event?.code ?? 0) }.sorted() == [1000, 1000, 1000, 1006])
        #expect(outcome.rules.map(\.count) == [1])
    }

    @Test func `a rule that never fires is known by name`() async throws {
        let rule = Stagecraft.rule(.toClient, named: "never", messages: .data, .range(99...99), Drop())
        let outcome = try await Stagecraft.run(Stagecraft.scenario(rule), seed: 9)
        #expect(outcome.silentRules == ["never"] && outcome.seed == 9)
    }

    @Test func `a step that no API would do is refused before anything is played`() async throws {
        let scenario = Stagecraft.scenario { $0.client = [.close(code: 1006, reason: "")] }
        await #expect(throws: RunFailure.self) { try await Stagecraft.run(scenario) }
        let other = Stagecraft.scenario { $0.subprotocols = ["a b"] }
        await #expect(throws: RunFailure.self) { try await Stagecraft.run(other) }
    }

    @Test func `a run that is cancelled says what it knows`() async throws {
        let runner = try ScenarioRunner()
        let scenario = Stagecraft.scenario {
            $0.client = []
            $0.timeout = .seconds(50)
        }
        let run = Task { try await runner.run(scenario) }
        run.cancel()
        let outcome = try await run.value
        #expect(outcome.isBrokenOff && outcome.client.event == nil)
        runner.stop()
    }

    @Test func `thirty runs at once on one loop are thirty times the same`() async throws {
        let runner = try ScenarioRunner()
        defer { runner.stop() }
        let rule = Stagecraft.rule(.toClient, messages: .data, .range(3...3), Truncate(), Sever())
        let scenario = Stagecraft.scenario(rule)
        let codes = try await withThrowingTaskGroup(of: [UInt16?].self) { group in
            for _ in 0..<30 {
                group.addTask {
                    let outcome = try await runner.run(scenario)
                    return [outcome.client.event?.code, outcome.server.event?.code]
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes == Array(repeating: [1006, 1006], count: 30))
    }
}
