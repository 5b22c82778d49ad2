internal import Closecall
internal import Observer

/// `explain --journal FILE --session N`: a session's story, for people or for programs.
struct SessionExplaining {
    private let journal: JournalInput
    private let session: JournalSession
    private let language: Language
    private let story: String

    /// Of several runs with such a session, the last is meant.
    init(_ invocation: Invocation) async throws(CommandFailure) {
        let arguments = invocation.arguments
        let paths = arguments.values(.explainedJournal)
        guard let number = try arguments.integer(.sessionNumber, in: 1...Int.max) else {
            throw CommandFailure(
                "which session? Add --session N: \"closecall report \(paths[0])\" shows them")
        }
        journal = try await JournalInput.read(paths, readsFrames: true, invocation)
        try SessionSelection.check(number, in: journal.file)
        let sessions = journal.file.sessions(numbered: number)
        guard let session = sessions.last else { throw CommandFailure("there is no session \(number)") }
        if sessions.count > 1 {
            invocation.output.error("\(sessions.count) runs have a session \(number): this is of the last")
        }
        self.session = session
        language = arguments.language(invocation.environment)
        story = journal.file.story(of: session, in: arguments.has(.guideLanguage) ? language : nil)
    }

    func show(on output: Output, isJSON: Bool) {
        guard isJSON else {
            let page = SessionPage(session, story: story, language: language, stream: output.standardOutput)
            output.text(page.text)
            return
        }
        output.json { json in
            json.field("event", "session")
            json.field("run", session.run)
            json.session(session)
            json.field("label", CauseWords.label(session.cause ?? EndedSession.open, language))
            json.field("next", CauseWords.advice(session.cause ?? EndedSession.open, language))
            json.array("steps") { json in
                for step in SessionStory(session, language).steps {
                    json.object { json in
                        json.field("age", step.age)
                        json.field("way", step.way)
                        json.field("what", step.what)
                    }
                }
            }
        }
    }
}

extension VerbOption {
    static let explainedJournal = VerbOption.text(
        "journal", "FILE", "tell the story of a session of this journal", repeatable: true)
}
