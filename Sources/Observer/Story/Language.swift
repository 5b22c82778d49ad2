/// A language that texts for people are written in.
public enum Language: String, CaseIterable, Sendable {
    /// English.
    case english = "en"
    /// French.
    case french = "fr"
}
