internal import Faults
internal import Observer
internal import Scenarios
internal import WebSocketWire

extension FaultPipeline {
    /// Frames came: `range` of `bytes`. What no rule is about leaves as it came, in as few pieces.
    func frames(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ session: inout Lane, _ direction: Direction,
        _ watch: FrameWatch?, at now: Moment, into actions: inout [Action]
    ) {
        let lane = lane(direction)
        let isWatched = session.stream.isWanted(by: watch, at: now)
        defer { session.stream.wasShown(to: isWatched ? watch : nil) }
        var position = range.lowerBound
        var passing = position..<position
        let end = range.upperBound
        let bytes = bytes.extracting(0..<end)
        while true {
            let start = position
            guard let piece = session.stream.scanner.next(in: bytes, at: &position) else {
                pass(bytes, &passing, lane, at: now, into: &actions)
                keepPartialHeader(bytes, start..<end, lane)
                break
            }
            if piece.startsFrame {
                begin(piece, of: bytes, lane, at: now, into: &actions)
                if lane.mode == .pass, !lane.partialHeader.isEmpty {
                    pass(bytes, &passing, lane, at: now, into: &actions)
                    let header = lane.partialHeader
                    lane.partialHeader = []
                    emit(header, lane, startsUnit: true, at: now, into: &actions)
                }
            }
            session.stream.count(piece)
            if isWatched { watch?.take(piece, in: bytes) }
            if piece.header.opcode == .close, let payload = session.stream.takeClose(piece, in: bytes) {
                session.stream.tell(watch, of: payload, piece)
                actions.append(.note(.closeFrame(direction, payload: payload, offset: piece.frameOffset)))
            }
            if lane.mode == .pass, lane.shaper.isIdle, lane.held.isEmpty, lane.offsets.isEmpty {
                // The way that nearly all frames go.
                if passing.isEmpty { passing = start..<start }
                passing = passing.lowerBound..<position
                lane.isBetweenFrames = piece.endsFrame
                if piece.endsFrame, !lane.waiting.isEmpty {
                    pass(bytes, &passing, lane, at: now, into: &actions)
                    performWaiting(lane, at: now, into: &actions)
                }
                continue
            }
            pass(bytes, &passing, lane, at: now, into: &actions)
            take(piece, start..<position, of: bytes, lane, at: now, into: &actions)
        }
    }

    /// One piece that does not simply go on.
    private func take(
        _ piece: FramePiece, _ range: Range<Int>, of bytes: Span<UInt8>, _ lane: FaultLane, at now: Moment,
        into actions: inout [Action]
    ) {
        switch lane.mode {
        case .pass:
            emit(bytes, range, lane, startsUnit: piece.startsFrame, at: now, into: &actions)
            lane.isBetweenFrames = piece.endsFrame
        case .skip: lane.partialHeader = []
        case .gather:
            lane.partialHeader = []
            lane.gathering?.append(bytes, piece.payload)
            if piece.endsFrame { endGatheredFrame(piece.header, lane, at: now, into: &actions) }
        }
        guard piece.endsFrame else { return }
        if lane.isBetweenFrames { performWaiting(lane, at: now, into: &actions) }
        if piece.header.isFinal { countDown(lane, at: now, into: &actions) }
    }

    private func pass(
        _ bytes: Span<UInt8>, _ passing: inout Range<Int>, _ lane: FaultLane, at now: Moment,
        into actions: inout [Action]
    ) {
        guard !passing.isEmpty else { return }
        emit(bytes, passing, lane, startsUnit: true, at: now, into: &actions)
        passing = passing.upperBound..<passing.upperBound
    }

    private func keepPartialHeader(_ bytes: Span<UInt8>, _ range: Range<Int>, _ lane: FaultLane) {
        guard !range.isEmpty else { return }
        lane.partialHeader.append(contentsOf: bytes.extracting(range))
    }

    // MARK: What a header decides

    /// Sets what becomes of the frame whose header came.
    private func begin(
        _ piece: FramePiece, of bytes: Span<UInt8>, _ lane: FaultLane, at now: Moment,
        into actions: inout [Action]
    ) {
        let header = piece.header
        lane.frames &+= 1
        let opcode = header.opcode
        if opcode == .text || opcode == .binary { lane.messages &+= 1 }
        lane.mode = .pass
        if lane.isHeaderTorn { return lane.isHeaderTorn = false }
        defer { lane.noteBlindly(header) }
        guard lane.gathering != nil || lane.interest.contains(OpcodeSet(opcode)), !lane.settles(header) else {
            return
        }
        lane.peek(piece, of: bytes)
        if lane.settlesByPayload(header) { return }
        decide(header, lane, at: now, into: &actions)
    }

