internal import Observer
internal import WebSocketWire

/// What must hold of every ending, whatever an observer was shown.
enum EndingWatch {
    /// That the verdicts are there and make sense, and the cause has a name.
    static func check(_ ending: Ending) {
        let isAsked = ending.clientSide.asking != nil
        precondition((ending.client != nil) == isAsked, "a client has no verdict, or one on nothing")
        let answer = ending.serverSide.answer
        let isGiven = answer.complete != nil && answer.status == 101
        let isServed = isGiven && ending.serverSide.asking != nil
        precondition((ending.server != nil) == isServed, "a server has no verdict, or one on nothing")
        for verdict in [ending.client, ending.server] {
            if let verdict { check(verdict) }
        }
        precondition(identifiers.contains(ending.cause.identifier), "a cause that nobody knows")
        precondition(ending.firings.count <= 16, "more firings are remembered than are said to be")
        for log in [ending.clientSide, ending.serverSide].flatMap({ [$0.incoming, $0.outgoing] }) {
            check(log)
        }
    }

    private static let identifiers = Set(Cause.identifiers)

    private static func check(_ verdict: Verdict) {
        guard let event = verdict.event else {
            return precondition(verdict.outcome != .errorOnly || verdict.error, "an error that is none")
        }
        precondition(event.type == "close", "a verdict is about another event")
        precondition(verdict.opened || !event.wasClean, "a clean end of what never was open")
        precondition(event.reason.utf8.count <= 3 * 123, "a reason longer than any Close has")
    }

    private static func check(_ log: StreamLog) {
        precondition(log.closes.count <= 2, "more Closes are remembered than are said to be")
        precondition(log.messages <= log.frames, "more messages than frames")
        precondition(log.recent.count <= 8, "more frames are remembered than are said to be")
        precondition(log.closes.allSatisfy { $0.payload.count <= 125 }, "a Close of more than 125 bytes")
        for (one, other) in zip(log.recent, log.recent.dropFirst()) {
            precondition(one.number < other.number, "frames are out of order")
        }
    }

    /// That it can be told in every language, on one line and so that no terminal obeys it, and that what is covered
    /// stays so.
    static func checkWords(of ending: Ending) {
        let redacted = ending.redacted
        precondition(redacted.cause.identifier == ending.cause.identifier, "covered, a cause is another one")
        precondition(redacted.client?.event?.reason ?? "" == "", "a reason shows though it is covered")
        for language in Language.allCases {
            for told in [ending, redacted] {
                for sentence in told.account(in: language) + [told.story(in: language)] { check(sentence) }
            }
            let identifier = ending.cause.identifier
            check(Cause.label(of: identifier, in: language) ?? "")
            check(Cause.explanation(of: identifier, in: language) ?? "")
        }
    }

    private static func check(_ sentence: String) {
        precondition(!sentence.isEmpty, "a sentence without words")
        for scalar in sentence.unicodeScalars {
            let isControl = scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value
            precondition(!isControl, "a sentence that a terminal would obey")
        }
    }
}
