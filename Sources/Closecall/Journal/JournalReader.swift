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

    /// Reads a journal.
    ///
    /// The last line may be cut short, as a crash leaves it. A journal of several scenarios, as after a reload, is
    /// refused: nobody could say which sessions were whose.
    public init(_ text: Span<UInt8>) throws(Problem) {
        var start = 0
        var number = 0
        while start < text.count {
            var end = start
            while end < text.count, text[end] != UInt8(ascii: "\n") { end += 1 }
            number += 1
            let isCutShort = end == text.count
            do throws(Problem) {
                if end > start { try read(text.extracting(start..<end), number) }
            } catch {
                if !isCutShort { throw error }
            }
            start = end + 1
        }
        if source.isEmpty { throw Problem(line: 1, message: "there is no scenario in it: is it a journal?") }
    }

    private mutating func read(_ line: Span<UInt8>, _ number: Int) throws(Problem) {
        func text(_ name: String) throws(Problem) -> String {
            if case .text(let text) = JSONPointer.scalar(at: "/\(name)", in: line) { return text }
            throw Problem(line: number, message: "expected a text \"\(name)\" in a JSON object")
        }
        switch try text("event") {
        case "scenario":
            guard source.isEmpty else {
                throw Problem(
                    line: number, message: "a second scenario begins here: give a journal of one run")
            }
            source = try text("source")
            guard let seed = UInt64(try text("seed")) else {
                throw Problem(line: number, message: "the seed is no number")
            }
            self.seed = seed
        case "fired":
            guard case .number(let ordinal) = JSONPointer.scalar(at: "/ordinal", in: line),
                let dice = UInt64(try text("dice"), radix: 16), let whole = Int(exactly: ordinal),
                let occasion = RuleFiring.Occasion(try text("at")),
                let direction = Direction.allCases.first(where: { "\($0)" == (try? text("direction")) })
            else { throw Problem(line: number, message: "this decision is broken") }
            let firing = RuleFiring(
                index: 0, rule: try text("rule"), identity: try text("identity"), faults: [],
                direction: direction, occasion: occasion, dice: dice)
            replay.add(firing, key: try text("key"), ordinal: whole)
            decisions += 1
        default: break
        }
    }
}
