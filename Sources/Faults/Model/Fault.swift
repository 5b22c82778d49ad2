public import Observer
public import WebSocketWire

/// One way of breaking a conversation: a small value in a file of its own, described once.
///
/// From the description come its words in scenario files, their checks, the schema, the help and the reference.
public protocol Fault: Hashable, Sendable {
    /// With every parameter at its default.
    init()

    /// All that is said about it.
    static var about: About<Self> { get }

    /// Changes what leaves of what its rule matched.
    ///
    /// - Parameters:
    ///   - plan: what leaves as the faults before this one have it.
    ///   - random: draws that belong to this occasion alone.
    func apply(to plan: inout Plan, _ random: inout RandomStream)

    /// What is wrong with parameters that are fine one by one, in words; nil when nothing is.
    var conflict: String? { get }
}

extension Fault {
    /// Nothing is.
    public var conflict: String? { nil }
}

extension Fault {
    /// What scenarios call it, for a type that is only known when it runs.
    public static var word: String { about.name }

    /// One with other parameters: `Truncate { $0.keep = .share(0.2) }`.
    public init(_ change: (inout Self) -> Void) {
        self.init()
        change(&self)
    }
}

/// A fault that lasts: from where its rule fires, or as long as its rule's phase.
public protocol LastingFault: Fault {
    /// What it does to the bytes of one direction; nil if it leaves them alone.
    ///
    /// - Parameters:
    ///   - direction: which one; a rule for both directions asks twice.
    ///   - random: a stream of its own.
    ///   - now: when it begins.
    func effect(on direction: Direction, _ random: RandomStream, at now: Moment) -> (any StreamEffect)?

    /// Whether frames of this kind are taken out as long as it lasts.
    func takesOut(_ opcode: Opcode, _ direction: Direction) -> Bool

    /// Whether the ends of a peer (FIN or RST) are kept from the other as long as it lasts.
    func swallowsEnd(_ direction: Direction) -> Bool

    /// How long it lasts, where it says so itself.
    var lasts: Duration? { get }

    /// What comes of it when nothing comes in its direction; nil for nothing.
    var silence: Silence? { get }
}

/// What happens when a direction falls silent.
public struct Silence: Hashable, Sendable {
    /// How long nothing has to come.
    public var limit: Duration
    /// How connections end then.
    public var end: PlannedEnd

    /// An end behind a silence.
    public init(limit: Duration, end: PlannedEnd) {
        self.limit = limit
        self.end = end
    }
}

extension LastingFault {
    /// It begins behind what the plan has so far.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        plan.items.append(.begin(self, random.named("effect")))
    }

    /// None.
    public func takesOut(_ opcode: Opcode, _ direction: Direction) -> Bool { false }
    /// They are passed on.
    public func swallowsEnd(_ direction: Direction) -> Bool { false }
    /// For ever, or as long as its rule's phase.
    public var lasts: Duration? { nil }
    /// Nothing.
    public var silence: Silence? { nil }
    /// It leaves the bytes alone.
    public func effect(
        on direction: Direction, _ random: RandomStream, at now: Moment
    ) -> (any StreamEffect)? { nil }
}

/// What a fault works on. Its rule has to be about such things.
public enum Layer: String, Hashable, Sendable, CaseIterable {
    /// A message with all its frames, or a frame.
    case frame
    /// A Close frame, or what belongs to the closing handshake.
    case closing
    /// The bytes of a direction, from here on.
    case stream
    /// The request or the response that opens the session.
    case handshake
    /// The connections themselves, whatever the rule is about.
    case connection
}
