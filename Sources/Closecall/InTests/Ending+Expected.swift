public import Observer
public import Scenarios
internal import WebSocketWire

extension Ending {
    /// What came out otherwise than expected; empty when all is as expected.
    ///
    /// - Parameters:
    ///   - client: what the client's API reports: `.code(1006, wasClean: false)`.
    ///   - server: what the server's API reports.
    ///   - cause: `client`, `server`, `rule`, `proxy`, `network`, the name of a rule, or a cause's identifier such as
    ///     `malformed-close`.
    public func mismatches(
        client: SideExpectation? = nil, server: SideExpectation? = nil, cause: String? = nil
    ) -> [Mismatch] {
        var found: [Mismatch] = []
        if let client { found += Self.mismatches("client", self.client, client) }
        if let server { found += Self.mismatches("server", self.server, server) }
        if let cause, !isCause(cause) {
            found.append(
                Mismatch(
                    "session", "cause", expected: "\(cause) to have ended it",
                    found: "\(self.cause.identifier), by \(by.identifier)"))
        }
        return found
    }

    /// Whether it ended so: `#expect(ending.matches(client: .code(1006)))` tells the story when it did not.
    public func matches(
        client: SideExpectation? = nil, server: SideExpectation? = nil, cause: String? = nil
    ) -> Bool {
        mismatches(client: client, server: server, cause: cause).isEmpty
    }

    private func isCause(_ expected: String) -> Bool {
        if expected == cause.identifier { return true }
        if case .fault(let rule) = by { return expected == "rule" || expected == rule }
        return expected == by.identifier
    }

    private static func mismatches(
        _ side: String, _ verdict: Verdict?, _ expected: SideExpectation
    ) -> [Mismatch] {
        let event = verdict?.event
        let words = event?.words ?? "no close event"
        var found: [Mismatch] = []
        func expect(_ field: String, _ holds: Bool?, _ expectation: @autoclosure () -> String, _ got: String)
        {
            guard let holds, !holds else { return }
            found.append(Mismatch(side, field, expected: expectation(), found: got))
        }
        expect(
            "code", expected.codes.map { codes in event.map { codes.contains(Int($0.code)) } ?? false },
            "code \((expected.codes ?? []).map(String.init).joined(separator: " or "))", words)
        expect(
            "reason",
            expected.reason.map { $0.utf8.elementsEqual((event?.reason ?? "").utf8) && event != nil },
            "reason \((expected.reason ?? "").debugDescription)", words)
        expect(
            "wasClean", expected.wasClean.map { $0 == event?.wasClean },
            expected.wasClean == true ? "a clean end" : "an unclean end", words)
        expect(
            "opened", expected.opened.map { $0 == verdict?.opened },
            expected.opened == true ? "an open connection" : "a connection that never opens",
            verdict?.opened == true ? "one that opened" : "one that never opened")
        expect(
            "error", expected.error.map { $0 == verdict?.error },
            expected.error == true ? "an error" : "no error", verdict?.error == true ? "one" : "none")
        return found
    }
}
