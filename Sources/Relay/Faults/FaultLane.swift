internal import Faults
internal import Observer
internal import Scenarios
internal import WebSocketWire

/// One direction of a session with a scenario: what rules are armed in it, and what is kept back.
final class FaultLane {
    let direction: Direction
    var target: Leg { direction.target }

    /// The rules of this direction, in their order.
    var rules: [ArmedRule] = []
    /// What headers say of the rules that are not spent.
    private var glances: [Glance] = []
    /// The payload at hand, unmasked; kept so that looking into a payload makes no array.
    var scratch: [UInt8] = []
    var isScratchFilled = false
    /// Whether a rule that is not spent looks into payloads.
    private(set) var looksIntoPayloads = false
    /// Opcodes for which a frame has to be looked at twice.
    private(set) var interest: OpcodeSet = []
    /// Places in what leaves that a rule waits for, the next one last.
    var offsets: [(offset: UInt64, rule: Int)] = []

    /// Frames that began.
    var frames: UInt64 = 0
    /// Messages that began.
    var messages: UInt64 = 0
    /// Requests or answers that open a WebSocket.
    var handshakes: UInt64 = 0
    /// Bytes that left behind the handshake.
    var sent: UInt64 = 0
    /// Whether the frames have begun.
    var isFramed = false

    var gathering: Gathering?
    /// What rules about single frames say of the frame whose header just came.
    var frameDecision: (firing: [(rule: Int, dice: RandomStream)], undecided: [Int]) = ([], [])
    /// What becomes of the payload that comes next.
    var mode = Mode.pass
    /// The bytes of a header that is not complete: they are kept back, as its frame may be.
    var partialHeader: [UInt8] = []
    /// Whether what comes was kept back before, and has to be copied to leave.
    var readsCopies = false
    /// Whether what has left ends with a whole frame, so that another one may stand behind it.
    var isBetweenFrames = true
    /// What waits for the end of the frame that is just leaving.
    var waiting: [WaitingPlan] = []
    var held: [Held] = []

    var compression: MessageCompression?
    /// Whether each compressed message has to be read, since the next one may refer to it.
    private(set) var needsSight = false
    /// Whether what is compressed refers to what nobody has read, and never can be.
    private(set) var isBlind = false
    /// Whether the message that is not complete is one of those.
    private var isInsideUnseen = false
    /// Whether part of a header has left that is not complete: its frame is nobody's any more.
    var isHeaderTorn = false

    /// Whether compressed messages are read for rules that may come.
    var keepsSight = false
    /// Whether a fault may take messages out for a time, and what comes later has to be readable then.
    var mayFallSilent = false

    var shaper = StreamShaper()
    /// What follows bytes in the shaper's queue.
    var marks: [Int: Mark] = [:]
    private var lastMark = 0
    var lasting: [Lasting] = []
    /// Whose effects may end the direction: what is on its way then does so even when they are over.
    var enders: [Int: CompiledRule] = [:]
    /// A peer's end that a lasting fault keeps back.
    var swallowedEnd: LegEnd?
    /// Opcodes that lasting faults take out.
    private var takenOut: OpcodeSet = []
    /// When bytes came last.
    var lastCame = Moment(microseconds: 0)
    /// Whether nothing leaves any more, as a rule ended the leg, or it is gone.
    var isCut = false

    enum Mode {
        case pass
        case skip
        case gather
    }

    enum Mark {
        case end(PlannedEnd, CompiledRule?)
        case peerEnd(LegEnd)
    }

    struct WaitingPlan {
        let items: [Plan.Item]
        let rule: CompiledRule?
    }

    struct Held {
        var back: HeldBack
        var due: Moment?
        let rule: CompiledRule?
    }

    struct Lasting {
        let id: Int
        let rule: CompiledRule?
        let fault: any LastingFault
        var until: Moment?
        /// What comes of it when nothing comes, counted from `since` or from the last byte.
        var silence: Silence?
        let since: Moment

        func isSame(_ other: any LastingFault, of rule: CompiledRule?) -> Bool {
            rule === self.rule && AnyHashable(fault) == AnyHashable(other)
        }
    }

    init(_ direction: Direction) {
        self.direction = direction
    }

    /// A rule waits for a place in the bytes.
    func waitFor(_ offset: UInt64, rule: Int) {
        // What is behind has been there.
        guard offset > sent || sent == 0 else { return }
        offsets.append((offset, rule))
        sortOffsets()
    }

    func sortOffsets() { offsets.sort { ($0.offset, $0.rule) > ($1.offset, $1.rule) } }

    /// Notes what frames have to be looked at, after a rule was armed or spent or a lasting fault came or went.
    func review() {
        takenOut = []
        for lasting in lasting {
            for opcode in 0..<16 as Range<UInt8>
            where lasting.fault.takesOut(Opcode(rawValue: opcode), direction) {
                takenOut.insert(OpcodeSet(Opcode(rawValue: opcode)))
            }
        }
        let live = rules.filter { !$0.isSpent }
        looksIntoPayloads = live.contains { $0.compiled.needsPayload }
        interest = live.reduce(takenOut) { $0.union($1.compiled.messages).union($1.compiled.frames) }
        let touching = live.contains { rule in
            let seen = rule.compiled.messages.union(rule.compiled.frames)
            return rule.compiled.needsSight && !seen.isDisjoint(with: Self.dataFrames)
        }
        needsSight = compression != nil && (touching || mayFallSilent || keepsSight || needsSight)
        if needsSight { interest.formUnion(.data) }
    }

