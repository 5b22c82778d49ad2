/// A language in which causes are explained and stories told. What is missing in one does not compile.
protocol Narrator {
    /// The words about a cause.
    static func text(of kind: CauseKind) -> CauseText
    /// One sentence.
    static func story(_ plot: Plot) -> String
    /// What happened at some moment, in a sentence.
    static func sentence(_ step: Step) -> String
    /// How much went which way, in a sentence.
    static func traffic(_ plot: Plot) -> String
    /// What one side's API says, in a sentence.
    static func sentence(_ report: SideReport) -> String
    /// Whose doing it was, and why, in a sentence.
    static func conclusion(_ plot: Plot) -> String
}

extension Language {
    /// Who speaks it.
    var narrator: any Narrator.Type {
        switch self {
        case .english: EnglishNarrator.self
        case .french: FrenchNarrator.self
        }
    }
}
