internal import Closecall
internal import Reactor
internal import Scenarios

/// How often each rule fired, as a proxy's journal has it.
///
/// A journal knows of decisions only: what would have fired needs all that was said, as traces will keep it.
struct JournalTally {
    let path: String
    /// Sessions that had ended.
    private(set) var sessions = 0
    /// By what the rules' random streams are named after.
    private var counts: [String: Int] = [:]

    init(_ path: String) throws(CommandFailure) {
        self.path = path
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try SmallFile.read(path, most: Self.largest).bytes } catch {
            throw CommandFailure("cannot read \"\(path)\": \(error.words)")
        }
        var isJournal = false
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            switch Self.text("event", in: line) {
            case "journal.start": isJournal = true
            case "fault": if let rule = Self.text("identity", in: line) { counts[rule, default: 0] += 1 }
            case "session.end": sessions += 1
            default: break
            }
        }
        guard isJournal else {
            throw CommandFailure(
                "\"\(path)\" is no journal: give what \"closecall proxy --journal\" wrote (traces cannot be asked yet)"
            )
        }
    }

    func count(of rule: Rule) -> Int { counts[rule.identity] ?? 0 }

    func silentRules(of scenario: Scenario) -> [Rule] { scenario.rules.filter { count(of: $0) == 0 } }

    /// Decisions of rules that a scenario does not have.
    func strangers(to scenario: Scenario) -> Int {
        counts.values.reduce(0, +) - scenario.rules.reduce(0) { $0 + count(of: $1) }
    }

    private static let largest = 1 << 30

    private static func text(_ name: String, in line: ArraySlice<UInt8>) -> String? {
        let line = Array(line)
        guard case .text(let text) = JSONPointer.scalar(at: "/\(name)", in: line.span) else { return nil }
        return text
    }
}
