internal import Observer

/// Something of a direction that waits for its time.
struct Waiting: Sendable {
    enum Content: Sendable {
        case bytes([UInt8])
        case pause(Duration, owner: Int?)
        case mark(Int)
        case end(PlannedEnd, id: Int)
    }

    var content: Content
    /// Where it stands in the stream.
    let offset: UInt64
    let arrival: Moment
    let startsUnit: Bool
    /// Its number in the line.
    let ticket: UInt64
    var departure = Moment.never
    /// When a pause begins.
    var pauseBegin: Moment?

    init(content: Content, offset: UInt64, arrival: Moment, startsUnit: Bool, ticket: UInt64) {
        self.content = content
        self.offset = offset
        self.arrival = arrival
        self.startsUnit = startsUnit
        self.ticket = ticket
    }

    var count: Int { if case .bytes(let bytes) = content { bytes.count } else { 0 } }
    var isPause: Bool { if case .pause = content { true } else { false } }
}

/// A queue in an array: taking from its front moves nothing until half of it is taken.
struct WaitingLine: Sendable {
    private var items: [Waiting] = []
    private(set) var start = 0
    /// Bytes that wait.
    private(set) var bytes = 0
    /// The number that the next one gets.
    private(set) var nextTicket: UInt64 = 0

    var end: Int { items.count }
    var isEmpty: Bool { start == items.count }
    var first: Waiting? { isEmpty ? nil : items[start] }
    var last: Waiting? { isEmpty ? nil : items.last }

    /// The first that leaves later than `now`.
    func firstWaiting(at now: Moment) -> Int? { items[start...].firstIndex { $0.departure > now } }

    subscript(index: Int) -> Waiting {
        get { items[index] }
        set { items[index] = newValue }
    }

    mutating func append(_ waiting: Waiting) {
        items.append(waiting)
        bytes += waiting.count
        nextTicket += 1
    }

    mutating func takeFirst() -> Waiting {
        let first = items[start]
        bytes -= first.count
        // Its bytes must not live on in the part of the array that is taken.
        items[start].content = .mark(0)
        start += 1
        if start == items.count {
            items.removeAll(keepingCapacity: items.capacity <= 64)
            start = 0
        } else if start >= 64, start * 2 >= items.count {
            items.removeFirst(start)
            start = 0
        }
        return first
    }
}
