public import Observer

/// What a link makes of a byte stream: what an application feels of it behind two TCP stacks.
///
/// No byte is ever missing, changed or out of order. A segment is what one frame begins, up to the segment size. It
/// waits for the bottleneck, takes its time there, and then the delay. One that is lost comes when TCP has sent it
/// again, and all that is behind it waits for it (head-of-line blocking):
///
/// - Where three more segments of its frame stand behind it already, they tell the sender: it sends again when the
///   third one's acknowledgement is back (RFC 5681 §3.2), and that takes the link's way once more.
/// - Otherwise it sends again when its timer runs out: after the round trip and 200 ms at least, as Linux does.
///   (RFC 6298 §2.4 says a second.) Each time that is lost too, it waits twice as long, two minutes at most.
/// - When 15 retransmissions are lost (Linux's `tcp_retries2`), the connection is dead: nothing arrives any more. That
///   is a black hole and no end, because that is what a receiver sees.
///
/// A segment that finds the queue full is lost too, and what is behind it is sent behind it: its sender's window has
/// collapsed. What is lost on the way does not hold up the others at the bottleneck (selective acknowledgement), but its
/// retransmissions take their share of the rate.
///
/// The draws belong to segments, one after the other, when they are cut: it does not matter how the bytes of a frame
/// arrive, nor how often somebody asks when they leave. Congestion control is not imitated: a sender fills the rate
/// there is.
public struct LinkEffect: StreamEffect {
    private let model: LinkModel
    private let segmentSize: UInt64
    private let roundTrip: Duration
    private let start: Moment
    private var losses: LossProcess
    private var delays: DelayProcess

    private var log = SegmentLog()
    private var startsUnit = true

    /// The time, which may be asked for anew.
    private var timing: Timing
    /// Whether it is.
    private var isRestarting = false
    /// The latest time at which something could leave.
    private var lastReady: Moment

    /// A link that comes up at `now`.
    ///
    /// - Parameters:
    ///   - model: the direction.
    ///   - wayBack: the delay of acknowledgements.
    ///   - random: a stream of its own.
    ///   - now: when the link comes up: recorded links and episodes begin then.
    public init(_ model: LinkModel, wayBack: Duration, _ random: RandomStream, at now: Moment) {
        self.model = model
        segmentSize = UInt64(max(1, model.segment))
        roundTrip = model.delay.delay + wayBack
        start = now
        losses = LossProcess(model.unit == .segment ? model.loss : .none, random.named("loss"), at: now)
        delays = DelayProcess(model.delay, random.named("delay"))
        timing = Timing(model, from: now)
        lastReady = now
    }

    /// A segment begins with a frame.
    public mutating func startUnit(at offset: UInt64) { startsUnit = true }

    /// A segment at most; what is left of the one in hand, if that is not full.
    public mutating func slice(of count: Int, at offset: UInt64) -> Int {
        var begin = log.last?.start ?? offset
        if startsUnit || log.last == nil || offset - min(begin, offset) >= segmentSize {
            let segment = Segment(
                start: offset, loss: losses.nextFate(most: attempts), delay: delays.next(),
                behind: max(0, count - model.segment))
            timing.forget(log.append(segment, longAgo: longAgo))
            startsUnit = false
            begin = offset
        }
        return min(count, Int(clamping: begin + segmentSize - offset))
    }

    /// When the slice arrives.
    public mutating func departure(
        of count: Int, at offset: UInt64, ready: Moment, startsUnit: Bool
    ) -> Moment {
        // A pause is nobody's packet.
        guard count > 0 || startsUnit else { return ready }
        if isRestarting { rewind(to: offset) }
        lastReady = max(lastReady, ready)
        guard timing.last < .never, ready < .never else { return .never }
        guard count > 0, let index = log.index(of: offset) else {
            return timing.last(send(aside(offset), count: count, isStart: true, ready: ready))
        }
        let isStart = timing.index != index
        timing.index = index
        if isStart { log[index].came = ready }
        let arrival = send(log[index], count: count, isStart: isStart, ready: ready, index: index)
        log[index].arrives = timing.last(arrival)
        return log[index].arrives
    }

    /// What waits is asked about once more: it fares as before.
    public mutating func restartTiming(at now: Moment) { isRestarting = true }

    /// The first time, and the retransmissions.
    private var attempts: Int { 1 + max(0, model.retries) }

    /// What has arrived by then waits nowhere any more, and hardly for an effect behind this one.
    private var longAgo: Moment {
        Moment(microseconds: lastReady.microseconds - min(1_000_000, lastReady.microseconds))
    }

    /// An end, or bytes that waited when the link came up: no segment was cut for them.
    private mutating func aside(_ offset: UInt64) -> Segment {
        timing.asides += 1
        let number = offset &* 4096 &+ timing.asides
        let rate = model.unit == .segment ? model.loss.rate : 0
        return Segment(
            start: offset, loss: losses.fateAside(number, most: attempts, rate: rate),
            delay: model.delay.delay,
            behind: 0)
    }

