internal import Closecall
internal import Faults
internal import Observer

/// Which of a journal's sessions somebody asked for.
struct SessionSelection {
    private var onlyAbnormal = false
    private var code: String?
    private var cause: String?
    private var by: String?
    private var number: Int?

    init(_ arguments: ParsedArguments) throws(CommandFailure) {
        onlyAbnormal = arguments.has(.onlyAbnormal)
        code = try arguments.decoded(.endCode, Self.code)
        cause = try arguments.decoded(.endCause, Self.cause)
        by = arguments.value(.endedBy)
        number = try arguments.integer(.sessionNumber, in: 1...Int.max)
    }

    /// Whether nothing was asked for.
    var isEverything: Bool { words.isEmpty }

    /// As it can be typed.
    var words: String {
        var words: [String] = []
        if onlyAbnormal { words.append("--only-abnormal") }
        if let code { words.append("--code \(code)") }
        if let cause { words.append("--cause \(cause)") }
        if let by { words.append("--by \(by)") }
        if let number { words.append("--session \(number)") }
        return words.joined(separator: " ")
    }

    func sessions(of file: JournalFile) throws(CommandFailure) -> [JournalSession] {
        if let number { try Self.check(number, in: file) }
        return isEverything ? file.sessions : file.sessions.filter { selects($0.ended) }
    }

    /// Whether anything is asked that only a session's end can tell.
    var asksForEnds: Bool { onlyAbnormal || code != nil || cause != nil || by != nil }

    /// Numbers that there are not are a mistake, not an empty answer.
    static func check(_ number: Int, in file: JournalFile) throws(CommandFailure) {
        guard file.sessions(numbered: number).isEmpty else { return }
        let numbers = file.sessions.map(\.number)
        guard let first = numbers.min(), let last = numbers.max() else {
            throw CommandFailure("there is no session \(number), the journal has none at all")
        }
        let range = first == last ? "only \(first)" : "\(first) to \(last)"
        throw CommandFailure("there is no session \(number), the journal has \(range)")
    }

    /// Whether a session that ended so is asked for.
    func selects(_ session: EndedSession) -> Bool {
        if onlyAbnormal, !session.isAbnormal { return false }
        if let code, !Self.codes(of: session).contains(code) { return false }
        if let cause, session.cause != cause { return false }
        if let by, session.by != by { return false }
        return number.map { $0 == session.number } ?? true
    }

    private static func codes(of session: EndedSession) -> [String] {
        [session.client, session.server].compactMap { $0.map { EndingSummary.Code($0).identifier } }
    }

    private static func code(_ text: String) throws(CommandFailure) -> String {
        if ["errorOnly", "pending"].contains(text) { return text }
        guard let code = UInt16(text) else {
            throw CommandFailure(
                "\"\(text)\" is no close code: write 1006, or errorOnly or pending for sides that got no close event"
            )
        }
        return "\(code)"
    }

    private static func cause(_ text: String) throws(CommandFailure) -> String {
        let causes = Cause.identifiers + [EndedSession.open]
        if causes.contains(text) { return text }
        let guess = Suggestion.phrase(for: text, among: causes)
        throw CommandFailure(
            "\"\(text)\" is no cause" + (guess ?? ", \"closecall report JOURNAL\" shows those that there are")
        )
    }
}

extension VerbOption {
    static let onlyAbnormal = VerbOption.flag("only-abnormal", "only sessions that ended badly")
    static let endCode = VerbOption.text(
        "code", "CODE", "only sessions of which a side got this close code; also errorOnly, pending"
    ).completed(as: .closeCode)
    static let endCause = VerbOption.text("cause", "ID", "only sessions that ended for this cause")
        .completed(as: .cause)
    static let endedBy = VerbOption.choice(
        "by", ["client", "server", "fault", "proxy", "network"], "only sessions whose end was the doing of")
}
