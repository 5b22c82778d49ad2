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
    var ruleSet: RuleSet
    let start: Moment
    let toServer = FaultLane(.toServer)
    let toClient = FaultLane(.toClient)
    /// Known from the first request on, or where no HTTP is spoken from the first byte.
    var identity: SessionIdentity?
    /// The request that it is known by.
    private(set) var request: RequestHead?
    /// The subprotocol, once there are frames.
    private(set) var agreed: (subprotocol: String?, deflate: DeflateParameters?)?
    /// Groups of rules that are just being replaced: what takes their place holds up what they held up.
    var replaced: Set<String?> = []
    /// Faults that were done out of turn.
    var outOfTurn: UInt64 = 0
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

    /// - Parameter keepsSight: whether compressed messages are read even while no rule needs it.
    init(_ ruleSet: RuleSet, keepsSight: Bool = false, at now: Moment) {
        self.ruleSet = ruleSet
        for lane in [toServer, toClient] { lane.keepsSight = keepsSight }
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
    ///
    /// - Parameter isRunning: whether it has been there for a while, and is only now given rules.
    func begin(
        _ request: RequestHead?, isRunning: Bool = false, at now: Moment, into actions: inout [Action]
    ) {
        guard identity == nil else { return }
        self.request = request
        let identity = identify(into: &actions)
        let age = isRunning ? age(at: now) : .zero
        for rule in ruleSet.compiled where rule.applies(to: identity) { arm(rule, identity, at: age) }
        beginLinks(at: isRunning ? now : start)
        for lane in [toServer, toClient] { lane.beginGlancing(isReplay: ruleSet.replay != nil) }
        toServer.review()
        toClient.review()
        woke(at: now, into: &actions)
    }

    /// Says what the session is called.
    func identify(into actions: inout [Action]) -> SessionIdentity {
        let identity = SessionIdentity(request, in: ruleSet)
        self.identity = identity
        actions.append(.note(.identified(key: identity.key, ordinal: identity.ordinal)))
        return identity
    }

    /// Frames begin in both directions.
    func upgrade(_ agreement: WebSocketAgreement, at now: Moment, into actions: inout [Action]) {
        agreed = (agreement.subprotocol, agreement.deflateParameters)
        if let identity {
            let waiting = late
            late = []
            for rule in waiting { arm(rule, identity, at: .zero) }
        }
        late = []
        for lane in [toServer, toClient] { lane.beginGlancing(isReplay: ruleSet.replay != nil) }
        for lane in [toServer, toClient] {
            lane.isFramed = true
            lane.compression = deflate(lane.direction).map { MessageCompression($0, limit: Self.largest) }
            lane.review()
        }
        woke(at: now, into: &actions)
    }

    /// How a direction is compressed.
    func deflate(_ direction: Direction) -> DeflateParameters.Direction? {
        agreed?.deflate.map { direction == .toServer ? $0.toServer : $0.toClient }
    }

    /// Frames have been there for a while.
    func join(_ terms: SessionTerms) {
        agreed = (terms.subprotocol, terms.deflate)
    }

    /// Arms a rule, or keeps it until the server's answer says whether it is about this session.
    func arm(_ rule: CompiledRule, _ identity: SessionIdentity, at age: Duration) {
        if let subprotocol = rule.rule.when.session?.subprotocol {
            guard let agreed else { return late.append(rule) }
            guard agreed.subprotocol == subprotocol else { return }
        }
        for direction in rule.rule.when.directions {
            arm(
                ArmedRule(rule, direction, of: identity, ruleSet.scenario.phases, at: age),
                in: lane(direction),
                at: age)
        }
    }

    private func arm(_ armed: ArmedRule, in lane: FaultLane, at age: Duration) {
        let (when, direction) = (armed.when, lane.direction)
        if armed.compiled.mayFallSilent(direction) { lane.mayFallSilent = true }
        switch when.subject {
        case .units, .handshake: lane.rules.append(armed)
        case .offset(let offset):
            lane.waitFor(offset, rule: lane.rules.count)
            lane.rules.append(armed)
        case .time:
            let phase = when.phase.flatMap { name in ruleSet.scenario.phases.first { $0.name == name } }
            timed.append(
                TimedRule(armed, direction, phase, isFirst: direction == when.directions.first, at: age))
        }
    }
}
