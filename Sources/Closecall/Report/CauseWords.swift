public import Observer

/// What reports call causes in a language, and what they say of them.
public enum CauseWords {
    /// A few words, for a bar or a column; the identifier where nobody knows it.
    public static func label(_ cause: String, _ language: Language) -> String {
        if let label = Cause.label(of: cause, in: language) { return label }
        guard cause == EndedSession.open else { return cause }
        return language == .french ? "encore ouverte" : "still open"
    }

    /// What it means, what usually causes it and what to look at next; empty where nobody knows it.
    public static func explanation(_ cause: String, _ language: Language) -> String {
        if let words = Cause.explanation(of: cause, in: language) { return words }
        guard cause == EndedSession.open else { return "" }
        return switch language {
        case .english:
            "The journal has the session's beginning and not its end: it was open when the journal ended, "
                + "or the proxy was killed."
        case .french:
            "Le journal contient le début de la session et non sa fin : elle était ouverte quand le journal "
                + "s’est arrêté, ou le proxy a été tué."
        }
    }
}

extension CauseWords {
    /// What to look at next; nil where there is nothing to say.
    public static func advice(_ cause: String, _ language: Language) -> String? {
        Cause.advice(of: cause, in: language)
    }
}

extension JournalFile {
    /// A session's end in a sentence: the journal's own, or where that is in another language than is asked for, what
    /// can be said in that language of every end of its kind.
    public func story(of session: JournalSession, in language: Language? = nil) -> String {
        let cause = session.cause ?? EndedSession.open
        let fallback = CauseWords.label(cause, language ?? .english)
        let own = runs.indices.contains(session.run - 1) ? runs[session.run - 1].language : nil
        guard let story = session.story, language == nil || language?.rawValue == own ?? "en" else {
            let words = CauseWords.explanation(cause, language ?? .english)
            return words.isEmpty ? fallback : words
        }
        return story
    }
}
