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
    /// When its sender could send it.
    var sent = Moment(microseconds: 0)
    /// When it was through the bottleneck.
    var through = Moment(microseconds: 0)
    /// The bottleneck as it was then.
    var bottleneck = Bottleneck.none
}

/// The last segments of a stream.
///
/// When other effects begin or end, what waits is asked about once more; thanks to the log it fares as before.
struct SegmentLog: Sendable {
    private var segments: [Segment] = []

    /// More than can wait, but for tiny frames; who asks about older ones gets draws of their own.
    private static let most = 4096

    var last: Segment? { segments.last }
    var indices: Range<Int> { segments.indices }

    subscript(index: Int) -> Segment {
        get { segments[index] }
        set { segments[index] = newValue }
    }

    /// Appends the next one, and says how many of the first ones were dropped for it.
    mutating func append(_ segment: Segment) -> Int {
        segments.append(segment)
        guard segments.count >= 2 * Self.most else { return 0 }
        segments.removeFirst(Self.most)
        return Self.most
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
