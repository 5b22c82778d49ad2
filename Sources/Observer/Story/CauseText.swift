/// The words about a cause, whatever the session.
struct CauseText: Hashable {
    /// Two to four words, for a bar or a column.
    let label: String
    /// What it means, in a sentence.
    let meaning: String
    /// What usually causes it, in a sentence.
    let usually: String
    /// What to look at next, in a sentence.
    let next: String
}

extension Cause {
    /// What `identifier` means, what usually causes it and what to look at next, in three sentences; nil if
    /// no cause is called so.
    public static func explanation(of identifier: String, in language: Language) -> String? {
        CauseKind(identifier: identifier).map { kind in
            let text = language.narrator.text(of: kind)
            return "\(text.meaning) \(text.usually) \(text.next)"
        }
    }

    /// Two to four words for `identifier`, for bars and columns; nil if no cause is called so.
    public static func label(of identifier: String, in language: Language) -> String? {
        CauseKind(identifier: identifier).map { language.narrator.text(of: $0).label }
    }

    /// What to look at next where `identifier` is the cause, in a sentence; nil if no cause is called so.
    public static func advice(of identifier: String, in language: Language) -> String? {
        CauseKind(identifier: identifier).map { language.narrator.text(of: $0).next }
    }
}
