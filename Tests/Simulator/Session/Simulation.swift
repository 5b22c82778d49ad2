internal import Observer
internal import Relay

/// One session between two simulated peers, from its first byte to the end of time.
public struct Simulation: ~Copyable {
    private let plan: SessionPlan
    private let world: World
    private let driver: SimulatedDriver
    private let client: SimulatedPeer
    private let server: SimulatedPeer

    /// What came of a simulation.
    public struct Outcome: Sendable {
        /// What was wrong; nil when all was well.
        public let complaint: String?
        /// A number for all that the session did: equal for equal doings.
        public let digest: UInt64
        /// How often the session was given bytes.
        public let reads: Int
        /// How many bytes it was given.
        public let bytes: Int
        /// Whether frames were reached.
        public let isFramed: Bool
        /// What happened, line by line, when it was asked for.
        public let text: [String]
    }

    private static let mostEvents = 3_000_000
    /// A session that asks so often to be woken while no time passes will ask for ever.
    private static let mostWakesAtOnce = 1000

    init(_ plan: SessionPlan, random: SeededGenerator, defect: Defect?, keepsText: Bool) {
        self.plan = plan
        world = World(plan.network, random: random, keepsText: keepsText)
        driver = SimulatedDriver(
            plan.options, beginsBare: !plan.changes.isEmpty, bytesPerFiring: plan.bytesPerFiring, in: world)
        client = SimulatedPeer(plan.client, expects: plan.server.bytes, at: driver.client, in: world)
        server = SimulatedPeer(plan.server, expects: plan.expectedAtServer, at: driver.server, in: world)
        client.takesAnything = plan.isWild || plan.takesAnything
        server.takesAnything = plan.isWild || plan.takesAnything
        driver.defect = defect
        if defect == .losesByte { driver.server.losesByte = 100 }
    }

    /// Plays what `seed` says, with something wrong on purpose where that is asked for.
    ///
    /// - Parameter rules: a scenario for it.
    public static func play(
        seed: UInt64, defect: Defect? = nil, rules: SimulatedRules? = nil, keepsText: Bool = false
    ) -> Outcome {
        var plan = PlanMaker.plan(seed: seed)
        plan.options.rules = rules?.rules(seed: seed, for: plan)
        plan.isWild = rules == .wild || rules == .changingWild
        plan.changes = rules?.changes(seed: seed, for: plan) ?? []
        // What a rule looks into is kept back until it is complete, and simulated peers wait for parts of it.
        if rules != nil { plan.isFaultless = false }
        // A head that was to be rewritten, and never ends, goes on as it came: later, where something delays it.
        if rules == .changingDelays, plan.options.rewrite != nil { plan.takesAnything = true }
        // Not the plan's dice: a session may use as many as it likes.
        let random = SeededGenerator(seed: seed ^ 0x5EED)
        let simulation = Simulation(plan, random: random, defect: defect, keepsText: keepsText)
        return simulation.play()
    }

    /// Plays a plan of somebody else's; the seed says what the network and the rules throw.
    package static func play(
        _ plan: SessionPlan, seed: UInt64, defect: Defect? = nil, keepsText: Bool = false
    ) -> Outcome {
        let random = SeededGenerator(seed: seed)
        return Simulation(plan, random: random, defect: defect, keepsText: keepsText).play()
    }

    private consuming func play() -> Outcome {
        begin()
        let isCutOff = !goesToItsEnd()
        if isCutOff, plan.mostEvents == nil { world.complain("there is no end to it") }
        if isCutOff || plan.isWild { cutOff() }
        judge(isCutOff: isCutOff)
        return Outcome(
            complaint: world.journal.complaint, digest: world.journal.digest.value, reads: driver.watch.reads,
            bytes: Int(driver.toServer.bytes + driver.toClient.bytes), isFramed: driver.watch.isUpgraded,
            text: world.journal.text)
    }

