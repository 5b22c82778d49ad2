public import Faults

/// What is done, and when.
public struct Rule: Sendable {
    /// What it is called in reports: as given, or made of its place and its faults.
    public var name: String
    /// What its random streams are named after: its given name, or what it says, so that a rule more or less above it
    /// changes nothing.
    public var identity: String
    /// When.
    public var when: When
    /// What, in order.
    public var faults: [any Fault]
    /// Where it stands in its file.
    public var place: Place

    /// A rule.
    public init(
        name: String, identity: String, when: When, faults: [any Fault],
        at place: Place = Place(line: 1, column: 1)
    ) {
        self.name = name
        self.identity = identity
        self.when = when
        self.faults = faults
        self.place = place
    }
}
