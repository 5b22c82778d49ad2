internal import WebSocketWire

/// Something that happened at some moment of a session.
struct Step {
    /// How old the session was.
    let age: TimeSpan
    let event: Event

    enum Event {
        /// The client asked for a WebSocket.
        case asked(target: String)
        /// It was answered, so long after; by whom is not said, but what is wrong with it.
        case answered(status: Int?, after: TimeSpan?, flaws: [HandshakeFlaw])
        /// A rule fired.
        case fired(Plot.FiredRule)
        /// `from` sent something, or seemed to, that some do not put up with.
        case flawed(from: Leg, Flaw, isOwn: Bool)
        /// `from` sent a Close, and this came of it.
        case closed(from: Leg, CloseFrame, Arrival)
        /// A Close came to a side that the other had not sent.
        case closeMadeUp(to: Leg, CloseFrame)
        /// A side ended its connection; in the middle of something, perhaps.
        case ended(Leg, Cause.Drop, Plot.Spot?, detail: String?)
        /// A side was told an end that the other had not made.
        case told(Leg, Cause.Drop)
    }

    /// What became of a Close on its way.
    enum Arrival {
        case asSent
        case changed(CloseFrame)
        case never
    }
}

extension Plot {
    /// All that is worth a sentence, in the order of time.
    var steps: [Step] {
        let moments =
            handshake + firings + Leg.allCases.flatMap { flaws(from: $0) + closes(from: $0) + ends(of: $0) }
        return moments.enumerated()
            // What happened at once stays in the order above: what made it, then what came of it.
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map { Step(age: age($0.element.at), event: $0.element.event) }
    }

    private typealias Happening = (at: Moment, event: Step.Event)

    private var handshake: [Happening] {
        var happened: [Happening] = []
        let asking = ending.clientSide.asking ?? ending.serverSide.asking
        if let asking { happened.append((asking.mark.at, .asked(target: asking.head.target))) }
        let answer = ending.clientSide.answer
        if let mark = answer.complete ?? answer.began {
            let after = asking.map { TimeSpan(from: $0.mark.at, to: mark.at) }
            happened.append((mark.at, .answered(status: answer.status, after: after, flaws: answer.flaws)))
        }
        return happened
    }

    private var firings: [Happening] {
        ending.firings.map { firing in
            (
                firing.at,
                .fired(FiredRule(name: firing.rule.rule, firing: firing, age: age(firing.at)))
            )
        }
    }

    /// As they came to the other side; and if nothing came, as they were sent.
    private func flaws(from leg: Leg) -> [Happening] {
        let own = ending[leg].outgoing.flaws
        let came = ending[leg.other].incoming.flaws
        let lost = own.filter { flaw in !came.contains { $0.kind == flaw.kind } }
        return (came + lost).map { flaw in
            (flaw.seen.at, .flawed(from: leg, flaw, isOwn: own.contains { $0.kind == flaw.kind }))
        }
    }

    private func closes(from leg: Leg) -> [Happening] {
        let sent = ending[leg].outgoing.close
        var came = ending[leg.other].incoming.closes[...]
        var happened: [Happening] = []
        // What comes before it is sent was made up.
        while let first = came.first, sent.map({ first.mark < $0.mark }) ?? true {
            happened.append((first.mark.at, .closeMadeUp(to: leg.other, first)))
            came.removeFirst()
        }
        guard let sent else { return happened }
        let arrival: Step.Arrival =
            if let came = came.first { came.payload == sent.payload ? .asSent : .changed(came) } else {
                .never
            }
        return happened + [(sent.mark.at, .closed(from: leg, sent, arrival))]
    }

    private func ends(of leg: Leg) -> [Happening] {
        let side = ending[leg]
        if let end = side.ended {
            return [
                (end.mark.at, .ended(leg, Self.drop(end.how), brokenSpot(of: leg), detail: detail(of: leg)))
            ]
        }
        // The other side is where this one's end would have to come from.
        guard let told = ending[leg.other].told else { return [] }
        return [(told.mark.at, .told(leg.other, Self.drop(told.how)))]
    }
}
