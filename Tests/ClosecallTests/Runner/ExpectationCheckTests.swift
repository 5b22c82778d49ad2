import Closecall
import Faults
import Observer
import Scenarios
import Testing
import WebSocketWire

/// Each thing that can be expected: kept without a word, broken in words.
struct ExpectationCheckTests {
    /// Both closed with 1000 "bye" after a second; the client got two messages.
    private static var bye: RunOutcome {
        var side = SideOutcome()
        side.state = .closed
        side.openedAt = .milliseconds(2)
        side.event = .end(1000, "bye", clean: true)
        side.endedAt = .seconds(1)
        side.messages = 2
        side.received = [Array("one".utf8), [0xFF]]
        return outcome(side, side)
    }

    private static func outcome(_ client: SideOutcome, _ server: SideOutcome) -> RunOutcome {
        RunOutcome(
            seed: 1, clients: [ClientOutcome(connections: [client], waits: [])], servers: [server],
            rules: [RuleCount(rule: "cut", count: 1)],
            endings: [ending(.closed(from: .client, code: 1000, reason: "bye"), by: .client)],
            duration: .seconds(1), isTimedOut: false, isBrokenOff: false)
    }

    private static func ending(_ cause: Cause, by culprit: Culprit) -> Observer.Ending {
        let start = Moment(microseconds: 0)
        return Observer.Ending(
            client: nil, server: nil, cause: cause, by: culprit, clientSide: Experience(.client, now: start),
            serverSide: Experience(.server, now: start), firings: [], start: start)
    }

    private func words(
        of outcome: RunOutcome = Self.bye, _ expect: (inout Scenarios.Expectation) -> Void
    ) -> [String] {
        var expectation = Scenarios.Expectation()
        expect(&expectation)
        return ExpectationCheck.mismatches(outcome, expectation).map(\.description)
    }

    private func client(of outcome: RunOutcome = Self.bye, _ expect: (inout SideExpectation) -> Void)
        -> [String]
    {
        words(of: outcome) {
            var side = SideExpectation()
            expect(&side)
            $0.client = side
        }
    }

    @Test func `what comes as expected is not spoken of`() {
        let found = words {
            var side = SideExpectation()
            side.codes = [1006, 1000]
            side.reason = "bye"
            side.wasClean = true
            side.opened = true
            side.error = false
            side.messages = 1...2
            side.received = [Payload(text: "one"), Payload([0xFF])]
            side.within = .seconds(1)
            $0.client = side
            $0.server = side
            $0.cause = "client"
            $0.within = .seconds(1)
            $0.notBefore = .seconds(1)
        }
        #expect(found == [])
    }

    @Test func `each key names what was expected and what came`() {
        #expect(client { $0.codes = [1006] } == [#"client: expected code 1006, got 1000 "bye" (clean)"#])
        #expect(
            client { $0.codes = [1001, 1006] }
                == [#"client: expected code 1001 or 1006, got 1000 "bye" (clean)"#])
        #expect(client { $0.reason = "b" } == [#"client: expected reason "b", got 1000 "bye" (clean)"#])
        #expect(
            client { $0.wasClean = false } == [#"client: expected an unclean end, got 1000 "bye" (clean)"#])
        #expect(
            client { $0.opened = false }
                == ["client: expected a connection that never opens, got one that opened"])
        #expect(client { $0.error = true } == ["client: expected an error, got none"])
        #expect(client { $0.messages = 3...3 } == ["client: expected 3 messages, got 2"])
        #expect(client { $0.messages = 3...Int.max } == ["client: expected 3 messages or more, got 2"])
        #expect(
            client { $0.within = .milliseconds(250) }
                == ["client: expected its end within 250 ms, got its end after 1 s"])
    }

    @Test func `the first message that differs is named`() {
        #expect(
            client { $0.received = [Payload(text: "two")] }
                == [#"client: expected message 1 to be "two", got "one""#])
        #expect(
            client { $0.received = [Payload(text: "one")] }
                == ["client: expected nothing behind message 1, got { hex: ff }"])
        let three = [Payload(text: "one"), Payload([0xFF]), Payload(text: "x")]
        #expect(client { $0.received = three } == [#"client: expected message 3 to be "x", got none"#])
    }

