extension Ending {
    /// One sentence that says what happened and whose doing it was.
    ///
    /// What comes from peers and files is quoted, cut and escaped, so that the sentence is one line whatever
    /// they say.
    public func story(in language: Language) -> String {
        language.narrator.story(Plot(ending: self))
    }

    /// The story in several sentences, in the order of time, with ages: what was asked and answered, which
    /// rules fired, what was sent that is worth a word, the ends; then what each side's API reports, whose
    /// doing it was and what to look at next.
    public func account(in language: Language) -> [String] {
        let narrator = language.narrator
        let plot = Plot(ending: self)
        var sentences = plot.steps.map { narrator.sentence($0) }
        if clientSide.outgoing.frames > 0 || serverSide.outgoing.frames > 0 {
            sentences.append(narrator.traffic(plot))
        }
        sentences += plot.reports.map { narrator.sentence($0) }
        sentences.append(narrator.conclusion(plot))
        if let advice = Cause.advice(of: cause.identifier, in: language) { sentences.append(advice) }
        return sentences
    }
}
