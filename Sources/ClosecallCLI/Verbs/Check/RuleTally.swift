internal import Closecall
internal import Reactor
internal import Scenarios
internal import Trace

/// How often the rules of a scenario fired in a recorded run.
struct RuleTally {
    /// Sessions that had ended.
    let sessions: Int
    private let counts: [String: Int]

    func count(of rule: Rule) -> Int { counts[rule.identity] ?? 0 }

    func silentRules(of scenario: Scenario) -> [Rule] { scenario.rules.filter { count(of: $0) == 0 } }

    /// Decisions of rules that a scenario does not have.
    func strangers(to scenario: Scenario) -> Int {
        counts.values.reduce(0, +) - scenario.rules.reduce(0) { $0 + count(of: $1) }
    }

    fileprivate init(sessions: Int, counts: [String: Int]) {
        self.sessions = sessions
        self.counts = counts
    }
}

/// A recorded run that scenarios are checked against: a journal, which has the decisions of the scenario that was
/// played; or a trace, where a scenario's rules are tried out on what was said.
struct RecordedRun {
    let path: String
    /// What stands in a journal.
    private let decided: RuleTally?

    init(_ path: String) throws(CommandFailure) {
        self.path = path
        // Whatever cannot be read as a trace is to be a journal, and told if it is none.
        let isTrace = (try? TraceReader(path: path)) != nil
        decided = isTrace ? nil : try Self.journal(path)
    }

    /// Whether the rules were tried out, and had not fired then.
    var isRehearsed: Bool { decided == nil }

    func tally(of scenario: Scenario) throws(CommandFailure) -> RuleTally {
        if let decided { return decided }
        let rehearsal = ScenarioRehearsal(scenario)
        do throws(TraceProblem) { try rehearsal.take(TraceReader(path: path)) } catch {
            throw CommandFailure("\"\(path)\": \(error)")
        }
        return RuleTally(sessions: rehearsal.sessions, counts: rehearsal.firings)
    }

    private static func journal(_ path: String) throws(CommandFailure) -> RuleTally {
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try SmallFile.read(path, most: largest).bytes } catch {
            throw CommandFailure("cannot read \"\(path)\": \(error.words)")
        }
        var (isJournal, sessions): (Bool, Int) = (false, 0)
        var counts: [String: Int] = [:]
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            switch text("event", in: line) {
            case "journal.start": isJournal = true
            case "fault": if let rule = text("identity", in: line) { counts[rule, default: 0] += 1 }
            case "session.end": sessions += 1
            default: break
            }
        }
        guard isJournal else {
            throw CommandFailure(
                "\"\(path)\" is neither a journal nor a trace: give what \"closecall proxy\" wrote with --journal or "
                    + "--trace, or anybody's capture")
        }
        return RuleTally(sessions: sessions, counts: counts)
    }

    private static let largest = 1 << 30

    private static func text(_ name: String, in line: ArraySlice<UInt8>) -> String? {
        let line = Array(line)
        guard case .text(let text) = JSONPointer.scalar(at: "/\(name)", in: line.span) else { return nil }
        return text
    }
}
