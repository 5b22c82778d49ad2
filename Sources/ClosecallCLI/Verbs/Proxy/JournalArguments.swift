internal import Closecall
internal import Observer
internal import Reactor

/// What a proxy writes down, by its options.
struct JournalArguments: Sendable {
    /// The file; nil for none.
    let path: String?
    /// Whether each frame gets a line.
    let keepsFrames: Bool
    /// Whether nothing of what was said is written.
    let isRedacted: Bool
    let rotation: JournalRotation?
    /// What the user typed, as the journal tells it.
    private let command: [String]

    init(_ arguments: ParsedArguments) throws(CommandFailure) {
        path = arguments.value(.journal)
        keepsFrames = arguments.has(.frames)
        isRedacted = arguments.has(.redact)
        // A trace has something to redact too.
        let needing = Self.needingJournal.filter { $0 != .redact || !arguments.has(.trace) }
        if path == nil, let option = needing.first(where: arguments.has) {
            throw CommandFailure(
                "option \"\(option.typed)\" is for a journal: give one with \(VerbOption.journal.typed) FILE")
        }
        rotation = try Self.rotation(arguments)
        command = arguments.command(
            verb: "proxy", hiding: [.controlToken] + (isRedacted ? [.setHeader, .upstreamPath] : []))
    }

    private static let needingJournal: [VerbOption] = [.frames, .redact, .journalSize, .journalKeep]

    private static func rotation(_ arguments: ParsedArguments) throws(CommandFailure) -> JournalRotation? {
        let size = try arguments.decoded(.journalSize) { text throws(CommandFailure) in
            let size = try ArgumentValue.size(text)
            guard size >= smallest else {
                throw CommandFailure("\"\(text)\" is too small for a file of lines, write 64KiB or more")
            }
            return size
        }
        let keep = try arguments.integer(.journalKeep, in: 1...9999)
        guard let size else {
            if keep == nil { return nil }
            throw CommandFailure(
                "option \"\(VerbOption.journalKeep.typed)\" says how many full files stay: say with "
                    + "\(VerbOption.journalSize.typed) when one is full")
        }
        return JournalRotation(size: size, keep: keep ?? standardKeep)
    }

    private static let smallest = 64 << 10
    static let standardKeep = 9

    /// Opens the file and writes the first line.
    func open(
        playing setup: ScenarioSetup?, story: @escaping @Sendable (Ending) -> String,
        note: @escaping @Sendable (String) -> Void
    ) throws(CommandFailure) -> Journal? {
        guard let path else { return nil }
        let head = JournalHead(
            closecall: ClosecallCommand.version, command: command,
            scenario: setup.map { JournalScenario($0) })
        var plan = Journal.Plan(
            path: path, head: head, style: JournalScribe.Style(isRedacted: isRedacted, story: story))
        plan.rotation = rotation
        do throws(SystemError) {
            return try Journal(plan) { trouble in
                note("the journal lacks lines from here on, until it can be written again: \(trouble)")
            }
        } catch {
            throw CommandFailure("option \"\(VerbOption.journal.typed)\": \(Self.advice(error, path))")
        }
    }

    private static func advice(_ error: SystemError, _ path: String) -> String {
        if error.isLocked { return "another program is writing to \(path), name another file" }
        return "\(path) cannot be written: \(error.words)"
    }
}

extension ParsedArguments {
    /// The command line, as it would be typed again. Of options that are hidden, the value is covered.
    fileprivate func command(verb: String, hiding hidden: [VerbOption]) -> [String] {
        var words = ["closecall", verb]
        for occurrence in occurrences {
            words.append(occurrence.option.typed)
            guard let value = occurrence.value else { continue }
            let shown = hidden.contains(occurrence.option) ? Ending.cover : value
            if case .optionalText = occurrence.option.value {
                words[words.count - 1] += "=\(shown)"
            } else {
                words.append(shown)
            }
        }
        return words + positionals
    }
}

extension VerbOption {
    static let journal = VerbOption.text(
        "journal", "FILE", "add how each session ended and why to this file, a JSON object a line")
    static let frames = VerbOption.flag("frames", "a line in the journal for each frame too")
    static let redact = VerbOption.flag(
        "redact", "keep what was said out of journal and trace: payloads, reasons, queries, cookies")
    static let journalSize = VerbOption.text(
        "journal-size", "SIZE",
        "begin a new journal when this one is so large (100MiB); FILE.1 is the last one",
        standard: "no limit")
    static let journalKeep = VerbOption.text(
        "journal-keep", "N", "so many full journals stay", standard: "\(JournalArguments.standardKeep)")
}
