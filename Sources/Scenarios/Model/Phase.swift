public import Faults

/// A stretch of a session's time: a tunnel, a handover.
public struct Phase: Sendable {
    /// What rules call it.
    public var name: String
    /// When it begins, counted from the session's beginning.
    public var at: Duration
    /// How long it is; nil to the end.
    public var lasts: Duration?
    /// How long after its beginning it begins again; nil for once.
    public var every: Duration?
    /// The network while it lasts, in place of the scenario's.
    public var link: LinkPair?
    /// Where it stands in its file.
    public var place: Place

    /// A phase.
    public init(
        _ name: String, at: Duration, for lasts: Duration? = nil, every: Duration? = nil,
        link: LinkPair? = nil,
        place: Place = Place(line: 1, column: 1)
    ) {
        self.name = name
        self.at = at
        self.lasts = lasts
        self.every = every
        self.link = link
        self.place = place
    }

    /// Whether it is on.
    public func isOn(at age: Duration) -> Bool { stretch(at: age).map { $0.begin <= age } ?? false }

    /// The stretch that `age` lies in, or the next one: its number from 0, its beginning and its end; nil if none
    /// comes any more.
    public func stretch(at age: Duration) -> (number: Int, begin: Duration, end: Duration?)? {
        guard let every, every > .zero, age >= at + every else {
            if let lasts, every == nil, age >= at + lasts { return nil }
            if let lasts, let every, age >= at + lasts { return (1, at + every, at + every + lasts) }
            return (0, at, lasts.map { at + $0 })
        }
        let number = Int(clamping: Int64((age - at) / every))
        let begin = at + every * number
        guard let lasts else { return (number, begin, nil) }
        if age < begin + lasts { return (number, begin, begin + lasts) }
        return (number + 1, begin + every, begin + every + lasts)
    }
}
