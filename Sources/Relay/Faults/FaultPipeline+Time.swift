internal import Faults
internal import Observer
internal import Scenarios

extension FaultPipeline {
    /// The next time at which something is due. Asked for after every read: it makes no array.
    var nextWake: Moment? {
        var wake = Moment.never
        toServer.hasten(&wake)
        toClient.hasten(&wake)
        for rule in timed {
            if let due = rule.due { wake = min(wake, start + due) }
        }
        if !ruleSet.scenario.phases.isEmpty, identity != nil, let at = nextLinkChange {
            wake = min(wake, start + at)
        }
        return wake == .never ? nil : wake
    }

    /// Does what is due.
    func woke(at now: Moment, into actions: inout [Action]) {
        if identity != nil {
            changeLinks(at: now)
            fireTimed(at: now, into: &actions)
        }
        for lane in [toServer, toClient] {
            endLasting(lane, at: now)
            endSilence(lane, at: now, into: &actions)
            passSwallowedEnd(lane, at: now, into: &actions)
            releaseHeld(lane, at: now, into: &actions)
            release(lane, at: now, into: &actions)
        }
    }

    func fireTimed(at now: Moment, into actions: inout [Action]) {
        for index in timed.indices { fireTimed(index, at: now, into: &actions) }
        timed.removeAll { $0.due == nil }
    }

    private func fireTimed(_ index: Int, at now: Moment, into actions: inout [Action]) {
        guard let identity else { return }
        while let due = timed[index].due, start + due <= now {
            let end = timed[index].end
            let occasion = RuleFiring.Occasion.time(timed[index].count + 1)
            let dice = timed[index].armed.fires(
                at: max(due, age(at: now)), occasion, identity, ruleSet.replay)
            timed[index].advance()
            guard let dice else { continue }
            perform(
                timed[index].armed.compiled, lane(timed[index].direction), isFirst: timed[index].isFirst,
                occasion, dice, until: end.map { start + $0 }, at: now, into: &actions)
        }
    }

    /// A rule fires that is about nothing that comes by; what does not last is done in its first direction only.
    func perform(
        _ rule: CompiledRule, _ lane: FaultLane, isFirst: Bool, _ occasion: RuleFiring.Occasion,
        _ dice: RandomStream, until: Moment?, at now: Moment, into actions: inout [Action]
    ) {
        note(rule, lane, occasion, dice, into: &actions)
        var plan = Plan(lane.direction, compression: lane.compression)
        for (number, fault) in rule.rule.faults.enumerated() where fault is any LastingFault || isFirst {
            var random = dice.named(UInt64(number))
            fault.apply(to: &plan, &random)
        }
        perform(plan, lane, rule, until: until, at: now, into: &actions)
    }

    private func endSilence(_ lane: FaultLane, at now: Moment, into actions: inout [Action]) {
        for index in lane.lasting.indices {
            let lasting = lane.lasting[index]
            guard let over = lane.silenceIsOver(lasting), over <= now, let silence = lasting.silence else {
                continue
            }
            lane.lasting[index].silence = nil
            end(silence.end, lane, lasting.rule, at: now, into: &actions)
            release(self.lane(opposite(lane)), at: now, into: &actions)
        }
    }

    private func endLasting(_ lane: FaultLane, at now: Moment) {
        endLasting(lane, at: now) { $0.until.map { $0 <= now } ?? false }
    }

    func endLasting(_ lane: FaultLane, at now: Moment, where isOver: (FaultLane.Lasting) -> Bool) {
        let over = lane.lasting.filter(isOver)
        guard !over.isEmpty else { return }
        for lasting in over {
            lane.shaper.remove(id: lasting.id, at: now)
            if !lane.shaper.hasEnded { lane.enders[lasting.id] = nil }
        }
        lane.lasting.removeAll(where: isOver)
        lane.review()
    }
}

// MARK: The network

extension FaultPipeline {
    /// The effect that stands for the scenario's network.
    private static let linkEffect = 0

    func beginLinks(at moment: Moment) {
        setLink(ruleSet.scenario.link, at: moment)
    }

    /// Another scenario's network takes the place of the one before.
    func exchangeLinks(at now: Moment) {
        linkAge = age(at: now)
        linkPhase = phase(at: linkAge)
        setLink(linkPhase.flatMap { ruleSet.scenario.phases[$0].link } ?? ruleSet.scenario.link, at: now)
    }

    /// The phase whose link is in force; the later one in the file where two are.
    private func phase(at age: Duration) -> Int? {
        ruleSet.scenario.phases.lastIndex { phase in
            phase.link != nil && phase.isOn(at: age)
        }
    }

    private var nextLinkChange: Duration? {
        guard ruleSet.scenario.phases.contains(where: { $0.link != nil }) else { return nil }
        let changes = ruleSet.scenario.phases.filter { $0.link != nil }.flatMap { phase -> [Duration] in
            guard let stretch = phase.stretch(at: linkAge) else { return [] }
            return [stretch.begin, stretch.end].compactMap { $0 }.filter { $0 > linkAge }
        }
        return changes.min()
    }

    private func changeLinks(at now: Moment) {
        let age = age(at: now)
        linkAge = age
        let phase = phase(at: age)
        guard phase != linkPhase else { return }
        linkPhase = phase
        setLink(phase.flatMap { ruleSet.scenario.phases[$0].link } ?? ruleSet.scenario.link, at: now)
    }

    private func setLink(_ link: LinkPair?, at now: Moment) {
        guard let identity else { return }
        for lane in [toServer, toClient] {
            lane.shaper.remove(id: Self.linkEffect, at: now)
            let random = identity.random.named("link").named(UInt64(bitPattern: Int64(linkPhase ?? -1)))
            guard let effect = link?.effect(on: lane.direction, random, at: now) else { continue }
            lane.shaper.add(effect, id: Self.linkEffect, at: now)
        }
    }
}
