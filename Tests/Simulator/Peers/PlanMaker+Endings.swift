internal import Observer
internal import Relay

extension PlanMaker {
    /// How a WebSocket comes to its end where nothing goes wrong.
    mutating func part() {
        switch random.below(5) {
        case 0:
            closes(first: .client, finishes: .server)
        case 1:
            closes(first: .server, finishes: .server)
        case 2:
            // Both at once: the Closes cross.
            close(from: .client)
            close(from: .server)
            end()
        case 3:
            // A Close and a FIN behind it, and no answer.
            close(from: .server)
            plan.server.steps.append(.finish)
            plan.client.steps += [.awaitEnd, .finish]
        default: end()
        }
    }

    private mutating func closes(first: Leg, finishes: Leg) {
        if random.percent(80) { awaits(first) }
        close(from: first)
        awaits(first.other)
        close(from: first.other)
        awaits(first)
        plan[keyPath: steps(finishes)].append(.finish)
        plan[keyPath: steps(finishes.other)] += [.awaitEnd, .finish]
    }

    private mutating func awaits(_ leg: Leg) {
        if leg == .client { clientAwaits() } else { serverAwaits() }
    }

    /// Ends without a word; a half-close may be followed by more of the other half.
    mutating func end() {
        let first: Leg = random.percent(50) ? .client : .server
        plan[keyPath: steps(first)].append(.finish)
        plan[keyPath: steps(first.other)].append(.awaitEnd)
        let hasMore = plan.client.framesStart != nil && random.percent(30)
        if hasMore { frames(random.below(3), from: first.other) }
        plan[keyPath: steps(first.other)].append(.finish)
    }

    private func steps(_ leg: Leg) -> WritableKeyPath<SessionPlan, [PeerPlan.Step]> {
        leg == .client ? \.client.steps : \.server.steps
    }
}

// MARK: Misfortune

extension PlanMaker {
    /// Something goes wrong, or two things do.
    mutating func misfortune() {
        plan.lifetime = 200_000_000
        plan.options.handshakeTimeout = random.pick([nil, .seconds(30), .seconds(30), .milliseconds(300)])
        plan.options.idleTimeout = random.pick([nil, nil, .seconds(60), .seconds(60), .milliseconds(500)])
        for _ in 0..<random.number(in: 1...2) {
            switch random.below(10) {
            case ..<6: cut(random.percent(50) ? .client : .server)
            case 6: plan.dial = .fails(after: random.below(40_000_000), isTimeout: random.percent(50))
            case 7: plan.client.reading = random.pick([.never, .slow(1, every: 20_000)])
            case 8: plan.server.reading = random.pick([.never, .slow(1, every: 20_000)])
            default: plan.shutDownAt = random.below(random.pick([1000, 3_000_000]))
            }
        }
    }

    /// One peer does its part up to some byte, and then ends, or does nothing any more.
    private mutating func cut(_ leg: Leg) {
        let peer = leg == .client ? plan.client : plan.server
        var room = random.below(1 + peer.sent)
        var kept: [PeerPlan.Step] = []
        for step in peer.steps {
            if case .send(let count) = step {
                guard count <= room else { break }
                room -= count
            }
            kept.append(step)
        }
        if room > 0 { kept.append(.send(room)) }
        kept.append(random.pick([.finish, .truncate, .close, .reset, .reset, .awaitEnd]))
        if random.percent(50) { kept += [.awaitEnd, random.pick([.finish, .close, .reset])] }
        self[leg].steps = kept
    }

    private subscript(leg: Leg) -> PeerPlan {
        get { leg == .client ? plan.client : plan.server }
        set { if leg == .client { plan.client = newValue } else { plan.server = newValue } }
    }
}
