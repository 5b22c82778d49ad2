internal import Faults
internal import Observer
internal import Scenarios
internal import WebSocketWire

/// What a scenario does to one session: rules look at what comes, plans say what leaves, shapers say when.
///
/// ```
///  frames --> rules --> plan --> shaper (latency, rate, link) --> actions
///  heads  -->   |                   ^
///  time   -->   +-- lasting faults -+
/// ```
///
/// A class, so that sessions without a scenario pay for one pointer. It has one owner, its session.
final class FaultPipeline {
    let ruleSet: RuleSet
    let start: Moment
    let toServer = FaultLane(.toServer)
    let toClient = FaultLane(.toClient)
    /// Known from the first request on, or where no HTTP is spoken from the first byte.
    var identity: SessionIdentity?
    var timed: [TimedRule] = []
    /// The age at which the network was looked at last, and the phase it was of.
    var linkAge = Duration.zero
    var linkPhase: Int?
    /// Rules whose sessions only the server's answer tells.
    var late: [CompiledRule] = []
    var lastEffect = 0
    /// What was asked for last.
    var wake: Moment?
    /// Whether a rule about the handshake fired: then it takes as long as it takes.
    var hasMeddledWithHandshake = false
    /// Legs that rules have closed, both halves of them.
    var closedLegs: LegSet = []
    /// Whether rules have closed both legs: not as long as one of them still waits behind bytes on their way.
    var hasEndedAll: Bool { closedLegs == [.client, .server] }
    /// Legs that rules have ended for good.
    var endedLegs: LegSet = []
    /// Legs whose descriptor is closed.
    var goneLegs: LegSet = []

    init(_ ruleSet: RuleSet, at now: Moment) {
        self.ruleSet = ruleSet
        start = now
    }

    func lane(_ direction: Direction) -> FaultLane {
        switch direction {
        case .toServer: toServer
        case .toClient: toClient
        }
    }

    /// The session's age.
    func age(at now: Moment) -> Duration { now - start }

    /// Larger messages and frames are not kept back, whatever rules say.
    static let largest = 16 << 20

    /// The session has said what it is: its rules are armed.
    func begin(_ request: RequestHead?, at now: Moment, into actions: inout [Action]) {
        guard identity == nil else { return }
        let identity = SessionIdentity(request, in: ruleSet)
        self.identity = identity
        actions.append(.note(.identified(key: identity.key, ordinal: identity.ordinal)))
        for rule in ruleSet.compiled where rule.applies(to: identity) {
            if rule.rule.when.session?.subprotocol != nil { late.append(rule) } else { arm(rule, identity) }
        }
        beginLinks()
        for lane in [toServer, toClient] { lane.beginGlancing(isReplay: ruleSet.replay != nil) }
        toServer.review()
        toClient.review()
        woke(at: now, into: &actions)
    }

    /// Frames begin in both directions.
    func upgrade(_ agreement: WebSocketAgreement, at now: Moment, into actions: inout [Action]) {
        if let identity {
            for rule in late where rule.rule.when.session?.subprotocol == agreement.subprotocol {
                arm(rule, identity)
            }
        }
        late = []
        for lane in [toServer, toClient] { lane.beginGlancing(isReplay: ruleSet.replay != nil) }
        for lane in [toServer, toClient] {
            lane.isFramed = true
            if let deflate = agreement.deflateParameters {
                let direction = lane.direction == .toServer ? deflate.toServer : deflate.toClient
                lane.compression = MessageCompression(direction, limit: Self.largest)
            }
            lane.review()
        }
        woke(at: now, into: &actions)
    }

    private func arm(_ rule: CompiledRule, _ identity: SessionIdentity) {
        let when = rule.rule.when
        let phase = when.phase.flatMap { name in ruleSet.scenario.phases.first { $0.name == name } }
        for direction in when.directions {
            let lane = lane(direction)
            if rule.mayFallSilent(direction) { lane.mayFallSilent = true }
            let armed = ArmedRule(rule, direction, of: identity, ruleSet.scenario.phases)
            switch when.subject {
            case .units, .handshake: lane.rules.append(armed)
            case .offset(let offset):
                lane.offsets.append((offset, lane.rules.count))
                lane.offsets.sort { ($0.offset, $0.rule) > ($1.offset, $1.rule) }
                lane.rules.append(armed)
            case .time:
                timed.append(TimedRule(armed, direction, phase, isFirst: direction == when.directions.first))
            }
        }
    }
}
