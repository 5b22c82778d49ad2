internal import Faults
internal import Observer
internal import Scenarios

extension FaultPipeline {
    /// A fault ends legs, behind everything that is on its way in this direction.
    func plan(
        _ planned: PlannedEnd, _ lane: FaultLane, _ rule: CompiledRule?, at now: Moment,
        into actions: inout [Action]
    ) {
        if lane.shaper.isIdle {
            end(planned, lane, rule, at: now, into: &actions)
        } else {
            lane.mark(.end(planned, rule), at: now)
            release(lane, at: now, into: &actions)
        }
        if planned.legs.legs.contains(lane.target) { lane.isCut = true }
    }

    /// Something is reached that waited behind bytes.
    func reach(_ mark: FaultLane.Mark?, _ lane: FaultLane, at now: Moment, into actions: inout [Action]) {
        switch mark {
        case .end(let planned, let rule): end(planned, lane, rule, at: now, into: &actions)
        case .peerEnd(let how): pass(how, lane, into: &actions)
        case nil: break
        }
    }

    /// - Parameter rule: whose doing it is; nil for the network's.
    func end(
        _ planned: PlannedEnd, _ lane: FaultLane, _ rule: CompiledRule?, at now: Moment,
        into actions: inout [Action]
    ) {
        for leg in planned.legs.legs where !goneLegs.contains(LegSet(leg)) {
            let onward = self.lane(leg.other.onward)
            if onward !== lane, !onward.shaper.isIdle, !planned.manner.isHard {
                onward.mark(.end(PlannedEnd(planned.manner, LegChoice(leg)), rule), at: now)
                onward.isCut = true
                continue
            }
            guard endedLegs.insert(LegSet(leg)).inserted || planned.manner.isHard else { continue }
            onward.isCut = true
            actions.append(.note(.cut(leg, by: rule?.rule.name ?? "link")))
            actions.append(.end(leg, planned.manner.ending))
            if planned.manner != .finish { closedLegs.insert(LegSet(leg)) }
        }
    }

    /// A peer has ended, or its leg broke: that is passed on behind everything that came before, unless a fault keeps
    /// it.
    func peerEnded(_ leg: Leg, _ how: LegEnd, at now: Moment, into actions: inout [Action]) {
        let lane = lane(leg.onward)
        giveUpGathering(lane, at: now, into: &actions)
        if !lane.partialHeader.isEmpty {
            let header = lane.partialHeader
            lane.partialHeader = []
            emit(header, lane, startsUnit: true, at: now, into: &actions)
        }
        lane.isBetweenFrames = true
        letGoOfAll(lane, at: now, into: &actions)
        performWaiting(lane, at: now, into: &actions)
        lane.swallowedEnd = how
        passSwallowedEnd(lane, at: now, into: &actions)
    }

    /// Passes an end on that was kept back, when nothing keeps it any more.
    func passSwallowedEnd(_ lane: FaultLane, at now: Moment, into actions: inout [Action]) {
        guard !lane.swallowsEnds, let how = lane.swallowedEnd.take() else { return }
        guard lane.shaper.isIdle else {
            lane.mark(.peerEnd(how), at: now)
            return release(lane, at: now, into: &actions)
        }
        pass(how, lane, into: &actions)
    }

    private func pass(_ how: LegEnd, _ lane: FaultLane, into actions: inout [Action]) {
        guard !goneLegs.contains(LegSet(lane.target)), !endedLegs.contains(LegSet(lane.target)) || !how.isHalf
        else { return }
        switch how {
        case .finished: actions.append(.end(lane.target, .finish))
        case .truncated: actions.append(.end(lane.target, .truncate))
        case .reset, .failed: actions.append(.end(lane.target, .reset))
        }
    }
}

extension PlannedEnd.Manner {
    fileprivate var ending: HangUp {
        switch self {
        case .finish: .finish
        case .close: .close
        case .reset: .reset
        case .abort: .abort
        }
    }

    fileprivate var isHard: Bool { self == .reset || self == .abort }
}

extension LegChoice {
    fileprivate init(_ leg: Leg) {
        switch leg {
        case .client: self = .client
        case .server: self = .server
        }
    }
}
