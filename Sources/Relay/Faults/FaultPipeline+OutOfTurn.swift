internal import Faults
internal import Observer
internal import Scenarios

extension FaultPipeline {
    /// Does what a rule says, once and now, whether or not it is one of those in force.
    func fire(_ rule: Rule, at now: Moment, into actions: inout [Action]) {
        outOfTurn &+= 1
        let compiled = CompiledRule(rule, index: ruleSet.rules.count)
        let random = identity?.random ?? RandomStream(seed: ruleSet.seed, "out of turn")
        let dice = random.named(compiled.identity).named(outOfTurn)
        for direction in rule.when.directions {
            perform(
                compiled, lane(direction), isFirst: direction == rule.when.directions.first,
                .time(outOfTurn), dice, until: nil, at: now, into: &actions)
        }
        for lane in [toServer, toClient] {
            passSwallowedEnd(lane, at: now, into: &actions)
            release(lane, at: now, into: &actions)
        }
    }

    /// A leg was closed before there were rules.
    func wasGone(_ leg: Leg) {
        endedLegs.insert(LegSet(leg))
        goneLegs.insert(LegSet(leg))
        lane(leg.other.onward).isCut = true
    }
}