    /// Takes the time back to where the segment of `offset` was not sent yet.
    private mutating func rewind(to offset: UInt64) {
        isRestarting = false
        timing = Timing(model, from: start)
        guard let index = log.index(of: offset), index > 0 else { return }
        let before = log[index - 1]
        timing.bottleneck = before.bottleneck
        timing.sender = before.sent
        for earlier in 0..<index { timing.queue.add(log[earlier].count, leaves: log[earlier].through) }
    }
}

extension LinkEffect {
    /// What the link has to do, as far as is known.
    private struct Timing: Sendable {
        var bottleneck: Bottleneck
        var queue: DroptailQueue
        /// When the sender last could send: it sends nothing before that.
        var sender: Moment
        /// When the last byte arrives.
        var last = Moment(microseconds: 0)
        /// The segment in hand.
        var index: Int?
        /// How many were sent aside.
        var asides: UInt64 = 0

        init(_ model: LinkModel, from start: Moment) {
            bottleneck =
                switch model.capacity {
                case .unlimited, .traceFile: .none
                case .rate(let rate): .rate(RateClock(bitsPerSecond: rate.bitsPerSecond))
                case .trace(let trace): .trace(TraceClock(trace, from: start))
                }
            queue = DroptailQueue(limit: model.queue?.bytes)
            sender = start
        }

        /// Nothing overtakes.
        mutating func last(_ arrival: Moment) -> Moment {
            last = max(last, arrival)
            return last
        }

        mutating func forget(_ count: Int) {
            index = index.flatMap { $0 >= count ? $0 - count : nil }
        }
    }

    /// Twice as long each time; RFC 6298 §2.5 allows a limit of a minute or more, and Linux has two.
    private static let longestWait = Duration.seconds(120)

    /// Linux's estimate: the round trip, and four times its variation or 200 ms.
    private var timeout: Duration {
        min(Self.longestWait, roundTrip + max(model.rto, model.delay.jitter * 4))
    }

    /// Three segments behind a lost one make three duplicate acknowledgements.
    private func isNoticedSoon(_ segment: Segment) -> Bool { segment.behind > 2 * model.segment }

    /// Sends bytes of a segment, and says when they arrive, if nothing is before them.
    private mutating func send(
        _ segment: Segment, count: Int, isStart: Bool, ready: Moment, index: Int? = nil
    ) -> Moment {
        timing.sender = max(timing.sender, ready)
        if isStart { waitForRoom(segment, count) }
        guard timing.sender < .never else { return .never }
        let through = timing.bottleneck.send(count, packets: isStart ? 1 : 0, at: timing.sender)
        timing.queue.add(count, leaves: through)
        let isLost = isStart && losses.loses(segment.loss, attempt: 0, at: through)
        let arrival = isLost ? arrivalAfterLoss(segment, count, at: through) : through + segment.delay
        if let index {
            log[index].count = (isStart ? 0 : log[index].count) + count
            log[index].sent = timing.sender
            log[index].through = through
            log[index].bottleneck = timing.bottleneck
        }
        return arrival
    }

    private mutating func waitForRoom(_ segment: Segment, _ count: Int) {
        var wait = timeout
        var attempt = 0
        while !timing.queue.hasRoom(for: count, at: timing.sender) {
            guard attempt < model.retries else { return timing.sender = .never }
            if attempt == 0, isNoticedSoon(segment), roundTrip > .zero {
                timing.sender = timing.sender + roundTrip
            } else {
                timing.sender = timing.sender + wait
                wait = min(wait * 2, Self.longestWait)
            }
            attempt += 1
        }
    }

    /// When a segment arrives that was lost behind the bottleneck.
    private mutating func arrivalAfterLoss(_ segment: Segment, _ count: Int, at through: Moment) -> Moment {
        var wait = timeout
        var noticed = through + wait
        if isNoticedSoon(segment) {
            noticed = thirdBehind(through) + roundTrip
        } else {
            wait = min(wait * 2, Self.longestWait)
        }
        for attempt in (0..<attempts).dropFirst() {
            // On a copy, as it is sent when the segments behind it have been on their way for long.
            var later = timing.bottleneck
            let arrives = later.send(count, packets: 1, at: noticed)
            _ = timing.bottleneck.send(count, packets: 1, at: through)
            if !losses.loses(segment.loss, attempt: attempt, at: arrives) { return arrives + segment.delay }
            noticed = noticed + wait
            wait = min(wait * 2, Self.longestWait)
        }
        return .never
    }

    /// When the third segment behind one has passed the bottleneck.
    private func thirdBehind(_ through: Moment) -> Moment {
        var ahead = timing.bottleneck
        return ahead.send(3 * model.segment, packets: 3, at: through)
    }
}