    private static let dataFrames: OpcodeSet = [.data, OpcodeSet(.continuation)]

    /// Whether no rule has to be asked about a frame, as far as its header says; it is counted then.
    func settles(_ header: FrameHeader) -> Bool {
        guard gathering == nil, takenOut.isEmpty, !needsSight, !isBlind else { return false }
        let isPlain = isPlain(header)
        for index in glances.indices where !glances[index].settles(header, isPlain: isPlain) { return false }
        for index in glances.indices { glances[index].count(header) }
        return true
    }

    /// Whether a rule cannot be about a frame, as nobody can read what it is part of.
    func hides(_ header: FrameHeader, from rule: CompiledRule) -> Bool {
        guard isBlind, rule.needsSight, !header.opcode.isControl else { return false }
        return header.isCompressed || header.opcode == .continuation && isInsideUnseen
    }

    /// Notes whether what follows a header is hidden.
    func noteBlindly(_ header: FrameHeader) {
        guard isBlind, !header.opcode.isControl else { return }
        let isUnseen = header.opcode == .continuation ? isInsideUnseen : header.isCompressed
        isInsideUnseen = isUnseen && !header.isFinal
    }

    /// Compressed messages have passed that nobody has read.
    func goBlind() {
        compression = nil
        isBlind = true
        isInsideUnseen = true
        needsSight = false
    }

    /// The same, when the payload is at hand too.
    func settlesByPayload(_ header: FrameHeader) -> Bool {
        guard isScratchFilled, gathering == nil, takenOut.isEmpty, !needsSight, !isBlind else { return false }
        let isPlain = isPlain(header)
        let facts = UnitFacts(
            opcode: header.opcode, size: scratch.count, isFinal: header.isFinal,
            isFragmented: !header.isFinal,
            isCompressed: false)
        let payload = scratch
        for index in glances.indices where !glances[index].settles(header, isPlain: isPlain) {
            guard let test = rules[index].compiled.test, !test.holds(for: facts, payload: payload.span) else {
                return false
            }
        }
        for index in glances.indices where glances[index].settles(header, isPlain: isPlain) {
            glances[index].count(header)
        }
        return true
    }

    /// Whether the frame is all of what a rule may be about, and says how long it is.
    func isPlain(_ header: FrameHeader) -> Bool {
        header.isFinal && header.opcode != .continuation && !(header.isCompressed && compression != nil)
    }

    /// Whether one rule need not be asked about a frame; it is counted then.
    func settles(_ header: FrameHeader, rule index: Int) -> Bool {
        guard glances[index].settles(header, isPlain: isPlain(header)) else { return false }
        glances[index].count(header)
        return true
    }

    /// Asks a rule, with all that was counted for it.
    func ask(_ index: Int, isReplay: Bool, _ body: (inout ArmedRule) -> RandomStream?) -> RandomStream? {
        rules[index].unskip(glances[index])
        let dice = body(&rules[index])
        glances[index] = rules[index].glance(isReplay: isReplay)
        return dice
    }

    /// Takes back what headers were to say: the rules stand as if nothing had been counted beforehand.
    func endGlancing() {
        for index in glances.indices { rules[index].unskip(glances[index]) }
        glances = []
    }

    /// Begins to look at the headers for these rules.
    func beginGlancing(isReplay: Bool) {
        while glances.count < rules.count {
            glances.append(rules[glances.count].glance(isReplay: isReplay))
        }
    }

    func isTakenOut(_ opcode: Opcode) -> Bool { takenOut.contains(OpcodeSet(opcode)) }

    var swallowsEnds: Bool { lasting.contains { $0.fault.swallowsEnd(direction) } }

    /// When nothing has come for as long as a fault waits.
    func silenceIsOver(_ lasting: Lasting) -> Moment? {
        lasting.silence.map { max(lasting.since, lastCame) + $0.limit }
    }

    /// A mark in the shaper's queue.
    func mark(_ mark: Mark, at now: Moment) {
        lastMark += 1
        marks[lastMark] = mark
        // What delays a peer's end leaves the ends alone that faults make.
        let isEnd = if case .peerEnd = mark { true } else { false }
        shaper.mark(lastMark, at: now, isEnd: isEnd)
    }

    /// Whether the middle of a large payload may pass unseen.
    var letsPass: Bool {
        mode == .pass && shaper.isIdle && offsets.isEmpty && held.isEmpty && waiting.isEmpty && !isCut
    }

    /// Bytes that came and are kept back: what was to get them is gone.
    func abandon() -> Int {
        var count = shaper.queuedBytes + partialHeader.count
        if let gathering, !gathering.isTakenOut { count += gathering.bytes.count }
        for held in held { count += held.back.frames.reduce(0) { $0 + $1.bytes.count } }
        gathering = nil
        partialHeader = []
        held = []
        shaper = StreamShaper()
        // A rule may still fire at its time.
        isCut = true
        return count
    }

    /// Makes `wake` the time at which it has to be looked at again, if that is sooner.
    func hasten(_ wake: inout Moment) {
        if let release = shaper.nextRelease { wake = min(wake, release) }
        // Within a frame nothing that is held can leave: to be woken for it would be to be woken for ever.
        if isBetweenFrames {
            for held in held { wake = min(wake, held.due ?? .never) }
        }
        for lasting in lasting {
            wake = min(wake, lasting.until ?? .never)
            if let over = silenceIsOver(lasting) { wake = min(wake, over) }
        }
    }
}
