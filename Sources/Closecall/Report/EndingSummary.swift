/// How many sessions ended how: what a proxy says at its end and a report at its top. A value that is added to
/// without a lock and summed when somebody asks.
public struct EndingSummary: Sendable {
    /// What an endpoint's API reported, as far as it is counted.
    public enum Code: Hashable, Sendable, Comparable {
        /// A close event.
        case event(UInt16)
        /// An error, and no close event.
        case errorOnly
        /// Nothing.
        case pending
    }

    /// How many ended for a cause.
    public struct CauseCount: Hashable, Sendable {
        /// How many.
        public fileprivate(set) var sessions = 0
        /// How many of these ended badly.
        public fileprivate(set) var abnormal = 0
        /// The numbers of the first few that ended badly.
        public fileprivate(set) var examples: [Int] = []
    }

    /// How often a code was reported.
    public struct CodeCount: Hashable, Sendable {
        /// To the client.
        public fileprivate(set) var client = 0
        /// To the server.
        public fileprivate(set) var server = 0
        /// In events that were not clean.
        public fileprivate(set) var unclean = 0
    }

    /// All sessions that ended.
    public private(set) var sessions = 0
    /// Those that ended badly.
    public private(set) var abnormal = 0
    /// Those that had not ended when the journal did.
    public private(set) var open = 0
    /// How long they took.
    public private(set) var lengths = LengthHistogram()
    private var byCause: [String: CauseCount] = [:]
    private var byCode: [Code: CodeCount] = [:]
    private var byCulprit: [String: Int] = [:]
    private var byRule: [String: [String: Int]] = [:]

    /// So many numbers of sessions are kept for a cause.
    public static let mostExamples = 5

    /// Nothing yet.
    public init() {}

    /// The summary of sessions.
    public init(_ sessions: some Sequence<EndedSession>) {
        for session in sessions { add(session) }
    }

    /// Counts a session.
    public mutating func add(_ session: EndedSession) {
        guard session.cause != EndedSession.open else { return open += 1 }
        let isAbnormal = session.isAbnormal
        sessions += 1
        abnormal += isAbnormal ? 1 : 0
        byCause[session.cause, default: CauseCount()].add(session.number, isAbnormal: isAbnormal)
        if let client = session.client { count(client) { $0.client += 1 } }
        if let server = session.server { count(server) { $0.server += 1 } }
        if let by = session.by { byCulprit[by, default: 0] += 1 }
        if let rule = session.rule { byRule[rule, default: [:]][session.cause, default: 0] += 1 }
        if let duration = session.duration { lengths.add(duration) }
    }

    private mutating func count(_ seen: SeenEnding, _ body: (inout CodeCount) -> Void) {
        var count = byCode[Code(seen), default: CodeCount()]
        body(&count)
        if case .event(_, _, false) = seen.outcome { count.unclean += 1 }
        byCode[Code(seen)] = count
    }

    /// Both together.
    public static func + (left: EndingSummary, right: EndingSummary) -> EndingSummary {
        var sum = left
        sum.sessions += right.sessions
        sum.abnormal += right.abnormal
        sum.open += right.open
        sum.lengths = left.lengths + right.lengths
        sum.byCause.merge(right.byCause, uniquingKeysWith: +)
        sum.byCode.merge(right.byCode, uniquingKeysWith: +)
        sum.byCulprit.merge(right.byCulprit, uniquingKeysWith: +)
        sum.byRule.merge(right.byRule) { $0.merging($1, uniquingKeysWith: +) }
        return sum
    }

    // MARK: In the order to show it

    /// The causes, the commonest first.
    public var causes: [(cause: String, count: CauseCount)] {
        byCause.sorted { ($1.value.sessions, $0.key) < ($0.value.sessions, $1.key) }
            .map { ($0.key, $0.value) }
    }

    /// What was reported: 1006 first, for that is what people come with, then the commonest.
    public var codes: [(code: Code, count: CodeCount)] {
        func rank(_ entry: (key: Code, value: CodeCount)) -> (Int, Int) {
            (entry.key == .event(1006) ? 0 : 1, -(entry.value.client + entry.value.server))
        }
        return byCode.sorted { left, right in
            rank(left) == rank(right) ? left.key < right.key : rank(left) < rank(right)
        }
        .map { ($0.key, $0.value) }
    }

    /// Whose doing it was, the commonest first.
    public var culprits: [(by: String, sessions: Int)] { Self.ranked(byCulprit).map { ($0.0, $0.1) } }

    /// The rules that ended sessions, each with the causes it came to; the commonest first.
    public var rules: [(rule: String, sessions: Int, causes: [(cause: String, sessions: Int)])] {
        Self.ranked(byRule.mapValues { $0.values.reduce(0, +) }).map { rule, sessions in
            (rule, sessions, Self.ranked(byRule[rule] ?? [:]).map { ($0.0, $0.1) })
        }
    }

    private static func ranked(_ counts: [String: Int]) -> [(String, Int)] {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }
}

extension EndingSummary.CauseCount {
    fileprivate mutating func add(_ number: Int, isAbnormal: Bool) {
        sessions += 1
        guard isAbnormal else { return }
        abnormal += 1
        if examples.count < EndingSummary.mostExamples { examples.append(number) }
    }

    fileprivate static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum.sessions += right.sessions
        sum.abnormal += right.abnormal
        sum.examples = Array((left.examples + right.examples).sorted().prefix(EndingSummary.mostExamples))
        return sum
    }
}

extension EndingSummary.CodeCount {
    fileprivate static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum.client += right.client
        sum.server += right.server
        sum.unclean += right.unclean
        return sum
    }
}

extension EndingSummary.Code {
    /// How it is counted.
    public init(_ seen: SeenEnding) {
        switch seen.outcome {
        case .event(let code, _, _): self = .event(code)
        case .errorOnly: self = .errorOnly
        case .pending: self = .pending
        }
    }

    /// `1006`, `errorOnly`, `pending`
    public var identifier: String {
        switch self {
        case .event(let code): "\(code)"
        case .errorOnly: "errorOnly"
        case .pending: "pending"
        }
    }
}
