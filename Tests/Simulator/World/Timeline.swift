internal import Observer

/// What is going to happen, in the order of time, and of what was planned first where times are equal.
struct Timeline<Event> {
    private struct Entry {
        let at: UInt64
        let number: UInt64
        let event: Event

        func isBefore(_ other: Entry) -> Bool { at == other.at ? number < other.number : at < other.at }
    }

    /// The virtual time: that of the last event.
    private(set) var now: UInt64 = 0
    private var planned: UInt64 = 0
    /// A binary heap: no entry is before its parent.
    private var heap: [Entry] = []

    var moment: Moment { Moment(microseconds: now) }

    mutating func schedule(_ event: Event, after microseconds: Int = 0) {
        schedule(event, at: now + UInt64(microseconds))
    }

    mutating func schedule(_ event: Event, at microseconds: UInt64) {
        let entry = Entry(at: max(microseconds, now), number: planned, event: event)
        planned += 1
        heap.append(entry)
        var index = heap.count - 1
        while index > 0, entry.isBefore(heap[(index - 1) / 2]) {
            heap[index] = heap[(index - 1) / 2]
            index = (index - 1) / 2
        }
        heap[index] = entry
    }

    /// The next event, if it is due by `limit`; it becomes now.
    mutating func next(by limit: UInt64 = .max) -> Event? {
        guard let first = heap.first, first.at <= limit, let last = heap.popLast() else { return nil }
        if !heap.isEmpty { sink(last) }
        now = first.at
        return first.event
    }

    /// Lets time pass in which nothing happens.
    mutating func wait(until microseconds: UInt64) { now = max(now, microseconds) }

    private mutating func sink(_ entry: Entry) {
        var index = 0
        while true {
            var child = 2 * index + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1].isBefore(heap[child]) { child += 1 }
            guard heap[child].isBefore(entry) else { break }
            heap[index] = heap[child]
            index = child
        }
        heap[index] = entry
    }
}
