import Observer
import Testing
import WebSocketWire

@testable import ClosecallCLI

@Suite struct SessionEndingTests {
    private static let start = Moment(microseconds: 0)

    private func ending(
        _ cause: Cause, by culprit: Culprit = .client, client: Verdict? = nil, server: Verdict? = nil,
        _ evidence: [Evidence] = [], in language: Language = .english
    ) -> SessionEnding {
        var record = SessionRecord(start: Self.start)
        for piece in evidence { record.note(piece, at: record.start) }
        let ending = Observer.Ending(
            client: client, server: server, cause: cause, by: culprit,
            clientSide: Experience(.client, now: Self.start),
            serverSide: Experience(.server, now: Self.start),
            firings: [], start: Self.start)
        return SessionEnding(record: record, ending: ending, language: language)
    }

    private func event(_ code: UInt16, clean: Bool = true) -> Verdict {
        let event = CloseEvent(type: "close", code: code, wasClean: clean)
        return Verdict(.rfc6455, .event(event), opened: true, error: false)
    }

    private func told(_ outcome: Verdict.Outcome) -> Verdict {
        Verdict(.node, outcome, opened: false, error: true)
    }

    @Test func `what both sides report comes first, the client before the server`() {
        #expect(ending(.unknown, client: event(1006, clean: false), server: event(1000)).codes == "1006/1000")
        #expect(ending(.unknown, client: told(.errorOnly), server: nil).codes == "error/-")
        #expect(ending(.unknown, client: told(.pending), server: event(1005)).codes == "open/1005")
    }

    @Test func `the words are the cause and its story, in either language`() {
        let cause = Cause.closed(from: .client, code: 4000, reason: "a\nb\u{1B}[2J")
        #expect(
            ending(cause).words
                == #"closed-by-client: The client closed with 4000 "a\u{A}b\u{1B}[2J" and the server answered."#
        )
        #expect(
            ending(.shutDown, by: .proxy, in: .french).words.hasPrefix(
                "shut-down: Le proxy s’est arrêté alors que"))
    }

    @Test func `bytes that were lost and rules that are not to blame are told behind it`() {
        let fired = Evidence.fired(
            RuleFiring(
                index: 0, rule: "x", identity: "x", faults: ["drop"], direction: .toClient,
                occasion: .frame(1),
                dice: 0))
        let evidence = [fired, fired, .lost(.toServer, bytes: 12)]
        #expect(
            ending(.notWebSocket, evidence).words
                == "not-websocket: Nobody asked for a WebSocket in 0 ms. Rules fired 2 times. 12 B to the server were "
                + "lost.")
        #expect(
            ending(.killed(leg: .client), by: .fault(rule: "x"), evidence).words
                == "killed-by-fault: Rule \"x\" had fired and ended the client's connection. 12 B to the server were "
                + "lost.")
        #expect(
            ending(.notWebSocket, evidence, in: .french).words.hasSuffix(
                "12 B vers le serveur ont été perdus."))
    }

    @Test func `an end is as bad as what somebody has to report of it`() {
        let good = event(1000)
        #expect(
            ending(.closed(from: .client, code: 1000, reason: ""), client: good, server: good).severity
                == .good)
        #expect(
            ending(
                .closed(from: .client, code: 1000, reason: ""), client: good,
                server: event(1000, clean: false)
            )
            .severity == .bad)
        #expect(ending(.noStatus(from: .server), client: event(1006)).severity == .bad)
        #expect(ending(.shutDown, client: event(1001), server: event(1001)).severity == .doubtful)
        #expect(ending(.handshakeRefused(status: 403), client: told(.errorOnly)).severity == .bad)
        #expect(ending(.notWebSocket).severity == .good)
        #expect(ending(.notWebSocket, [.ended(.client, .reset)]).severity == .bad)
        #expect(
            ending(.notWebSocket, [.ended(.client, .finished), .lost(.toClient, bytes: 1)]).severity == .bad)
    }
}
