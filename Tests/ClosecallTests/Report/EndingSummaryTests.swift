internal import Testing

@testable internal import Closecall

@Suite struct EndingSummaryTests {
    @Test func `causes are ranked, and 1006 comes before commoner codes`() {
        let summary = EndingSummary(Self.sessions)
        #expect(summary.sessions == 5)
        #expect(summary.abnormal == 3)
        #expect(summary.open == 1)
        #expect(summary.causes.map(\.cause) == ["closed-by-client", "killed-by-fault", "left-open"])
        #expect(summary.causes.map(\.count.sessions) == [2, 2, 1])
        #expect(summary.causes[1].count.examples == [3, 4])
        #expect(summary.codes.map(\.code) == [.event(1006), .event(1000), .event(4000), .pending])
        #expect(summary.codes.first?.count == .init(client: 2, server: 2, unclean: 4))
        #expect(summary.culprits.map(\.by) == ["client", "fault", "server"])
        #expect(summary.rules.map(\.rule) == ["cut"])
        #expect(summary.rules.first?.causes.map(\.cause) == ["killed-by-fault"])
        #expect(summary.lengths.longest == .seconds(4))
    }

    @Test func `the sum of parts is the summary of the whole, wherever it is cut`() {
        let whole = Self.description(EndingSummary(Self.sessions))
        for cut in 0...Self.sessions.count {
            let sum = EndingSummary(Self.sessions[..<cut]) + EndingSummary(Self.sessions[cut...])
            #expect(Self.description(sum) == whole)
        }
    }

    @Test(arguments: [
        ("closed-by-client", 1000, true, false), ("closed-by-server", 4001, true, false),
        ("no-status", 1005, true, false), ("closed-by-client", 1000, false, true),
        ("closed-by-client", 1006, true, true), ("fin-between-frames", 1000, true, true),
        ("not-websocket", nil, true, false), ("handshake-refused", nil, true, true),
        ("open", nil, true, false),
    ])
    func `what is abnormal`(cause: String, code: UInt16?, isClean: Bool, isAbnormal: Bool) {
        let seen = code.map { SeenEnding(.event(code: $0, reason: "", wasClean: isClean)) }
        #expect(Self.session(1, cause, seen, nil).isAbnormal == isAbnormal)
    }

    @Test func `a side that got nothing or only an error is abnormal`() {
        #expect(Self.session(1, "closed-by-server", SeenEnding(.pending), nil).isAbnormal)
        #expect(Self.session(1, "closed-by-server", nil, SeenEnding(.errorOnly)).isAbnormal)
    }

    private static let clean = SeenEnding(.event(code: 1000, reason: "", wasClean: true))
    private static let dead = SeenEnding(.event(code: 1006, reason: "", wasClean: false))

    private static let sessions = [
        session(1, "closed-by-client", clean, clean),
        session(2, "closed-by-client", SeenEnding(.event(code: 4000, reason: "", wasClean: true)), clean),
        session(3, "killed-by-fault", dead, dead, by: "fault", rule: "cut"),
        session(4, "killed-by-fault", dead, dead, by: "fault", rule: "cut"),
        session(5, "open", nil, nil),
        session(4, "left-open", SeenEnding(.pending), clean, by: "server"),
    ]

    private static func session(
        _ number: Int, _ cause: String, _ client: SeenEnding?, _ server: SeenEnding?, by: String = "client",
        rule: String? = nil
    ) -> EndedSession {
        EndedSession(
            number: number, cause: cause, by: by, rule: rule, client: client, server: server,
            duration: .seconds(number))
    }

    private static func description(_ summary: EndingSummary) -> String {
        "\(summary.sessions) \(summary.abnormal) \(summary.open) \(summary.causes) \(summary.codes) "
            + "\(summary.culprits) \(summary.rules) \(summary.lengths)"
    }
}
