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

    init(_ plan: SessionPlan, random: SeededGenerator, defect: Defect?, keepsText: Bool) {
        self.plan = plan
        world = World(plan.network, random: random, keepsText: keepsText)
        driver = SimulatedDriver(plan.options, in: world)
        client = SimulatedPeer(plan.client, expects: plan.server.bytes, at: driver.client, in: world)
        server = SimulatedPeer(plan.server, expects: plan.expectedAtServer, at: driver.server, in: world)
        client.takesAnything = plan.isWild
        server.takesAnything = plan.isWild
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
        plan.isWild = rules == .wild
        // What a rule looks into is kept back until it is complete, and simulated peers wait for parts of it.
        if rules != nil { plan.isFaultless = false }
        // Not the plan's dice: a session may use as many as it likes.
        let random = SeededGenerator(seed: seed ^ 0x5EED)
        let simulation = Simulation(plan, random: random, defect: defect, keepsText: keepsText)
        return simulation.play()
    }

    private consuming func play() -> Outcome {
        begin()
        var events = 0
        while let event = world.timeline.next() {
            perform(event)
            driver.endTurn()
            events += 1
            if events > Self.mostEvents {
                world.complain("there is no end to it")
                break
            }
        }
        Judgement(plan: plan, driver: driver, client: client, server: server, world: world).judge()
        return Outcome(
            complaint: world.journal.complaint, digest: world.journal.digest.value, reads: driver.watch.reads,
            bytes: Int(driver.toServer.bytes + driver.toClient.bytes), isFramed: driver.watch.isUpgraded,
            text: world.journal.text)
    }

    private func begin() {
        switch plan.dial {
        case .connects(let wait): world.timeline.schedule(.connected, after: wait)
        case .fails(let wait, let isTimeout):
            world.timeline.schedule(.unreachable(isTimeout: isTimeout), after: wait)
        }
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
            .shutDown:
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
