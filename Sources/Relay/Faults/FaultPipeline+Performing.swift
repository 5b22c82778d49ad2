internal import Faults
internal import Observer
internal import Scenarios
internal import WebSocketWire

extension FaultPipeline {
    /// Does what a plan says, in order.
    ///
    /// - Parameter until: when what lasts of it is over; nil for as long as it says itself.
    func perform(
        _ plan: Plan, _ lane: FaultLane, _ rule: CompiledRule?, until: Moment?, at now: Moment,
        into actions: inout [Action]
    ) {
        run(plan.items, lane, rule, until: until, at: now, into: &actions)
        let back = self.lane(opposite(lane))
        if !plan.reply.isEmpty { run(plan.reply, back, rule, until: nil, at: now, into: &actions) }
    }

    func opposite(_ lane: FaultLane) -> Direction {
        lane.direction == .toServer ? .toClient : .toServer
    }

    private func run(
        _ items: [Plan.Item], _ lane: FaultLane, _ rule: CompiledRule?, until: Moment?, at now: Moment,
        into actions: inout [Action]
    ) {
        // A frame may not stand within another one unless a fault means it so: it waits for the end of that.
        if !lane.isBetweenFrames, items.contains(where: \.isFrame) {
            lane.waiting.append(FaultLane.WaitingPlan(items: items, rule: rule))
            return
        }
        var hasPaused = false
        for item in items {
            switch item {
            case .frame(let frame): emit(frame.bytes, lane, startsUnit: true, at: now, into: &actions)
            case .head(let head): emit(head.bytes, lane, startsUnit: true, at: now, into: &actions)
            case .bytes(let bytes): emit(bytes, lane, startsUnit: true, at: now, into: &actions)
            case .pause(let time):
                lane.shaper.pause(time, at: now, owner: rule?.owner)
                hasPaused = true
            case .end(let planned):
                // What is to happen at once does not wait for a slow line.
                if planned.manner == .abort, !hasPaused {
                    end(planned, lane, rule, at: now, into: &actions)
                } else {
                    plan(planned, lane, rule, at: now, into: &actions)
                }
            case .begin(let fault, let random):
                begin(fault, random, rule, lane, until: until, at: now)
            case .held(let back):
                lane.held.append(FaultLane.Held(back: back, due: back.time.map { now + $0 }, rule: rule))
            }
        }
    }

    func performWaiting(_ lane: FaultLane, at now: Moment, into actions: inout [Action]) {
        guard lane.isBetweenFrames, !lane.waiting.isEmpty else { return }
        let waiting = lane.waiting
        lane.waiting = []
        for plan in waiting { run(plan.items, lane, plan.rule, until: nil, at: now, into: &actions) }
    }

    /// A rule about both directions has its lasting faults begin in both.
    private func begin(
        _ fault: any LastingFault, _ random: RandomStream, _ rule: CompiledRule?, _ lane: FaultLane,
        until: Moment?, at now: Moment
    ) {
        let until = [fault.lasts.map { now + $0 }, until].compactMap { $0 }.min()
        for direction in rule?.rule.when.directions ?? [lane.direction] {
            let random = random.named(direction == .toServer ? 0 : 1)
            begin(fault, random, rule, self.lane(direction), lasting: until, at: now)
        }
    }

    /// What is in force already is not in force twice: it lasts longer.
    private func begin(
        _ fault: any LastingFault, _ random: RandomStream, _ rule: CompiledRule?, _ lane: FaultLane,
        lasting until: Moment?, at now: Moment
    ) {
        if let index = lane.lasting.firstIndex(where: { $0.isSame(fault, of: rule) }) {
            return lane.lasting[index].until = until
        }
        lastEffect += 1
        let place = place(of: rule, in: lane)
        if let effect = fault.effect(on: lane.direction, random, at: now) {
            let next = place < lane.lasting.count ? lane.lasting[place...].map(\.id) : []
            lane.shaper.add(
                effect, id: lastEffect, at: now, reachesBack: replaced.contains(rule?.group), before: next)
        }
        lane.enders[lastEffect] = rule
        lane.lasting.insert(
            FaultLane.Lasting(
                id: lastEffect, rule: rule, fault: fault, until: until, silence: fault.silence, since: now),
            at: place)
        lane.review()
    }

    /// What is armed stands in the order in which it was armed, whenever it began; all else in the order in which it
    /// began.
    private func place(of rule: CompiledRule?, in lane: FaultLane) -> Int {
        guard let rule, rule.group != nil, let own = ruleSet.place(of: rule) else {
            return lane.lasting.count
        }
        return lane.lasting.firstIndex { lasting in
            guard let other = lasting.rule, other.group != nil else { return false }
            return ruleSet.place(of: other).map { $0 > own } ?? false
        } ?? lane.lasting.count
    }

    // MARK: What leaves

    /// Sends bytes, or gives them to the shaper; rules that wait for a place in the bytes fire there.
    func emit(
        _ bytes: [UInt8], _ lane: FaultLane, startsUnit: Bool, at now: Moment, into actions: inout [Action]
    ) {
        guard !bytes.isEmpty else { return }
        guard !lane.offsets.isEmpty else {
            return put(bytes, lane, startsUnit: startsUnit, at: now, into: &actions)
        }
        var start = 0
        while start < bytes.count {
            let part = bytes[start..<nextPlace(start, bytes.count, lane)]
            put(Array(part), lane, startsUnit: startsUnit && start == 0, at: now, into: &actions)
            start = part.endIndex
            fireOffsets(lane, at: now, into: &actions)
        }
    }

