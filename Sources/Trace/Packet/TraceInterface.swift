/// Where packets were captured, as a file describes it.
public struct TraceInterface: Hashable, Sendable {
    /// What its packets begin with.
    public var link: LinkType
    /// Its name; nil where the file gives none.
    public var name: String?
    /// What it is, in words.
    public var about: String?
    /// The filter that chose its packets, in tcpdump's language.
    public var filter: String?
    /// Of longer packets only so many bytes were kept; 0 for no limit.
    public var snapLength: UInt32
    /// Ticks of its clock in a second.
    public var ticksPerSecond: UInt64

    /// An interface.
    public init(
        link: LinkType, name: String? = nil, about: String? = nil, filter: String? = nil,
        snapLength: UInt32 = 0, ticksPerSecond: UInt64 = 1_000_000
    ) {
        self.link = link
        self.name = name
        self.about = about
        self.filter = filter
        self.snapLength = snapLength
        self.ticksPerSecond = ticksPerSecond
    }
}