    private func decide(
        _ header: FrameHeader, _ lane: FaultLane, at now: Moment, into actions: inout [Action]
    ) {
        let opcode = header.opcode
        let isData = opcode == .text || opcode == .binary
        if lane.isTakenOut(opcode) {
            lane.mode = .skip
            guard header.isCompressed, isData, lane.needsSight, !isTooLarge(header, lane) else { return }
            // It is read all the same: what comes when the silence is over may refer to it.
            giveUpGathering(lane, at: now, into: &actions)
            lane.gathering = Gathering(isMessage: true, message: lane.messages, isTakenOut: true)
        }
        if lane.gathering?.isTakenOut == true {
            lane.gathering?.begin(header, origin: lane.frames, ([], []))
            lane.mode = .gather
            return
        }
        // A message that begins within another one breaks the protocol: the first one will never be complete.
        // So is one that a Close comes in, behind which there is no more data (RFC 6455 §5.5.1).
        if isData || opcode == .close, lane.gathering?.isMessage == true {
            giveUpGathering(lane, at: now, into: &actions)
        }
        if isTooLarge(header, lane) {
            giveUpGathering(lane, at: now, into: &actions)
            return
        }
        if isData { gatherMessage(header, lane, at: now, into: &actions) }
        gatherFrame(header, lane, at: now, into: &actions)
        guard lane.gathering != nil else { return }
        lane.gathering?.begin(header, origin: lane.frames, lane.frameDecision)
        lane.mode = .gather
    }

    private func isTooLarge(_ header: FrameHeader, _ lane: FaultLane) -> Bool {
        let room = Self.largest - (lane.gathering?.size ?? 0)
        guard header.payloadLength > UInt64(max(0, room)) else { return false }
        // The next compressed message may refer to this one, which nobody will have read.
        if header.isCompressed { lane.compression = nil }
        return true
    }

    private func gatherMessage(
        _ header: FrameHeader, _ lane: FaultLane, at now: Moment, into actions: inout [Action]
    ) {
        var gathering = Gathering(isMessage: true, message: lane.messages)
        let isCompressed = header.isCompressed && lane.compression != nil
        for index in lane.rules.indices
        where lane.rules[index].compiled.messages.contains(OpcodeSet(header.opcode))
            && !lane.hides(header, from: lane.rules[index].compiled) && !lane.settles(header, rule: index)
        {
            switch decide(
                index, header, isWhole: header.isFinal && !isCompressed, lane, .message(lane.messages),
                at: now)
            {
            case .fires(let dice): gathering.firing.append((index, dice))
            case .later: gathering.undecided.append(index)
            case .not: break
            }
        }
        if gathering.firing.isEmpty, gathering.undecided.isEmpty, !(isCompressed && lane.needsSight) {
            return
        }
        lane.gathering = gathering
    }

    /// What rules about single frames say; a frame of a message that is gathered anyway is kept in it.
    private func gatherFrame(
        _ header: FrameHeader, _ lane: FaultLane, at now: Moment, into actions: inout [Action]
    ) {
        lane.frameDecision = ([], [])
        for index in lane.rules.indices
        where lane.rules[index].compiled.frames.contains(OpcodeSet(header.opcode))
            && !lane.hides(header, from: lane.rules[index].compiled) && !lane.settles(header, rule: index)
        {
            switch decide(index, header, isWhole: true, lane, .frame(lane.frames), at: now) {
            case .fires(let dice): lane.frameDecision.firing.append((index, dice))
            case .later: lane.frameDecision.undecided.append(index)
            case .not: break
            }
        }
        let (firing, undecided) = lane.frameDecision
        if lane.gathering == nil, !firing.isEmpty || !undecided.isEmpty {
            lane.gathering = Gathering(isMessage: false, message: lane.messages)
        }
    }

    private enum Decision {
        case not
        case fires(RandomStream)
        case later
    }

    private func decide(
        _ index: Int, _ header: FrameHeader, isWhole: Bool, _ lane: FaultLane,
        _ occasion: RuleFiring.Occasion,
        at now: Moment
    ) -> Decision {
        let rule = lane.rules[index].compiled
        if let test = rule.rule.when.test {
            guard isWhole, !rule.needsPayload || lane.isScratchFilled else { return .later }
            let facts = UnitFacts(
                opcode: header.opcode, size: Int(clamping: header.payloadLength), isFinal: header.isFinal,
                isFragmented: !header.isFinal, isCompressed: header.isCompressed && lane.compression != nil)
            let payload = lane.scratch
            guard test.holds(for: facts, payload: payload.span) else { return .not }
        }
        return fire(index, lane, occasion, at: now).map { .fires($0) } ?? .not
    }

    private func fire(
        _ index: Int, _ lane: FaultLane, _ occasion: RuleFiring.Occasion, at now: Moment
    ) -> RandomStream? {
        guard let identity else { return nil }
        let replay = ruleSet.replay
        let dice = lane.ask(index, isReplay: replay != nil) { rule in
            rule.fires(at: age(at: now), occasion, identity, replay)
        }
        if lane.rules[index].isSpent, replay == nil { lane.review() }
        return dice
    }

    // MARK: What is complete

