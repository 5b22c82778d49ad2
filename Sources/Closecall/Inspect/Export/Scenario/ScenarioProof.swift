internal import Observer
internal import Scenarios
internal import WebSocketWire

/// Runs scenarios until one ends as the session did.
struct ScenarioProof {
    /// What is expected of both sides.
    struct Expected {
        var client: ScenarioExpectation?
        var server: ScenarioExpectation?
        /// What is not expected, and why.
        var note: String?
    }

    private let session: InspectedSession
    private let caption: ScenarioCaption
    private let isRedacted: Bool

    init(_ session: InspectedSession, _ caption: ScenarioCaption, isRedacted: Bool) {
        self.session = session
        self.caption = caption
        self.isRedacted = isRedacted
    }

    /// The text of the first scenario that keeps its word.
    func firstThatHolds(of sketches: [ScenarioSketch]) async throws(ExportProblem) -> String {
        let runner: ScenarioRunner
        do { runner = try ScenarioRunner() } catch {
            throw .impossible("no scenario can be run here: \(error)")
        }
        defer { runner.stop() }
        var firstMismatch: String?
        for sketch in sketches {
            let texts = Self.expectations(session.ending).map { text(sketch, $0) }
            switch await firstThatHolds(of: texts, on: runner) {
            case .success(let text): return text
            case .failure(let mismatch): firstMismatch = firstMismatch ?? mismatch.words
            }
        }
        throw .impossible(
            "session \(session.number) (\(session.ending.cause.identifier)) makes no scenario: played by closecall's "
                + "own client and server it ends otherwise: \(firstMismatch ?? "nothing to play")")
    }

    private func text(_ sketch: ScenarioSketch, _ expected: Expected) -> String {
        var sketch = sketch
        if isRedacted { sketch.path = String(sketch.path.prefix { $0 != "?" }) }
        var caption = caption
        if let note = expected.note { caption.comments.append(note) }
        return sketch.yaml(
            caption, client: expected.client, server: expected.server, isRedacted: isRedacted)
    }

    private struct Difference: Error {
        let words: String
    }

    /// Runs what differs in its expectations alone, once.
    private func firstThatHolds(
        of texts: [String], on runner: ScenarioRunner
    ) async -> Result<String, Difference> {
        var first: String?
        do {
            let scenarios = try texts.map { try Scenario(reading: $0, file: "the scenario") }
            guard let one = scenarios.first else { return .failure(Difference(words: "nothing to play")) }
            let outcome = try await runner.run(one)
            for (text, scenario) in zip(texts, scenarios) {
                let found = ExpectationCheck.mismatches(outcome, scenario.expect ?? Expectation())
                guard let mismatch = found.first else { return .success(text) }
                first = first ?? "\(mismatch)"
            }
        } catch {
            first = "\(error)"
        }
        return .failure(Difference(words: first ?? "nothing to play"))
    }

    // MARK: What is expected

    /// As the sides reported it; and, where they are of a kind that reports otherwise, as the played peers would, and they
    /// beside that.
    static func expectations(_ ending: Ending) -> [Expected] {
        let own = Expected(client: expectation(ending.client), server: expectation(ending.server))
        let standard = Expected(
            client: standard(ending.client, ending.clientSide),
            server: standard(ending.server, ending.serverSide))
        let all = [own, standard] + [own, standard].compactMap { withoutFailures($0, ending) }
        return all.filter { $0.client != nil || $0.server != nil }
    }

    /// Without a side that did what the played peers never do: close because something failed in it, so that its API
    /// reports 1006 for all that was said; or leave a Close that came unanswered.
    private static func withoutFailures(_ expected: Expected, _ ending: Ending) -> Expected? {
        for leg in Leg.allCases {
            let side = leg == .client ? expected.client : expected.server
            guard let event = side?.verdict.event, let failure = failure(of: ending[leg], event) else {
                continue
            }
            var rest = expected
            if leg == .client { rest.client = nil } else { rest.server = nil }
            let code = "\(event.code)\(event.wasClean ? "" : ", not clean")"
            rest.note = "What the \(leg) reports (\(code)) is left out: \(failure)."
            return rest
        }
        return nil
    }

    private static func failure(of side: Experience, _ event: CloseEvent) -> String? {
        let (own, got) = (side.outgoing.close, side.incoming.close)
        if let own, let got, let code = own.code, own.mark < got.mark,
            event.code == CloseCode.abnormal.rawValue
        {
            return "it failed with \(code) by itself, and a played one only closes with that"
        }
        if got != nil, own == nil { return "it did not answer a Close, and a played one does" }
        return nil
    }

    private static func expectation(_ verdict: Verdict?) -> ScenarioExpectation? {
        guard let verdict, verdict.event != nil else { return nil }
        return ScenarioExpectation(verdict: verdict)
    }

    private static func standard(_ verdict: Verdict?, _ life: Experience) -> ScenarioExpectation? {
        guard let verdict, let standard = EndpointProfile.rfc6455.verdict(of: life), standard.event != nil
        else { return nil }
        // A server's own kind cannot be judged by a run.
        let others = life.leg == .client && verdict.event != nil && verdict.event != standard.event
        return ScenarioExpectation(verdict: standard, others: others ? [verdict] : [])
    }
}
