internal import Observer

/// What a shaper that is not idle has: the effects in force, and the queue.
struct ShaperLine: Sendable {
    private var slots: [Slot] = []
    private var queue = WaitingLine()
    /// Bytes of the direction so far.
    private var offered: UInt64 = 0
    /// Bytes that were taken out and not spoken of yet.
    private var lost = 0
    /// Whether an effect has ended the direction.
    private(set) var hasEnded = false
    /// Whether a unit has begun of which nothing waits or has left yet.
    private var owesUnitStart = false
    /// When the last one left of those that waited.
    private var lastLeft = Moment(microseconds: 0)

    var isIdle: Bool { slots.isEmpty && queue.isEmpty && lost == 0 && !hasEnded }
    var queuedBytes: Int { queue.bytes }
    var nextRelease: Moment? {
        guard let departure = queue.first?.departure, departure != .never else { return nil }
        return departure
    }

    // MARK: Effects

    mutating func add(
        _ effect: any StreamEffect, id: Int, at now: Moment, reachesBack: Bool, before later: [Int]
    ) {
        let slot = Slot(
            id: id, effect: effect, start: offered, firstTicket: reachesBack ? 0 : queue.nextTicket)
        slots.insert(slot, at: slots.firstIndex { later.contains($0.id) } ?? slots.endIndex)
        if reachesBack { retime(at: now) }
    }

    mutating func remove(id: Int, at now: Moment) {
        let before = slots.count
        slots.removeAll { $0.id == id }
        if slots.count < before { retime(at: now) }
    }

    mutating func cutShort(pausesOf owner: Int, at now: Moment) {
        var hasFound = false
        for index in queue.start..<queue.end {
            guard case .pause(_, owner) = queue[index].content else { continue }
            queue[index].content = .pause(.zero, owner: owner)
            queue[index].pauseBegin = nil
            hasFound = true
        }
        if hasFound { retime(at: now) }
    }

    /// Asks anew when everything leaves that has not left, for the effects in force have changed.
    private mutating func retime(at now: Moment) {
        guard let first = queue.firstWaiting(at: now) else { return }
        for index in slots.indices { slots[index].effect.restartTiming(at: now) }
        for index in first..<queue.end {
            let previous = index == queue.start ? lastLeft : queue[index - 1].departure
            var waiting = queue[index]
            time(&waiting, behind: previous, notBefore: now)
            queue[index] = waiting
        }
    }

    // MARK: In

    mutating func offer(_ bytes: [UInt8], startsUnit: Bool, at now: Moment) {
        guard !hasEnded else { return lose(bytes.count) }
        if startsUnit { startUnit() }
        var rest = bytes[...]
        while !rest.isEmpty, !hasEnded {
            let count = nextSlice(of: rest.count)
            let slice = count == bytes.count ? bytes : Array(rest.prefix(count))
            rest = rest.dropFirst(count)
            pass(slice, at: now)
        }
        lose(rest.count)
    }

    private mutating func startUnit() {
        owesUnitStart = true
        for index in slots.indices { slots[index].effect.startUnit(at: offered - slots[index].start) }
    }

    /// The shortest slice that any effect wants.
    private mutating func nextSlice(of available: Int) -> Int {
        var count = available
        for index in slots.indices {
            let wanted = slots[index].effect.slice(of: count, at: offered - slots[index].start)
            count = min(count, max(1, wanted))
        }
        return count
    }

    /// Leads a slice through all effects and into the queue.
    private mutating func pass(_ slice: [UInt8], at now: Moment) {
        let offset = offered
        offered += UInt64(slice.count)
        var bytes = slice
        var end: (planned: PlannedEnd, id: Int)?
        for index in slots.indices {
            switch slots[index].effect.pass(&bytes, at: offset - slots[index].start) {
            case .passes: continue
            case .vanishes: bytes = []
            case .ends(let planned): end = end ?? (planned, slots[index].id)
            }
            if bytes.isEmpty { break }
        }
        lose(slice.count - bytes.count)
        if !bytes.isEmpty {
            append(.bytes(bytes), startsUnit: owesUnitStart, at: now, offset: offset)
            owesUnitStart = false
        }
        if let end {
            hasEnded = true
            append(.end(end.planned, id: end.id), startsUnit: true, at: now)
        }
    }

    private mutating func lose(_ count: Int) { lost += max(0, count) }

    mutating func append(
        _ content: Waiting.Content, startsUnit: Bool, at now: Moment, offset: UInt64? = nil
    ) {
        var waiting = Waiting(
            content: content, offset: offset ?? offered, arrival: now, startsUnit: startsUnit,
            ticket: queue.nextTicket)
        time(&waiting, behind: queue.last?.departure ?? lastLeft, notBefore: now)
        queue.append(waiting)
    }

    // MARK: Time

    /// Says when it leaves, if the one before it leaves at `previous`.
    private mutating func time(_ waiting: inout Waiting, behind previous: Moment, notBefore now: Moment) {
        // A pause that is under way goes on, whatever begins or ends meanwhile.
        if waiting.isPause, let begin = waiting.pauseBegin, begin <= now { return }
        var ready = waiting.arrival
        for index in slots.indices where slots[index].firstTicket <= waiting.ticket && ready != .never {
            let offset = waiting.offset < slots[index].start ? 0 : waiting.offset - slots[index].start
            let departure = slots[index].effect.departure(
                of: waiting.count, at: offset, ready: ready, startsUnit: waiting.startsUnit)
            ready = max(ready, departure)
        }
        waiting.departure = max(ready, previous)
        if case .pause(let time, _) = waiting.content {
            waiting.pauseBegin = waiting.departure
            waiting.departure = waiting.departure + time
        }
        waiting.departure = max(waiting.departure, now)
    }

    // MARK: Out

    mutating func release(at now: Moment, into outputs: inout [ShaperOutput]) {
        if lost > 0 { outputs.append(.lost(lost)) }
        lost = 0
        var joined: [UInt8] = []
        while let departure = queue.first?.departure, departure <= now {
            let first = queue.takeFirst()
            lastLeft = first.departure
            if case .bytes(let bytes) = first.content {
                if joined.isEmpty { joined = bytes } else { joined += bytes }
                continue
            }
            if !joined.isEmpty { outputs.append(.bytes(joined)) }
            joined = []
            if case .mark(let token) = first.content { outputs.append(.mark(token)) }
            if case .end(let end, let id) = first.content { outputs.append(.ends(end, id: id)) }
        }
        if !joined.isEmpty { outputs.append(.bytes(joined)) }
    }
}

/// An effect in force.
private struct Slot: Sendable {
    let id: Int
    var effect: any StreamEffect
    /// Where the stream stood when it began.
    let start: UInt64
    /// The first of the waiting ones that it holds up.
    let firstTicket: UInt64
}
