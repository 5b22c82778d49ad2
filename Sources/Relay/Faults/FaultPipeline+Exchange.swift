internal import Faults
internal import Observer
internal import Scenarios
internal import WebSocketWire

/// Which directions stand within the payload of a frame.
struct MidFrame {
    var toServer = false
    var toClient = false

    subscript(_ direction: Direction) -> Bool { direction == .toServer ? toServer : toClient }
}

extension FaultPipeline {
    /// Other rules take the place of those in force.
    ///
    /// A rule that is in both sets goes on as it stands. One that is gone ends at once: what it held back leaves, in
    /// order. A new one counts from here on.
    func exchange(_ new: RuleSet, _ midFrame: MidFrame, at now: Moment, into actions: inout [Action]) {
        let old = ruleSet
        guard new !== old else { return }
        ruleSet = new
        guard let known = identity else { return }
        let identity = new.origin === old.origin ? known : identify(into: &actions)
        let gone = RuleDifference(from: old, to: new)
        rearm(gone, identity, at: now)
        if new.network !== old.network { exchangeLinks(at: now) }
        // The new ones first: where one replaces another, nothing slips through between them.
        replaced = gone.replacedGroups
        fireTimed(at: now, into: &actions)
        replaced = []
        for lane in [toServer, toClient] { end(gone, lane, midFrame, at: now, into: &actions) }
        woke(at: now, into: &actions)
    }

    private func rearm(_ difference: RuleDifference, _ identity: SessionIdentity, at now: Moment) {
        let age = age(at: now)
        let before = [Kept(toServer), Kept(toClient)]
        let (wasTimed, wasLate) = (timed, late)
        (timed, late) = ([], [])
        for rule in ruleSet.compiled {
            if difference.isKept(rule) {
                for kept in before { kept.takeBack(rule) }
                timed += wasTimed.filter { $0.armed.compiled === rule }
                if wasLate.contains(where: { $0 === rule }) { late.append(rule) }
            } else if rule.applies(to: identity) {
                arm(rule, identity, at: age)
            }
        }
        for kept in before {
            kept.settle(isReplay: ruleSet.replay != nil)
            review(kept.lane)
        }
    }

    /// Looks at what the new rules need.
    private func review(_ lane: FaultLane) {
        let couldSee = lane.needsSight
        lane.review()
        guard lane.needsSight, !couldSee, lane.messages > 0 else { return }
        // What is compressed from here on may refer to what nobody has read.
        guard deflate(lane.direction)?.contextTakeover == true else { return }
        lane.goBlind()
        lane.review()
    }

    // MARK: What is gone

    private func end(
        _ gone: RuleDifference, _ lane: FaultLane, _ midFrame: MidFrame, at now: Moment,
        into actions: inout [Action]
    ) {
        endLasting(lane, at: now) { gone.isGone($0.rule) }
        for rule in gone.gone { lane.shaper.cutShort(pausesOf: rule.owner, at: now) }
        forgetEnds(of: gone, lane)
        forgetWaiting(of: gone, lane)
        if let gathering = lane.gathering, !gathering.isAsked, !gathering.isTakenOut, !lane.needsSight {
            giveUpGathering(lane, at: now, into: &actions)
            lane.isBetweenFrames = !midFrame[lane.direction]
        }
        for index in lane.held.indices where gone.isGone(lane.held[index].rule) { lane.held[index].due = now }
    }

    /// Ends that have not come about do not.
    private func forgetEnds(of gone: RuleDifference, _ lane: FaultLane) {
        let before = lane.marks.count
        lane.marks = lane.marks.filter { _, mark in
            if case .end(_, let rule) = mark { !gone.isGone(rule) } else { true }
        }
        guard lane.marks.count < before else { return }
        for lane in [toServer, toClient] {
            let target = LegSet(lane.target)
            lane.isCut =
                endedLegs.contains(target) || goneLegs.contains(target)
                || [toServer, toClient].contains { $0.awaitsEnd(of: lane.target) }
        }
    }

    /// What faults made is not sent any more; what a peer sent is.
    private func forgetWaiting(of gone: RuleDifference, _ lane: FaultLane) {
        lane.waiting = lane.waiting.compactMap { plan in
            guard gone.isGone(plan.rule) else { return plan }
            let items = plan.items.filter { item in
                if case .frame(let frame) = item { frame.origin != nil } else { false }
            }
            return items.isEmpty ? nil : FaultLane.WaitingPlan(items: items, rule: plan.rule)
        }
    }
}

extension FaultLane {
    fileprivate func awaitsEnd(of leg: Leg) -> Bool {
        marks.values.contains { mark in
            if case .end(let planned, _) = mark { planned.legs.legs.contains(leg) } else { false }
        }
    }
}

/// What is in one set of rules and not in the other.
private struct RuleDifference {
    /// Rules that are not there any more.
    let gone: [CompiledRule]
    private let before: Set<ObjectIdentifier>
    private let isGone: Set<ObjectIdentifier>
    /// Groups whose rules are not those of before.
    let replacedGroups: Set<String?>

    init(from old: RuleSet, to new: RuleSet) {
        before = Set(old.compiled.map { ObjectIdentifier($0) })
        let now = Set(new.compiled.map { ObjectIdentifier($0) })
        gone = old.compiled.filter { !now.contains(ObjectIdentifier($0)) }
        isGone = Set(gone.map { ObjectIdentifier($0) })
        replacedGroups = Set(gone.filter { $0.group != nil }.map(\.group))
    }

    func isKept(_ rule: CompiledRule) -> Bool { before.contains(ObjectIdentifier(rule)) }

    func isGone(_ rule: CompiledRule?) -> Bool { rule.map { isGone.contains(ObjectIdentifier($0)) } ?? false }
}

/// The rules that were armed in a direction, while others take their places.
private final class Kept {
    let lane: FaultLane
    private let rules: [ArmedRule]
    private let offsets: [(offset: UInt64, rule: Int)]
    private var places: [Int?]

    init(_ lane: FaultLane) {
        self.lane = lane
        lane.endGlancing()
        (rules, offsets) = (lane.rules, lane.offsets)
        places = Array(repeating: nil, count: lane.rules.count)
        (lane.rules, lane.offsets) = ([], [])
    }

    /// The rule is armed as it stood, behind those that are there.
    func takeBack(_ rule: CompiledRule) {
        for index in rules.indices where rules[index].compiled === rule {
            places[index] = lane.rules.count
            lane.rules.append(rules[index])
        }
    }

    /// All of them have their places.
    func settle(isReplay: Bool) {
        for waiting in offsets {
            if let place = places[waiting.rule] { lane.offsets.append((waiting.offset, place)) }
        }
        lane.sortOffsets()
        lane.gathering?.move(to: places)
        lane.beginGlancing(isReplay: isReplay)
    }
}