    @Test func `a side that has not ended is said to be open`() {
        var side = SideOutcome()
        side.openedAt = .zero
        side.state = .open
        var outcome = Self.outcome(side, SideOutcome())
        outcome.isTimedOut = true
        #expect(
            client(of: outcome) { $0.codes = [1006] }
                == ["client: expected code 1006, got no end: it was still open after 1 s"])
        #expect(
            words(of: outcome) {
                $0.within = .seconds(2)
                $0.cause = "rule"
            } == [
                "run: expected a rule to have ended it, got nobody",
                "run: expected its end within 2 s, got no end after 1 s",
            ])
    }

    @Test func `a server that nobody reached never opened`() {
        var outcome = Self.bye
        outcome.servers = []
        var side = SideExpectation()
        side.opened = false
        #expect(words(of: outcome) { $0.server = side } == [])
        side.codes = [1000]
        #expect(words(of: outcome) { $0.server = side } == ["server: expected code 1000, got no connection"])
    }

    @Test func `the cause is a side, any rule, or this rule`() {
        var outcome = Self.bye
        outcome.endings = [Self.ending(.killed(leg: .client), by: .fault(rule: "cut"))]
        #expect(words(of: outcome) { $0.cause = "cut" } == [])
        #expect(words(of: outcome) { $0.cause = "rule" } == [])
        #expect(
            words(of: outcome) { $0.cause = "server" } == [
                "run: expected the server to have ended it, got rule \"cut\" (killed-by-fault: Rule \"cut\" had "
                    + "fired and ended the client's connection.)"
            ])
        #expect(
            words { $0.cause = "cut" } == [
                "run: expected rule \"cut\" to have ended it, got the client (closed-by-client: The client closed "
                    + "with 1000 \"bye\" and the server answered.)"
            ])
    }

    @Test(arguments: [
        (Culprit.client, "client"), (.server, "server"), (.proxy, "proxy"), (.network, "network"),
    ])
    func `whoever can end a session can be expected to have`(culprit: Culprit, word: String) {
        var outcome = Self.bye
        outcome.endings = [Self.ending(.unknown, by: culprit)]
        for other in ["client", "server", "proxy", "network", "rule"] {
            #expect(words(of: outcome) { $0.cause = other }.isEmpty == (other == word))
        }
    }

    @Test func `the cause may also be said by its name`() {
        var outcome = Self.bye
        outcome.endings.append(Self.ending(.malformedClose(from: .server, .oneByte), by: .fault(rule: "cut")))
        #expect(words(of: outcome) { $0.cause = "malformed-close" } == [])
        #expect(
            words { $0.cause = "malformed-close" } == [
                "run: expected the cause malformed-close, got the client (closed-by-client: The client closed with "
                    + "1000 \"bye\" and the server answered.)"
            ])
    }

    @Test func `a rule that never fired breaks the word of a scenario`() {
        var outcome = Self.bye
        outcome.rules = [RuleCount(rule: "cut", count: 0)]
        #expect(words(of: outcome) { _ in } == [#"rule "cut": expected it to fire, got not one occasion"#])
    }

    @Test func `coming back is counted, and its waits are compared`() {
        var outcome = Self.bye
        outcome.clients[0].waits = [.milliseconds(100), .milliseconds(150)]
        var reconnects = ReconnectExpectation()
        reconnects.attempts = 2...2
        reconnects.backOff = .milliseconds(100)
        reconnects.factor = 1.5
        #expect(words(of: outcome) { $0.reconnects = reconnects } == [])
        reconnects.attempts = 3...4
        reconnects.backOff = .milliseconds(120)
        reconnects.factor = 2
        #expect(
            words(of: outcome) { $0.reconnects = reconnects } == [
                "client: expected to come back 3 to 4 times, got 2 times",
                "client: expected waits of 120 ms at least, got 100 ms",
                "client: expected each wait to be 2.0 times the one before at least, got 150 ms after 100 ms",
            ])
    }

    @Test func `it does not end before its time`() {
        #expect(
            words { $0.notBefore = .seconds(2) } == ["run: expected no end before 2 s, got one after 1 s"])
    }

    @Test func `of several clients each has to fit, and is named by its number`() {
        var outcome = Self.bye
        outcome.clients.append(outcome.clients[0])
        outcome.clients[1].connections[0].event = .end(1006, clean: false)
        outcome.servers += outcome.servers
        #expect(
            client(of: outcome) { $0.codes = [1000] } == [
                "client 2: expected code 1000, got 1006 (not clean)"
            ])
    }

    @Test func `a client that came back is judged by its last connection`() {
        var outcome = Self.bye
        var first = outcome.clients[0].connections[0]
        first.event = .end(1006, clean: false)
        outcome.clients[0].connections.insert(first, at: 0)
        outcome.servers.insert(first, at: 0)
        #expect(client(of: outcome) { $0.codes = [1000] } == [])
    }

    @Test func `what a server reports of other clients is handed on, not judged`() {
        var side = SideExpectation()
        var other = SideExpectation()
        other.codes = [4000]
        side.profiles = [("node", other)]
        var expectation = Scenarios.Expectation()
        expectation.server = side
        #expect(ExpectationCheck.mismatches(Self.bye, expectation) == [])
        #expect(ExpectationCheck.notJudged(Self.bye, expectation) == ["server.node"])
    }

    @Test func `what another client reports of the same bytes is judged by its profile`() async throws {
        let rule = Stagecraft.rule(.toClient, frames: [.init(.close)], .range(1...1), MalformClose())
        let outcome = try await Stagecraft.run(
            Stagecraft.scenario(rule) { $0.server = [.receive(2), .close(code: 1001, reason: "bye")] })
        #expect(outcome.client.event == .end(1006, clean: false))
        #expect(outcome.ending?.cause == .malformedClose(from: .server, .oneByte))
        var firefox = SideExpectation()
        firefox.codes = [1005]
        firefox.wasClean = true
        firefox.error = false
        var chromium = SideExpectation()
        chromium.codes = [1006]
        chromium.error = true
        #expect(client(of: outcome) { $0.profiles = [("firefox", firefox), ("chromium", chromium)] } == [])
        #expect(
            client(of: outcome) { $0.profiles = [("chromium", firefox)] } == [
                "client (chromium): expected no error, got one",
                "client (chromium): expected code 1005, got 1006 (not clean)",
                "client (chromium): expected a clean end, got 1006 (not clean)",
            ])
    }

    @Test func `what would have become of a client that goes on is not judged`() async throws {
        let rule = Stagecraft.rule(.toClient, messages: .data, .range(2...2), Mask())
        let outcome = try await Stagecraft.run(Stagecraft.scenario(rule))
        #expect(outcome.client.event == .end(1006, clean: false))
        var other = SideExpectation()
        other.codes = [4000]
        var expectation = Scenarios.Expectation()
        var side = SideExpectation()
        side.profiles = [("firefox", other), ("chromium", other)]
        expectation.client = side
        #expect(ExpectationCheck.notJudged(outcome, expectation) == ["client.firefox"])
        #expect(
            ExpectationCheck.mismatches(outcome, expectation).map(\.description)
                == ["client (chromium): expected code 4000, got 1006 (not clean)"])
    }
}
