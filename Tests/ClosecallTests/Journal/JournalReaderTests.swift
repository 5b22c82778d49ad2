import Observer
import Scenarios
import Testing

@testable import Closecall

@Suite struct JournalReaderTests {
    private static let fault = JournalEntry.fired(
        session: 1, key: "/", ordinal: 1, SampleEnding.firing, age: .zero, at: SampleEnding.start)

    private func read(_ lines: [String]) throws(JournalReader.Problem) -> JournalReader {
        let bytes = Array(lines.joined(separator: "\n").utf8)
        return try JournalReader(bytes.span)
    }

    private func start(part: Int = 1, seed: UInt64 = 5) -> String {
        var scenario = Scenario()
        scenario.source = "name: a\n"
        var scribe = JournalScribe.sample()
        let head = JournalHead(
            closecall: "1", command: [], scenario: JournalScenario(scenario, seed: seed))
        return String(String(decoding: scribe.start(head, part: part), as: UTF8.self).dropLast())
    }

    private func line(_ entry: JournalEntry, redacts: Bool = false) -> String {
        var scribe = JournalScribe.sample(redacts: redacts)
        return String(String(decoding: scribe.line(entry), as: UTF8.self).dropLast())
    }

    @Test func `scenario, seed and decisions are read`() throws {
        let lines = [start(), line(Self.fault)] + SampleEnding.entries.dropLast(3).map { line($0) }
        let journal = try read(lines + [""])
        #expect(journal.source == "name: a\n" && journal.seed == 5 && journal.decisions == 2)
    }

    @Test func `parts of one run are one journal`() throws {
        let journal = try read([start(), line(Self.fault), start(part: 2), line(Self.fault), ""])
        #expect(journal.decisions == 2)
    }

    @Test func `a line that was cut short is forgiven where a writer can have been stopped`() throws {
        let torn = String(line(Self.fault).dropLast(9))
        #expect(try read([start(), line(Self.fault), torn]).decisions == 1)
        #expect(try read([start(), torn, start(part: 2), line(Self.fault), ""]).decisions == 1)
        let missed = #"{"event":"journal.missed","time":"","count":1}"#
        #expect(try read([start(), torn, missed, ""]).decisions == 0)
        let problem = #expect(throws: JournalReader.Problem.self) {
            try read([start(), torn, line(Self.fault), ""])
        }
        #expect(problem?.line == 2)
    }

    @Test func `what nobody could replay is refused, with its line`() throws {
        let other = JournalEntry.scenario(nil, at: SampleEnding.start)
        let redacted = JournalEntry.fired(
            session: 1, key: "/a?b", ordinal: 1, SampleEnding.firing, age: .zero, at: SampleEnding.start)
        for (lines, message) in [
            ([start(), start()], "line 2: a second run begins here: give a journal of one run"),
            (
                [start(), start(part: 2, seed: 6)],
                "line 2: a second run begins here: give a journal of one run"
            ),
            (
                [start(), line(other)],
                "line 2: another scenario came into force here: give a journal of one scenario"
            ),
            (
                [start(), line(.armed(Armament("lag", []), at: SampleEnding.start))],
                "line 2: rules were armed by hand here: give a journal of a run that only its scenario broke"
            ),
            (
                [start(), line(redacted, redacts: true)],
                "line 2: the session's name was redacted: a journal with redacted queries cannot be replayed"
            ),
            (
                [start().replacing(#""version":1"#, with: #""version":2"#)],
                "line 1: this journal has a form that is not known here: its version is not 1"
            ),
            ([], "line 1: there is no scenario in it: is it a journal of a run with --scenario?"),
        ] {
            let problem = #expect(throws: JournalReader.Problem.self) { try read(lines + [""]) }
            #expect(problem.map { "\($0)" } == message)
        }
    }
}
