internal import Observer
public import Relay
internal import Scenarios

/// What a journal says that is needed to do its run again.
public struct JournalReader: Sendable {
    /// A journal that cannot be replayed: the line, counted from 1, and why.
    public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// The line.
        public let line: Int
        /// What is wrong with it.
        public let message: String

        /// `line 3: …`.
        public var description: String { "line \(line): \(message)" }
    }

    /// The scenario's text.
    public private(set) var source = ""
    /// Its seed.
    public private(set) var seed: UInt64 = 0
    /// What was decided.
    public private(set) var replay = Replay()
    /// How many decisions there are.
    public private(set) var decisions = 0
    /// A line that could not be read; forgiven where a writer was stopped in it.
    private var broken: Problem?

    /// Reads a journal of one run, all of its parts one behind the other.
    ///
    /// The last line may be cut short, as a crash leaves it, and so may a line that another run was added to or that a
    /// full disk ended. A journal of several scenarios, as after a reload, is refused: nobody could say which sessions
    /// were whose.
    public init(_ text: Span<UInt8>) throws(Problem) {
        var start = 0
        var number = 0
        while start < text.count {
            var end = start
            while end < text.count, text[end] != UInt8(ascii: "\n") { end += 1 }
            number += 1
            if end > start { try take(text.extracting(start..<end), number) }
            start = end + 1
        }
        if source.isEmpty {
            throw Problem(
                line: 1, message: "there is no scenario in it: is it a journal of a run with --scenario?")
        }
    }

    private mutating func take(_ line: Span<UInt8>, _ number: Int) throws(Problem) {
        let event = JSONPointer.scalar(at: "/event", in: line)
        if let broken {
            guard event == .text("journal.start") || event == .text("journal.missed") else { throw broken }
            self.broken = nil
        }
        do throws(Fault) { try read(line, number) } catch {
            switch error {
            case .broken(let message): broken = Problem(line: number, message: message)
            case .foreign(let message): throw Problem(line: number, message: message)
            }
        }
    }

    /// What is wrong with a line.
    private enum Fault: Error {
        /// It may have been cut short.
        case broken(String)
        /// It is whole and does not belong here.
        case foreign(String)
    }

    private mutating func read(_ line: Span<UInt8>, _ number: Int) throws(Fault) {
        guard line[line.count - 1] == UInt8(ascii: "}") else { throw .broken("this line is not whole") }
        switch try Self.text("event", line) {
        case "journal.start": try begin(line)
        case "scenario":
            throw .foreign("another scenario came into force here: give a journal of one scenario")
        case "armed":
            throw .foreign(
                "rules were armed by hand here: give a journal of a run that only its scenario broke")
        case "fault": try decide(line)
        default: break
        }
    }

    private static func text(_ name: String, _ line: Span<UInt8>) throws(Fault) -> String {
        if case .text(let text) = JSONPointer.scalar(at: "/\(name)", in: line) { return text }
        throw .broken("expected a text \"\(name)\" in a JSON object")
    }

    private mutating func begin(_ line: Span<UInt8>) throws(Fault) {
        guard case .number(1) = JSONPointer.scalar(at: "/version", in: line) else {
            throw .foreign("this journal has a form that is not known here: its version is not 1")
        }
        guard case .text(let source) = JSONPointer.scalar(at: "/scenario/source", in: line) else { return }
        guard let seed = UInt64(try Self.text("seed", line)) else { throw .broken("the seed is no number") }
        if !self.source.isEmpty {
            guard JSONPointer.scalar(at: "/part", in: line) != .number(1), source == self.source,
                seed == self.seed
            else { throw .foreign("a second run begins here: give a journal of one run") }
        }
        self.source = source
        self.seed = seed
    }

    private mutating func decide(_ line: Span<UInt8>) throws(Fault) {
        guard case .number(let ordinal) = JSONPointer.scalar(at: "/ordinal", in: line),
            let dice = UInt64(try Self.text("dice", line), radix: 16), let whole = Int(exactly: ordinal),
            let occasion = RuleFiring.Occasion(try Self.text("at", line)),
            let direction = Direction.allCases.first(where: { "\($0)" == (try? Self.text("direction", line)) }
            )
        else { throw .broken("this decision is broken") }
        let key = try Self.text("key", line)
        if key.hasSuffix(Ending.cover) {
            throw .foreign(
                "the session's name was redacted: a journal with redacted queries cannot be replayed")
        }
        let firing = RuleFiring(
            index: 0, rule: try Self.text("rule", line), identity: try Self.text("identity", line),
            faults: [],
            direction: direction, occasion: occasion, dice: dice)
        replay.add(firing, key: key, ordinal: whole)
        decisions += 1
    }
}
