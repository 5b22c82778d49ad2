/// A JSON value without parts.
public enum JSONScalar: Hashable, Sendable {
    /// A text.
    case text(String)
    /// A number.
    case number(Double)
    /// `true` or `false`.
    case flag(Bool)
    /// `null`.
    case null
}
