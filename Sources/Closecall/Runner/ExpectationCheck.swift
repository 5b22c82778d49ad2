internal import Faults
public import Scenarios
internal import WebSocketWire

/// Compares what came of a run with what its scenario expects.
public enum ExpectationCheck {
    /// All that came out otherwise; empty if the scenario has kept its word.
    ///
    /// With several clients, each of them and each of their connections to the server has to fit. A client that came
    /// back is judged by its last connection.
    public static func mismatches(_ outcome: RunOutcome, _ expected: Expectation) -> [Mismatch] {
        var found: [Mismatch] = []
        if let client = expected.client {
            for (number, one) in outcome.clients.enumerated() {
                let subject = numbered("client", number, of: outcome.clients.count)
                found += SideCheck(subject, one.last, outcome).mismatches(client)
            }
        }
        if let server = expected.server { found += servers(outcome, server) }
        if let cause = expected.cause { found += mismatch(outcome.cause, cause) }
        if let reconnects = expected.reconnects { found += self.reconnects(outcome, reconnects) }
        found += times(outcome, expected)
        return found + outcome.silentRules.map(silent)
    }

    /// Expectations about clients that are not embedded here, such as `client.chromium`.
    public static func notJudged(_ expected: Expectation) -> [String] {
        let sides = [("client", expected.client), ("server", expected.server)]
        return sides.flatMap { name, side in (side?.profiles ?? []).map { "\(name).\($0.name)" } }
    }

    private static func numbered(_ name: String, _ index: Int, of count: Int) -> String {
        count == 1 ? name : "\(name) \(index + 1)"
    }

    private static func servers(_ outcome: RunOutcome, _ expected: SideExpectation) -> [Mismatch] {
        let sides = outcome.servers(of: outcome.clients.count)
        // A server that nobody came to saw nothing, which may be just what is expected.
        if sides.isEmpty { return SideCheck("server", SideOutcome(), outcome).mismatches(expected) }
        return sides.enumerated().flatMap { number, side in
            SideCheck(numbered("server", number, of: sides.count), side, outcome).mismatches(expected)
        }
    }

    private static func silent(_ rule: String) -> Mismatch {
        Mismatch("rule \"\(rule)\"", "rules", expected: "it to fire", found: "not one occasion")
    }

    private static func mismatch(_ cause: RunCause?, _ expected: String) -> [Mismatch] {
        let fits =
            switch cause {
            case .client: expected == "client"
            case .server: expected == "server"
            case .rule(let name): expected == "rule" || expected == name
            case nil: false
            }
        if fits { return [] }
        let wanted = ["client", "server"].contains(expected) ? "the \(expected)" : expected
        let words = expected == "rule" ? "a rule" : wanted.hasPrefix("the ") ? wanted : "rule \"\(expected)\""
        return [
            Mismatch(
                "run", "cause", expected: "\(words) to have ended it", found: cause?.description ?? "nobody")
        ]
    }
}

// MARK: Time

extension ExpectationCheck {
    private static func times(_ outcome: RunOutcome, _ expected: Expectation) -> [Mismatch] {
        var found: [Mismatch] = []
        if let limit = expected.within, outcome.isTimedOut || outcome.duration > limit {
            let end = outcome.isTimedOut ? "no end after" : "its end after"
            found.append(
                Mismatch(
                    "run", "within", expected: "its end within \(limit.words)",
                    found: "\(end) \(outcome.duration.words)"))
        }
        let sides = outcome.clients.map(\.last) + outcome.servers(of: outcome.clients.count)
        if let limit = expected.notBefore, let first = sides.compactMap(\.endedAt).min(), first < limit {
            found.append(
                Mismatch(
                    "run", "notBefore", expected: "no end before \(limit.words)",
                    found: "one after \(first.words)"))
        }
        return found
    }

    private static func reconnects(
        _ outcome: RunOutcome, _ expected: ReconnectExpectation
    ) -> [Mismatch] {
        outcome.clients.enumerated().flatMap { number, client in
            let subject = numbered("client", number, of: outcome.clients.count)
            return reconnects(subject, client.waits, expected)
        }
    }

    private static func reconnects(
        _ subject: String, _ waits: [Duration], _ expected: ReconnectExpectation
    ) -> [Mismatch] {
        var found: [Mismatch] = []
        if let attempts = expected.attempts, !attempts.contains(waits.count) {
            found.append(
                Mismatch(
                    subject, "reconnects.attempts",
                    expected: "to come back \(attempts.words(of: "time"))",
                    found: (waits.count...waits.count).words(of: "time")))
        }
        if let least = expected.backOff, let wait = waits.first(where: { $0 < least }) {
            found.append(
                Mismatch(
                    subject, "reconnects.backOff", expected: "waits of \(least.words) at least",
                    found: wait.words))
        }
        let steps = zip(waits, waits.dropFirst())
        // A microsecond of grace for factors such as 1.1, which no binary number is.
        if let factor = expected.factor,
            let step = steps.first(where: { $1 + .microseconds(1) < $0 * factor })
        {
            found.append(
                Mismatch(
                    subject, "reconnects.factor",
                    expected: "each wait to be \(factor) times the one before at least",
                    found: "\(step.1.words) after \(step.0.words)"))
        }
        return found
    }
}
