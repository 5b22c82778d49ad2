internal import Observer

/// A segment of the stream: what was drawn for it when it was cut, and how the bottleneck was left by it.
struct Segment: Sendable {
    /// Where it begins.
    let start: UInt64
    /// What befalls it and its retransmissions.
    let loss: LossFate
    /// How long it takes on the way.
    let delay: Duration
    /// The bytes that stood behind it when it was cut.
    let behind: Int

    /// Its bytes that have been sent.
    var count = 0
    /// When it came to the link.
    var came = Moment.never
    /// When its sender could send it.
    var sent = Moment(microseconds: 0)
    /// When it was through the bottleneck.
    var through = Moment(microseconds: 0)
    /// When it arrives.
    var arrives = Moment.never
    /// The bottleneck as it was then.
    var bottleneck = Bottleneck.none
}

/// The last segments of a stream.
///
/// When other effects begin or end, what waits is asked about once more; thanks to the log it fares as before.
struct SegmentLog: Sendable {
    private var segments: [Segment] = []
    /// How many there may be before somebody looks for old ones.
    private var threshold = Self.least

    private static let least = 32
    /// More than waits on any link but of tiny frames: those get draws of their own when somebody asks once more.
    private static let most = 1024

    var last: Segment? { segments.last }

    subscript(index: Int) -> Segment {
        get { segments[index] }
        set { segments[index] = newValue }
    }

    /// Appends the next one, and says how many of the first ones were dropped for it: those that have arrived long
    /// ago, and the first half where there are too many.
    mutating func append(_ segment: Segment, longAgo: Moment) -> Int {
        segments.append(segment)
        guard segments.count > threshold else { return 0 }
        let waiting = segments.firstIndex { $0.arrives >= longAgo } ?? segments.count - 1
        // What was in the queue when the first that waits came decides how that fares, and the one before it says how
        // the bottleneck was.
        let came = min(segments[waiting].came, longAgo)
        let needed = segments[...waiting].firstIndex { $0.through >= came } ?? waiting
        let arrived = max(1, needed) - 1
        let dropped = segments.count - arrived > Self.most ? segments.count - Self.most / 2 : arrived
        segments.removeFirst(dropped)
        threshold = max(Self.least, min(segments.count * 2, Self.most))
        return dropped
    }

    /// The segment that holds the byte at `offset`; nil if it is forgotten or was never cut.
    func index(of offset: UInt64) -> Int? {
        var (low, high) = (0, segments.count)
        while low < high {
            let middle = (low + high) / 2
            if segments[middle].start <= offset { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? low - 1 : nil
    }
}
