/// The shells that completions are made for.
enum Shell: String, CaseIterable, Sendable {
    case bash, zsh, fish

    /// A script that makes the shell complete `closecall`, made from the verb table alone.
    var completions: String {
        switch self {
        case .bash: BashCompletions.script
        case .zsh: ZshCompletions.script
        case .fish: FishCompletions.script
        }
    }
}

extension Verb {
    /// What can be typed behind `closecall` first, and what it does.
    static var firstWords: [(word: String, summary: String)] {
        all.map { ($0.name, $0.summary) } + [("help", "the options and examples of a verb")]
    }

    /// All that are run, and those that only gather others.
    static var withSubverbs: [Verb] { all.flatMap { [$0] + $0.subverbs } }

    /// What the verb's arguments can be, the options aside.
    var argumentKinds: [ArgumentKind] {
        subverbs.isEmpty ? positionals.map(\.kind) : [.words(subverbs.map(\.lastWord))]
    }

    /// The words that its arguments are chosen from.
    var argumentWords: [String] { argumentKinds.flatMap(\.words) }
}
