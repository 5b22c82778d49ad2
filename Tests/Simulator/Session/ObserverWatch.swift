internal import Observer
internal import Relay
internal import WebSocketWire

/// What the observer says of a session has to agree with itself, and with what is known otherwise.
struct ObserverWatch {
    let plan: SessionPlan
    let driver: SimulatedDriver
    let world: World

    func judge() {
        guard plan.options.observes else { return }
        let ending = ending(.rfc6455)
        for leg in Leg.allCases { counts(ending[leg], leg) }
        for profile in plan.profiles {
            let other = self.ending(.named(profile))
            if profile == .rfc6455, other != ending {
                world.complain("asked twice, the observer says something else")
            }
            isSensible(other)
            if (other.client == nil) != (other.clientSide.asking == nil) {
                world.complain("\(profile) has no verdict on a WebSocket that it asked for, or one on none")
            }
        }
        if driver.isOver, ending.cause == .unknown { world.complain("it ended, and nobody knows why") }
        if plan.options.rules == nil { passes(ending) }
        world.journal.digest.add(ending.cause.identifier)
    }

    private func ending(_ client: EndpointProfile) -> Ending {
        driver.ending(client: client) ?? .unobserved(since: world.now)
    }

    /// What was sent is what the relay counted.
    private func counts(_ life: Experience, _ leg: Leg) {
        guard driver.watch.isUpgraded else { return }
        let lane = leg == .client ? driver.toServer : driver.toClient
        if life.outgoing.frames != lane.frames || life.outgoing.messages != lane.messages {
            world.complain("\(leg): \(life.outgoing.frames) frames observed of \(lane.frames)")
        }
        let closes = (driver.watch.closes[leg.onward] ?? []).prefix(2)
        if life.outgoing.closes.map(\.payload) != Array(closes) {
            world.complain("\(leg): Closes \(life.outgoing.closes.map(\.payload)) observed of \(closes)")
        }
    }

    /// Where nothing is meddled with, one side gets what the other sends.
    private func passes(_ ending: Ending) {
        for leg in Leg.allCases where ending[leg].incoming != ending[leg.other].outgoing {
            world.complain("\(leg) did not get what was sent to it")
        }
        if case .fault = ending.by { world.complain("there is no fault to blame") }
    }

    private func isSensible(_ ending: Ending) {
        for verdict in [ending.client, ending.server].compactMap({ $0 }) {
            guard let event = verdict.event else { continue }
            if event.wasClean, !verdict.opened { world.complain("closed cleanly, and never was open") }
            if event.wasClean, event.code == 1006, verdict.profile != .firefox {
                world.complain("1006, and clean")
            }
        }
        let isOurs = driver.watch.isOurDoing
        if ending.by == .proxy, !isOurs { world.complain("the proxy is blamed for what it did not do") }
    }
}
