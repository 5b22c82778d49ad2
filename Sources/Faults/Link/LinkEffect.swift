public import Observer

/// What a link makes of a byte stream: what an application feels of it behind two TCP stacks.
///
/// No byte is ever missing, changed or out of order. A segment is what one frame begins, up to the segment size. It
/// waits for the bottleneck, takes its time there, and then the delay. One that is lost comes when TCP has sent it again,
/// and all that is behind it waits for it (head-of-line blocking):
///
/// - Where three more segments stand behind it already, they tell the sender: it sends again when the third one's
///   acknowledgement is back (RFC 5681 §3.2), and that takes the link's way once more.
/// - Otherwise it sends again when its timer runs out: after the round trip and 200 ms at least, as Linux does. (RFC 6298
///   §2.4 says a second.) Each time that is lost too, it waits twice as long, two minutes at most.
/// - When 15 retransmissions are lost (Linux's `tcp_retries2`), the connection is dead: nothing arrives any more. That is a
///   black hole and no end, because that is what a receiver sees.
///
/// A segment that finds the queue full is lost too, and what is behind it is sent behind it: its sender's window has
/// collapsed. What is lost on the way does not hold up the others at the bottleneck (selective acknowledgement), but its
/// retransmissions take their share of the rate.
///
/// The draws belong to segments, one after the other, so it does not matter how the bytes of a frame arrive. Only whether
/// something stands behind a lost segment is a matter of time, as it is in life. Congestion control is not imitated: a
/// sender fills the rate there is.
public struct LinkEffect: StreamEffect {
    private let model: LinkModel
    private let roundTrip: Duration
    private var bottleneck: Bottleneck
    private var queue: DroptailQueue
    private var losses: LossProcess
    private var delays: DelayProcess
    /// The delay of the segment in hand.
    private var delay = Duration.zero
    /// How many bytes of the segment in hand have passed.
    private var filled = 0
    /// How many bytes were there when the slice in hand was asked for.
    private var there = 0
    /// When the sender last could send: it sends nothing before that.
    private var sender = Moment(microseconds: 0)
    /// When the last byte arrives.
    private var last = Moment(microseconds: 0)

    /// A link that comes up at `now`.
    ///
    /// - Parameters:
    ///   - model: the direction.
    ///   - wayBack: the delay of acknowledgements.
    ///   - random: a stream of its own.
    ///   - now: when the link comes up: recorded links and episodes begin then.
    public init(_ model: LinkModel, wayBack: Duration, _ random: RandomStream, at now: Moment) {
        self.model = model
        roundTrip = model.delay.delay + wayBack
        bottleneck =
            switch model.capacity {
            case .unlimited, .traceFile: .none
            case .rate(let rate): .rate(RateClock(bitsPerSecond: rate.bitsPerSecond))
            case .trace(let trace): .trace(TraceClock(trace, from: now))
            }
        queue = DroptailQueue(limit: model.queue?.bytes)
        losses = LossProcess(model.unit == .segment ? model.loss : .none, random.named("loss"), at: now)
        delays = DelayProcess(model.delay, random.named("delay"))
    }

    /// A segment at most; what is left of the one in hand, if that is not full.
    public mutating func slice(of count: Int, at offset: UInt64) -> Int {
        there = count
        return min(count, filled < segment ? segment - filled : segment)
    }

    /// When the slice arrives.
    public mutating func departure(
        of count: Int, at offset: UInt64, ready: Moment, startsUnit: Bool
    ) -> Moment {
        let isStart = startsUnit || filled == 0 || filled >= segment
        filled = isStart ? count : filled + count
        guard last < .never, ready < .never else { return .never }
        let behind = max(0, there - count)
        sender = max(sender, ready)
        if isStart {
            delay = delays.next()
            waitForRoom(count, behind: behind)
            guard sender < .never else { return end() }
        }
        let sent = bottleneck.send(count, packets: isStart ? 1 : 0, at: sender)
        queue.add(count, leaves: sent)
        let isLost = isStart && losses.losesNext(at: sent)
        last = max(last, isLost ? arrivalAfterLoss(count, sent: sent, behind: behind) : sent + delay)
        return last
    }

    private var segment: Int { max(1, model.segment) }

    private mutating func end() -> Moment {
        last = .never
        return .never
    }
}

extension LinkEffect {
    /// Twice as long each time; RFC 6298 §2.5 allows a limit of a minute or more, and Linux has two.
    private static let longestWait = Duration.seconds(120)

    /// Linux's estimate: the round trip, and four times its variation or 200 ms.
    private var timeout: Duration {
        min(Self.longestWait, roundTrip + max(model.rto, model.delay.jitter * 4))
    }

    /// Three segments behind a lost one make three duplicate acknowledgements.
    private func isNoticedSoon(behind: Int) -> Bool { behind > 2 * segment }

    private mutating func waitForRoom(_ count: Int, behind: Int) {
        var wait = timeout
        var attempts = 0
        while !queue.hasRoom(for: count, at: sender) {
            guard attempts < model.retries else { return sender = .never }
            if attempts == 0, isNoticedSoon(behind: behind), roundTrip > .zero {
                sender = sender + roundTrip
            } else {
                sender = sender + wait
                wait = min(wait * 2, Self.longestWait)
            }
            attempts += 1
        }
    }

    /// When a segment arrives that was lost at `sent`.
    private mutating func arrivalAfterLoss(_ count: Int, sent: Moment, behind: Int) -> Moment {
        var wait = timeout
        var noticed = sent + wait
        if isNoticedSoon(behind: behind) {
            noticed = thirdBehind(sent) + roundTrip
        } else {
            wait = min(wait * 2, Self.longestWait)
        }
        for _ in 0..<max(0, model.retries) {
            // On a copy, as it is sent when the segments behind it have been on their way for long.
            var later = bottleneck
            let arrives = later.send(count, packets: 1, at: noticed)
            _ = bottleneck.send(count, packets: 1, at: sent)
            if !losses.losesLater(at: arrives) { return arrives + delay }
            noticed = noticed + wait
            wait = min(wait * 2, Self.longestWait)
        }
        return .never
    }

    /// When the third segment behind one has passed the bottleneck.
    private func thirdBehind(_ sent: Moment) -> Moment {
        var ahead = bottleneck
        return ahead.send(3 * segment, packets: 3, at: sent)
    }
}