    private func endGatheredFrame(
        _ header: FrameHeader, _ lane: FaultLane, at now: Moment, into actions: inout [Action]
    ) {
        lane.gathering?.endFrame()
        guard let gathering = lane.gathering else { return }
        if gathering.isMessage, header.opcode.isControl || !header.isFinal { return }
        lane.gathering = nil
        complete(gathering, lane, at: now, into: &actions)
    }

    private func complete(
        _ gathering: Gathering, _ lane: FaultLane, at now: Moment, into actions: inout [Action]
    ) {
        var gathering = gathering
        var frames = gathering.frames
        var message: [UInt8]?
        if gathering.isMessage {
            if let compression = lane.compression, gathering.members[0].frame.header.isCompressed {
                (message, frames) = compression.receive(frames)
            } else {
                message = gathering.payload
            }
            decideMessage(&gathering, message, lane, at: now)
        }
        decideFrames(&gathering, lane, at: now)
        var plan = Plan(
            lane.direction, frames.map { .frame($0) }, message: message, compression: lane.compression)
        if gathering.isTakenOut {
            plan.focusOnMessage()
            return plan.removeMessage()
        }
        let rules = apply(gathering, to: &plan, lane, into: &actions)
        perform(plan, lane, rules.last, until: nil, at: now, into: &actions)
    }

    private func decideMessage(
        _ gathering: inout Gathering, _ message: [UInt8]?, _ lane: FaultLane, at now: Moment
    ) {
        guard !gathering.undecided.isEmpty else { return }
        let first = gathering.members[0].frame.header
        let payload = message ?? gathering.payload
        let facts = UnitFacts(
            opcode: first.opcode, size: payload.count, isFinal: true, isFragmented: !first.isFinal,
            isCompressed: first.isCompressed && lane.compression != nil)
        for index in gathering.undecided
        where lane.rules[index].when.test?.holds(for: facts, payload: payload.span) != false {
            guard let dice = fire(index, lane, .message(gathering.message), at: now) else { continue }
            gathering.firing.append((index, dice))
        }
    }

    private func decideFrames(_ gathering: inout Gathering, _ lane: FaultLane, at now: Moment) {
        for place in gathering.members.indices {
            let member = gathering.members[place]
            let header = member.frame.header
            let facts = UnitFacts(
                opcode: header.opcode, size: member.frame.payload.count, isFinal: header.isFinal,
                isFragmented: !header.isFinal,
                isCompressed: header.isCompressed && lane.compression != nil)
            for index in member.undecided
            where lane.rules[index].when.test?.holds(for: facts, payload: member.frame.payload.span) != false
            {
                guard let dice = fire(index, lane, .frame(member.frame.origin ?? 0), at: now) else {
                    continue
                }
                gathering.members[place].firing.append((index, dice))
            }
        }
    }

    /// Applies the rules that fire in the order they stand in the scenario.
    private func apply(
        _ gathering: Gathering, to plan: inout Plan, _ lane: FaultLane, into actions: inout [Action]
    ) -> [CompiledRule] {
        var firings = gathering.firing.map { (rule: $0.rule, dice: $0.dice, frame: UInt64?.none) }
        for member in gathering.members {
            firings += member.firing.map { (rule: $0.rule, dice: $0.dice, frame: member.frame.origin) }
        }
        firings.sort { $0.rule < $1.rule }
        for firing in firings {
            let rule = lane.rules[firing.rule].compiled
            if let frame = firing.frame {
                plan.focus(onFrame: frame)
                note(rule, lane, .frame(frame), firing.dice, into: &actions)
            } else {
                plan.focusOnMessage()
                note(rule, lane, .message(gathering.message), firing.dice, into: &actions)
            }
            apply(rule, to: &plan, firing.dice)
        }
        return firings.map { lane.rules[$0.rule].compiled }
    }

    func apply(_ rule: CompiledRule, to plan: inout Plan, _ dice: RandomStream) {
        for (number, fault) in rule.rule.faults.enumerated() {
            var random = dice.named(UInt64(number))
            fault.apply(to: &plan, &random)
        }
    }

    func note(
        _ rule: CompiledRule, _ lane: FaultLane, _ occasion: RuleFiring.Occasion, _ dice: RandomStream,
        into actions: inout [Action]
    ) {
        actions.append(
            .note(
                .fired(
                    RuleFiring(
                        index: ruleSet.place(of: rule) ?? rule.index, rule: rule.rule.name,
                        identity: rule.identity,
                        faults: rule.faultNames, direction: lane.direction, occasion: occasion,
                        dice: dice.state))))
    }

    /// What was kept back goes on as it came.
    func giveUpGathering(_ lane: FaultLane, at now: Moment, into actions: inout [Action]) {
        guard let gathering = lane.gathering.take(), !gathering.isTakenOut else { return }
        emit(gathering.bytes, lane, startsUnit: true, at: now, into: &actions)
        lane.mode = .pass
    }
}
