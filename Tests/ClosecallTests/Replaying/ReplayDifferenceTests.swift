import Testing

@testable import Closecall

struct ReplayDifferenceTests {
    private func outcome(_ messages: [String], _ change: (inout ReplayOutcome) -> Void = { _ in })
        -> ReplayOutcome
    {
        var outcome = ReplayOutcome()
        outcome.status = 101
        outcome.messages = messages.map {
            ReplayOutcome.Message(
                opcode: 1, beginning: Array($0.utf8), length: $0.utf8.count, digest: $0.hashValue,
                trouble: nil)
        }
        change(&outcome)
        return outcome
    }

    @Test func `equal outcomes have no differences`() {
        #expect(outcome(["a", "b"]).differences(from: outcome(["a", "b"])).isEmpty)
    }

    @Test func `another status is the only thing to tell`() {
        let refused = outcome([]) { $0.status = 403 }
        #expect(outcome(["a"]).differences(from: refused) == [.status(expected: 101, got: 403)])
    }

    @Test func `messages that differ, are missing or too many are told with their numbers`() {
        let (old, new) = (outcome(["a", "b"]), outcome(["a", "c", "d"]))
        #expect(
            old.differences(from: new) == [
                .message(2, expected: old.messages[1], got: new.messages[1]),
                .message(3, expected: nil, got: new.messages[2]),
            ])
        #expect(
            new.differences(from: outcome(["a", "c"])) == [.message(3, expected: new.messages[2], got: nil)])
    }

    @Test func `the handshake, the Close and the end are compared`() {
        let close = ReplayOutcome.Close(code: 1000, reason: "")
        let old = outcome([]) { ($0.subprotocol, $0.close, $0.end) = ("a", close, .finished) }
        let new = outcome([]) { ($0.violation, $0.end) = ("wrong", .reset) }
        #expect(
            old.differences(from: new) == [
                .violation(expected: nil, got: "wrong"), .subprotocol(expected: "a", got: nil),
                .close(expected: close, got: nil), .end(expected: .finished, got: .reset),
            ])
    }

    @Test func `what the trace lacks is not missed`() {
        let old = outcome(["a"]) { $0.isPartial = true }
        let new = outcome(["a", "b"]) { ($0.close, $0.end) = (.init(code: nil, reason: ""), .finished) }
        #expect(old.differences(from: new).isEmpty)
        #expect(old.differences(from: outcome(["x"])).count == 1)
    }

    @Test func `a trace that ends before the connection says nothing of its end`() {
        let new = outcome([]) { $0.end = .finished }
        #expect(outcome([]).differences(from: new).isEmpty)
        #expect(new.differences(from: outcome([])) == [.end(expected: .finished, got: nil)])
    }
}