    /// Bytes that were just received; as long as nothing delays them they are not copied.
    func emit(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ lane: FaultLane, startsUnit: Bool, at now: Moment,
        into actions: inout [Action]
    ) {
        guard !range.isEmpty else { return }
        var start = range.lowerBound
        while start < range.upperBound {
            let end = nextPlace(start, range.upperBound, lane)
            let part = start..<end
            if lane.isCut {
                actions.append(.note(.lost(lane.direction, bytes: UInt64(part.count))))
            } else if lane.readsCopies {
                put(
                    Array(copying: bytes.extracting(part)), lane, startsUnit: startsUnit, at: now,
                    into: &actions)
            } else if lane.shaper.isIdle {
                if lane.isFramed { lane.sent &+= UInt64(part.count) }
                actions.forward(part, from: lane.direction.source)
            } else {
                if lane.isFramed { lane.sent &+= UInt64(part.count) }
                lane.shaper.offer(
                    bytes.extracting(part), startsUnit: startsUnit && start == range.lowerBound, at: now)
                release(lane, at: now, into: &actions)
            }
            start = end
            fireOffsets(lane, at: now, into: &actions)
        }
    }

    private func nextPlace(_ start: Int, _ end: Int, _ lane: FaultLane) -> Int {
        guard lane.isFramed, let next = lane.offsets.last, next.offset >= lane.sent else { return end }
        let room = next.offset - lane.sent
        return room > 0 && room < UInt64(end - start) ? start + Int(room) : end
    }

    private func put(
        _ bytes: [UInt8], _ lane: FaultLane, startsUnit: Bool, at now: Moment, into actions: inout [Action]
    ) {
        if lane.isCut { return actions.append(.note(.lost(lane.direction, bytes: UInt64(bytes.count)))) }
        if lane.isFramed { lane.sent &+= UInt64(bytes.count) }
        guard !lane.shaper.isIdle else { return actions.append(.write(bytes, to: lane.target)) }
        lane.shaper.offer(bytes, startsUnit: startsUnit, at: now)
        release(lane, at: now, into: &actions)
    }

    private func fireOffsets(_ lane: FaultLane, at now: Moment, into actions: inout [Action]) {
        while let next = lane.offsets.last, next.offset <= lane.sent, lane.isFramed, let identity {
            lane.offsets.removeLast()
            let age = age(at: now)
            let occasion = RuleFiring.Occasion.offset(next.offset)
            guard let dice = lane.rules[next.rule].fires(at: age, occasion, identity, ruleSet.replay) else {
                continue
            }
            let rule = lane.rules[next.rule].compiled
            note(rule, lane, occasion, dice, into: &actions)
            var plan = Plan(lane.direction, compression: lane.compression)
            apply(rule, to: &plan, dice)
            // Here a fault may well mean to stand within a frame.
            let isBetweenFrames = lane.isBetweenFrames
            lane.isBetweenFrames = true
            perform(plan, lane, rule, until: nil, at: now, into: &actions)
            lane.isBetweenFrames = isBetweenFrames
        }
    }

    /// What the shaper lets go leaves.
    func release(_ lane: FaultLane, at now: Moment, into actions: inout [Action]) {
        guard !lane.shaper.isIdle else { return }
        var outputs: [ShaperOutput] = []
        lane.shaper.release(at: now, into: &outputs)
        for output in outputs {
            switch output {
            case .bytes(let bytes) where endedLegs.contains(LegSet(lane.target)):
                actions.append(.note(.lost(lane.direction, bytes: UInt64(bytes.count))))
            case .bytes(let bytes): actions.append(.write(bytes, to: lane.target))
            case .lost: break
            case .mark(let token): reach(lane.marks.removeValue(forKey: token), lane, at: now, into: &actions)
            case .ends(let planned, let id):
                end(planned, lane, lane.enders[id], at: now, into: &actions)
            }
        }
    }

    // MARK: Messages that leave later

    /// One more unit has passed those that are held back.
    func countDown(_ lane: FaultLane, at now: Moment, into actions: inout [Action]) {
        guard !lane.held.isEmpty else { return }
        for index in lane.held.indices { lane.held[index].back.count -= 1 }
        letGo(lane, at: now, into: &actions) { $0.back.count < 0 }
    }

    func releaseHeld(_ lane: FaultLane, at now: Moment, into actions: inout [Action]) {
        guard lane.isBetweenFrames else { return }
        letGo(lane, at: now, into: &actions) { $0.due.map { $0 <= now } ?? false }
    }

    /// Nothing follows any more: what is held back goes first.
    func letGoOfAll(_ lane: FaultLane, at now: Moment, into actions: inout [Action]) {
        letGo(lane, at: now, into: &actions) { _ in true }
    }

    func letGo(
        _ lane: FaultLane, at now: Moment, into actions: inout [Action], _ isDue: (FaultLane.Held) -> Bool
    ) {
        let due = lane.held.filter(isDue)
        guard !due.isEmpty else { return }
        lane.held.removeAll(where: isDue)
        for held in due {
            var frames = held.back.frames
            if let plaintext = held.back.plaintext, let first = frames.first,
                let compression = lane.compression
            {
                frames = [compression.frame(like: first, plaintext)]
            }
            for frame in frames { emit(frame.bytes, lane, startsUnit: true, at: now, into: &actions) }
        }
    }
}

extension Plan.Item {
    fileprivate var isFrame: Bool { if case .frame = self { true } else { false } }
}

extension [UInt8] {
    /// The bytes of a span, in an array of their own.
    init(copying bytes: Span<UInt8>) {
        self = []
        append(contentsOf: bytes)
    }
}
