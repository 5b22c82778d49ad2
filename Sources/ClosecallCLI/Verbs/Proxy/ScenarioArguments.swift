internal import Closecall
internal import Reactor
internal import Relay
internal import Scenarios

/// What a proxy is to break, by its options.
struct ScenarioArguments: Sendable {
    /// The file that a hang-up signal reads again.
    let path: String?
    let seed: UInt64?
    private(set) var setup: ScenarioSetup?

    init(_ arguments: ParsedArguments) throws(CommandFailure) {
        path = arguments.value(.scenario)
        seed = try arguments.decoded(.seed) { text throws(CommandFailure) in
            guard let seed = UInt64(text) else {
                throw CommandFailure("expected a whole number from 0 to \(UInt64.max), found \"\(text)\"")
            }
            return seed
        }
        let replayed = arguments.value(.replay)
        if let replayed {
            if let option = [VerbOption.scenario, .seed].first(where: arguments.has) {
                throw CommandFailure(
                    "option \"\(option.typed)\" and \"\(VerbOption.replay.typed)\" exclude each other: the journal has "
                        + "its own scenario and seed")
            }
            setup = try Self.replay(replayed)
        } else if let path {
            setup = ScenarioSetup(try Self.read(path), seed: seed)
        } else if arguments.has(.seed) {
            throw CommandFailure(
                "option \"\(VerbOption.seed.typed)\" is for a scenario: give one with "
                    + "\(VerbOption.scenario.typed) FILE")
        }
    }

    /// The file as it is now.
    func readAgain() throws(CommandFailure) -> ScenarioSetup? {
        guard let path else { return nil }
        return ScenarioSetup(try Self.read(path), seed: seed)
    }

    private static func read(_ path: String) throws(CommandFailure) -> Scenario {
        do throws(ScenarioFile.Failure) { return try ScenarioFile.read(path) } catch {
            throw CommandFailure("\(error)")
        }
    }

    private static func replay(_ path: String) throws(CommandFailure) -> ScenarioSetup {
        let option = "option \"\(VerbOption.replay.typed)\""
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try SmallFile.read(path, most: Self.longestJournal).bytes } catch {
            throw CommandFailure("\(option): \(path) cannot be read: \(error.words)")
        }
        let journal: JournalReader
        do throws(JournalReader.Problem) { journal = try JournalReader(bytes.span) } catch {
            throw CommandFailure("\(option): \(path): \(error)")
        }
        return ScenarioSetup(try scenario(of: journal, path), seed: journal.seed, replay: journal.replay)
    }

    private static func scenario(of journal: JournalReader, _ path: String) throws(CommandFailure) -> Scenario
    {
        do throws(ScenarioProblems) {
            return try Scenario(reading: journal.source, file: "\(path), scenario")
        } catch {
            throw CommandFailure("\(error)")
        }
    }

    private static let longestJournal = 512 << 20
}

extension VerbOption {
    static let scenario = VerbOption.text(
        "scenario", "FILE", "break conversations as this file says; SIGHUP reads it again, for new sessions")
    static let seed = VerbOption.text(
        "seed", "N", "draw all chances from this number", standard: "the scenario's own, or 0")
    static let replay = VerbOption.text(
        "replay", "JOURNAL", "take the decisions of that journal again, without drawing any")
}
