internal import Faults
internal import Observer
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
                found += SideCheck(subject(number, outcome), one.last, outcome).mismatches(client)
                found += profiles(number, outcome).mismatches(client.profiles)
            }
        }
        if let server = expected.server { found += servers(outcome, server) }
        if let cause = expected.cause { found += mismatch(outcome, cause) }
        if let reconnects = expected.reconnects { found += self.reconnects(outcome, reconnects) }
        found += times(outcome, expected)
        return found + outcome.silentRules.map(silent)
    }

    /// Expectations that this run cannot judge, for nobody but the embedded client is there: what a server reports of
    /// others (`server.firefox`), and what others do that would have gone on where this one gave up (`client.firefox`).
    public static func notJudged(_ outcome: RunOutcome?, _ expected: Expectation) -> [String] {
        let clients = (expected.client?.profiles ?? []).map(\.name).filter { name in
            guard let outcome else { return true }
            return outcome.clients.indices.contains { profiles($0, outcome).verdict(under: name) == nil }
        }
        return clients.map { "client.\($0)" } + (expected.server?.profiles ?? []).map { "server.\($0.name)" }
    }

    private static func subject(_ number: Int, _ outcome: RunOutcome) -> String {
        numbered("client", number, of: outcome.clients.count)
    }

    private static func profiles(_ number: Int, _ outcome: RunOutcome) -> ProfileCheck {
        let endings = Array(outcome.endings.suffix(outcome.clients.count))
        return ProfileCheck(
            subject(number, outcome), outcome.clients[number].last,
            endings.indices.contains(number) ? endings[number] : nil, outcome)
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

    /// `expected` is whose doing the end was, or a cause by its identifier.
    private static func mismatch(_ outcome: RunOutcome, _ expected: String) -> [Mismatch] {
        if outcome.cause?.word == expected || outcome.cause == .rule(expected) { return [] }
        guard let wanted = words[expected] ?? cause(expected) else {
            return [differing("rule \"\(expected)\" to have ended it", outcome)]
        }
        if outcome.ending?.cause.identifier == expected { return [] }
        return [differing(wanted, outcome)]
    }

    private static func differing(_ expected: String, _ outcome: RunOutcome) -> Mismatch {
        let story = outcome.ending.map { " (\($0.cause.identifier): \($0.story(in: .english)))" } ?? ""
        return Mismatch(
            "run", "cause", expected: expected, found: (outcome.cause?.description ?? "nobody") + story)
    }

    private static let words = [
        "client": "the client to have ended it", "server": "the server to have ended it",
        "rule": "a rule to have ended it", "proxy": "the proxy to have ended it",
        "network": "the network to have ended it",
    ]

    private static func cause(_ identifier: String) -> String? {
        Cause.identifiers.contains(identifier) ? "the cause \(identifier)" : nil
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
