@testable internal import Observer
internal import Testing
internal import WebSocketWire

/// The heart of the profiles: what they say of each measured case is what was measured.
struct MeasuredVerdictTests {
    static let profiles: [EndpointProfile.Name] = [.chromium, .firefox, .node, .pythonWebSockets]

    @Test(arguments: MeasuredCase.all, profiles)
    func `what was measured is what the profile says`(_ measured: MeasuredCase, _ name: EndpointProfile.Name)
        throws
    {
        guard let report = measured.report(of: name) else { return }
        let verdict = try #require(try MeasuredPlay.verdict(of: measured, report, name, .recorded))
        if KnownDifference.all.contains(where: { $0.name == measured.name && $0.profile == name }) {
            #expect(!report.agrees(with: verdict), "the table of known differences has a line too many")
        } else if measured.isRacy {
            #expect(report.mayBe(verdict), "\(verdict.told), measured \(report.told)")
        } else {
            let agrees = report.agrees(with: verdict)
            #expect(agrees, "\(verdict.told), measured \(report.told)")
        }
    }

    /// Firefox's verdicts are the ones that depend most on what came together, and what it had answered.
    @Test(arguments: MeasuredCase.all)
    func `neither the size of reads nor rules that never fire change a verdict`(_ measured: MeasuredCase)
        throws
    {
        let name = EndpointProfile.Name.firefox
        guard let report = measured.report(of: name), !measured.name.hasPrefix("hs-head") else { return }
        let plain = try MeasuredPlay.verdict(of: measured, report, name, .recorded)
        for way in [MeasuredPlay.Way.inOneRead, .underIdleRules] {
            let other = try MeasuredPlay.verdict(of: measured, report, name, .recorded, way)
            let isSame = other == plain
            #expect(isSame, "\(way): \(other?.told ?? "nil"), plain \(plain?.told ?? "nil")")
        }
    }

    /// What only its own frames and ends tell.
    private static let needsToBeSeen: [String: [EndpointProfile.Name]] = [
        // It answers with 1002, and that makes it an error.
        "srv-inside-fragmented": [.pythonWebSockets],
        "utf8-bad-in-fragment-then-close": [.pythonWebSockets],
        "utf8-incomplete-fragment-then-close": [.pythonWebSockets],
        // Its answer is sent back, which makes a second Close.
        "badclose-code-999-echoed": [.chromium],
        // It answers within the time in which another would not have.
        "close-fin-5ms": [.firefox],
        // It fails without anything in sight that it could object to: half a header, lengths that add up.
        "masked-header-2-bytes": [.node],
        "frag-sum-2e31": [.firefox],
    ]

    @Test(arguments: MeasuredCase.all, profiles)
    func `of a client that only answers, what it was sent says what it reports`(
        _ measured: MeasuredCase, _ name: EndpointProfile.Name
    ) throws {
        guard let report = measured.report(of: name), !measured.isRacy, measured.closing == nil,
            !measured.name.hasPrefix("hs-head-")
        else { return }
        guard !KnownDifference.all.contains(where: { $0.name == measured.name && $0.profile == name }) else {
            return
        }
        let verdict = try #require(try MeasuredPlay.verdict(of: measured, report, name, .silent))
        let agrees = report.agrees(with: verdict)
        let isSeen = Self.needsToBeSeen[measured.name]?.contains(name) == true
        #expect(agrees != isSeen, "\(verdict.told), measured \(report.told)")
    }
}

extension MeasuredCase: CustomTestStringConvertible {
    var testDescription: String { name }
}

extension MeasuredCase.Report {
    /// What was measured, in the words of a verdict.
    private var outcome: Verdict.Outcome {
        if let code {
            return .event(
                CloseEvent(type: "close", code: code, reason: reason ?? "", wasClean: wasClean ?? false))
        }
        return error == true ? .errorOnly : .pending
    }

    var told: String { "\(outcome), opened \(opened), error \(error ?? false)" }

    func agrees(with verdict: Verdict) -> Bool {
        verdict.outcome == outcome && verdict.opened == opened && verdict.error == (error ?? false)
    }

    /// Whether a racy case may as well end so: with the code that was sent or without, clean or not.
    func mayBe(_ verdict: Verdict) -> Bool {
        guard let event = verdict.event else { return agrees(with: verdict) }
        return event.code == code && event.reason == reason || event == .abnormal
    }
}

extension Verdict {
    fileprivate var told: String { "\(outcome), opened \(opened), error \(error)" }
}
