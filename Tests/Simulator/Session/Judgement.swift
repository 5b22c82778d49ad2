internal import Observer
internal import Relay

/// What must be true of every session when all is over.
struct Judgement {
    let plan: SessionPlan
    let driver: SimulatedDriver
    let client: SimulatedPeer
    let server: SimulatedPeer
    let world: World

    /// Of a session that was cut off in the middle of something.
    func judgeWhatWasSaid() { ObserverWatch(plan: plan, driver: driver, world: world).judge() }

    func judge() {
        judgeWhatWasSaid()
        // A stall for ever may outlast both peers.
        if plan.isWild { return }
        endsOnce()
        for direction in Direction.allCases {
            accounts(for: direction)
            delivers(direction)
            // A reset that is delayed on its way leaves a leg that nobody reads for, and may come too late for it.
            if !delaysReset { counts(direction) }
        }
        if delaysReset { return }
        for leg in Leg.allCases { hearsEnd(leg) }
    }

    private func endsOnce() {
        if !driver.isOver { world.complain("the session never ended") }
    }
}

extension Judgement {
    private func lane(_ direction: Direction) -> Lane {
        direction == .toServer ? driver.toServer : driver.toClient
    }

    private func source(_ direction: Direction) -> PeerPlan {
        direction == .toServer ? plan.client : plan.server
    }

    private func peer(_ leg: Leg) -> SimulatedPeer { leg == .client ? client : server }

    private var isAnswered: Bool {
        driver.record.answeredStatus != nil || driver.record.unreachableReason != nil
    }

    private var delaysReset: Bool {
        !plan.changes.isEmpty && driver.record.ends.contains { $0.how == .reset }
    }

    /// Whether evidence says that something broke, or that we ended it.
    private var hasExcuse: Bool {
        driver.watch.isOurDoing || driver.record.ends.contains { $0.how == .reset }
    }

    /// Every byte read was handed on, or its loss is in the evidence.
    private func accounts(for direction: Direction) {
        guard !isAnswered, plan.options.rewrite == nil else { return }
        let read = Int(lane(direction).bytes)
        let target = direction == .toServer ? driver.server : driver.client
        let lost = driver.watch.lost[direction] ?? 0
        guard target.handed + lost != read else { return }
        world.complain(
            "\(direction): \(read) bytes were read, \(target.handed) sent and \(lost) told as lost")
    }

    /// Where nothing broke, all that was sent came.
    private func delivers(_ direction: Direction) {
        let target = peer(direction.target)
        if plan.isFaultless, hasExcuse { world.complain("nothing was to go wrong, but something did") }
        guard plan.isFaultless || !hasExcuse && !target.isGone else { return }
        if plan.isFaultless, !target.hasAllItExpects {
            return world.complain(
                "\(direction): \(target.received) bytes arrived, and nobody knows of a loss")
        }
        if plan.isFaultless, target.heard != .finished {
            world.complain("\(direction.target) heard \(target.heard.map { "\($0)" } ?? "no end")")
        }
        let connection = direction == .toServer ? driver.server : driver.client
        if target.received != connection.handed {
            world.complain("\(direction): \(connection.handed) bytes were sent, \(target.received) arrived")
        }
    }

    /// A FIN became a FIN, and a reset a reset.
    private func hearsEnd(_ leg: Leg) {
        guard let owed = driver.watch.owed[leg], !driver.watch.isOurDoing else { return }
        let peer = peer(leg)
        switch owed {
        case .finish:
            if peer.heard == nil, !peer.isGone { world.complain("\(leg) never heard of the other's end") }
            let hasBroken = driver.record.ends.contains { $0.how == .reset }
            if peer.heard == .reset, !hasBroken { world.complain("\(leg) heard a reset that nobody sent") }
        case .reset:
            if peer.heard != .reset, !peer.isGone { world.complain("\(leg) did not hear the other's reset") }
        }
    }

    /// Frames, messages and Closes are those that the bytes read hold; what comes after we ended the session is
    /// not looked at.
    private func counts(_ direction: Direction) {
        guard driver.watch.isUpgraded, !driver.watch.isOurDoing, let start = source(direction).framesStart
        else { return }
        let lane = lane(direction)
        let read = Int(lane.bytes) - start
        let frames = source(direction).frames
        let begun = frames.count { $0.headerEnd <= read }
        if lane.frames != begun { world.complain("\(direction): \(lane.frames) frames counted of \(begun)") }
        let messages = frames.count { $0.endsMessage && $0.end <= read }
        if lane.messages != messages {
            world.complain("\(direction): \(lane.messages) messages counted of \(messages)")
        }
        let closes = frames.filter { $0.end <= read }.compactMap(\.closePayload)
        let noted = driver.watch.closes[direction] ?? []
        if noted != closes { world.complain("\(direction): Closes \(noted) noted of \(closes)") }
    }
}
