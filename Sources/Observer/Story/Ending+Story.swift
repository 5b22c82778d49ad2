extension Ending {
    /// One sentence that says what happened and whose doing it was.
    public func story(in language: Language) -> String {
        Cause.label(of: cause.identifier, in: language).map { "\($0)." } ?? ""
    }

    /// The story in several sentences, in the order of time, with ages.
    public func account(in language: Language) -> [String] {
        [story(in: language)]
    }
}