    /// Whether nothing is left to happen before there were too many events.
    private func goesToItsEnd() -> Bool {
        var events = 0
        var wakes = (at: world.now, count: 0)
        while let event = world.timeline.next() {
            if case .wake = event {
                wakes = wakes.at == world.now ? (wakes.at, wakes.count + 1) : (world.now, 1)
                if wakes.count > Self.mostWakesAtOnce {
                    world.complain("the session asks for ever to be woken at once")
                    return false
                }
            }
            perform(event)
            driver.endTurn()
            events += 1
            if events > plan.mostEvents ?? Self.mostEvents { return false }
        }
        return true
    }

    /// The proxy stops and waits for nobody: then a session is over, whatever a scenario keeps it from.
    private func cutOff() {
        guard !driver.isOver else { return }
        driver.shutDown()
        driver.endTurn()
        for leg in Leg.allCases {
            driver.perform(.closesAtLast(leg))
            driver.endTurn()
        }
        if !driver.isOver { world.complain("both legs are closed, and the session is not over") }
    }

    private func judge(isCutOff: Bool) {
        let judgement = Judgement(plan: plan, driver: driver, client: client, server: server, world: world)
        if isCutOff { judgement.judgeWhatWasSaid() } else { judgement.judge() }
    }

    private func begin() {
        switch plan.dial {
        case .connects(let wait): world.timeline.schedule(.connected, after: wait)
        case .fails(let wait, let isTimeout):
            world.timeline.schedule(.unreachable(isTimeout: isTimeout), after: wait)
        }
        for change in plan.changes { world.timeline.schedule(.plays(change.rules), after: change.after) }
        if let wait = plan.shutDownAt { world.timeline.schedule(.shutDown, after: wait) }
        for leg in Leg.allCases { world.timeline.schedule(.peerDies(leg), after: plan.lifetime) }
        client.begin()
    }
}

extension Simulation {
    private func peer(_ leg: Leg) -> SimulatedPeer { leg == .client ? client : server }
    private func connection(_ leg: Leg) -> SimulatedConnection {
        leg == .client ? driver.client : driver.server
    }

    private func perform(_ event: World.Event) {
        switch event {
        case .arrivesAtPeer(let leg): arrivesAtPeer(leg)
        case .arrivesAtRelay(let leg): arrivesAtRelay(leg)
        case .peerGoesOn(let leg): peer(leg).pauseIsOver()
        case .peerCanWrite(let leg): peer(leg).canWrite()
        case .peerReads(let leg): peer(leg).reads()
        case .peerDies(let leg): peer(leg).die()
        case .connected:
            driver.connected()
            server.begin()
        case .readable, .writable, .closesAtLast, .breaksAtLast, .resetsAtLast, .unreachable, .wake,
            .shutDown, .plays:
            driver.perform(event)
        }
    }

    private func arrivesAtPeer(_ leg: Leg) {
        let connection = connection(leg)
        guard arrives(&connection.outgoing, .arrivesAtPeer(leg)) else { return }
        peer(leg).arrived()
        connection.resetIfDue()
    }

    private func arrivesAtRelay(_ leg: Leg) {
        let connection = connection(leg)
        guard arrives(&connection.incoming, .arrivesAtRelay(leg)) else { return }
        if connection.isOpen { return connection.readable() }
        // A socket that is gone answers bytes with a reset.
        if connection.incoming.available > 0 { connection.answerWithReset() }
    }

    /// Lets some of what is on its way come; the rest takes a while.
    private func arrives(_ pipe: inout Pipe, _ next: World.Event) -> Bool {
        pipe.isMoving = false
        guard pipe.hasSomethingToMove else { return false }
        var count = pipe.inFlight
        var endsToo = true
        if world.chance(world.network.cuts) {
            count = min(count, world.random.number(in: 1...world.network.largestCut))
            endsToo = world.chance(50)
        }
        pipe.arrive(count, endsToo: endsToo)
        if pipe.hasSomethingToMove {
            pipe.isMoving = true
            world.timeline.schedule(next, after: world.latency())
        }
        return true
    }
}
