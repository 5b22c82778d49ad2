/// Something that came out otherwise than a scenario expects.
public struct Mismatch: Hashable, Sendable {
    /// Whom it is about: `client`, `server 2`, `run`, or `rule "name"`.
    public var subject: String
    /// The key of the scenario's `expect`, or `rules`.
    public var field: String
    /// What was expected.
    public var expected: String
    /// What was found.
    public var found: String

    /// Something that came out otherwise.
    public init(_ subject: String, _ field: String, expected: String, found: String) {
        self.subject = subject
        self.field = field
        self.expected = expected
        self.found = found
    }
}

extension Mismatch: CustomStringConvertible {
    /// `client: expected code 1006, got 1000 "bye" (clean)`
    public var description: String { "\(subject): expected \(expected), got \(found)" }
}
