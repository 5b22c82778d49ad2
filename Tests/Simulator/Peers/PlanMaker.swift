internal import Observer
internal import Relay
internal import WebSocketWire

/// Thinks up a session from a seed: what is sent, when, and how it ends.
///
/// An even seed's session is faultless. In an odd seed's something goes wrong on the way: a stream ends at any
/// byte, a peer does not read, there is no way to the server, time runs out.
struct PlanMaker {
    var random: SeededGenerator
    var plan = SessionPlan()

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        plan.isFaultless = seed.isMultiple(of: 2)
    }

    static func plan(seed: UInt64) -> SessionPlan {
        var maker = PlanMaker(seed: seed)
        maker.make()
        return maker.plan
    }

    private mutating func make() {
        plan.network = .random(using: &random)
        plan.dial = .connects(after: random.pick([0, 500, 100_000]))
        chooseOptions()
        switch random.below(100) {
        case ..<80: webSocket()
        case ..<90: plainHTTP()
        default: anything()
        }
        if !plan.isFaultless { misfortune() }
    }

    private mutating func chooseOptions() {
        plan.options.highWater = random.pick([256, 4096, 65_536])
        plan.options.handshakeTimeout = nil
        if random.percent(10) {
            plan.options.rewrite = try? RequestRewrite(
                host: "up.example", headers: [HTTPHeader("X-Via", "c")])
        }
        for leg in [\SessionPlan.client, \.server] where random.percent(20) {
            plan[keyPath: leg].reading = .slow(random.pick([200, 5000, 100_000]), every: 10_000)
        }
    }
}

// MARK: Kinds of sessions

extension PlanMaker {
    private mutating func webSocket() {
        for _ in 0..<random.pick([0, 0, 0, 1, 2]) { exchange() }
        if random.percent(5) {
            ask(random.pick(Heads.upgrades))
            serverAwaits()
            serverSays(Heads.unauthorized)
            clientAwaits()
        }
        ask(random.pick(Heads.upgrades))
        plan.client.framesStart = plan.client.bytes.count
        if random.percent(5) { frames(1, from: .client) }
        serverAwaitsHead()
        serverSays(random.pick(Heads.switching), isOne: true)
        plan.server.framesStart = plan.server.bytes.count
        converse()
        part()
    }

    private mutating func converse() {
        // What comes before the answer is held back where requests are rewritten, up to a limit.
        if plan.options.rewrite != nil || random.percent(80) { clientAwaits() }
        let most = random.pick([0, 2, 2, 6])
        frames(random.below(most + 1), from: .client)
        frames(random.below(most + 1), from: .server)
    }

    private mutating func plainHTTP() {
        for _ in 0..<random.number(in: 1...4) { exchange() }
        end()
    }

    /// Streams that are no HTTP, or no longer.
    private mutating func anything() {
        plan.options.rewrite = nil
        plan.options.expectsHTTP = random.percent(50)
        if random.percent(30) { exchange() }
        let start = random.pick(Heads.strange)
        let isHTTP2 = start.starts(with: Array("PRI".utf8))
        // That one is answered, which is no fault but not what the server would have said either.
        clientSays(isHTTP2 && plan.isFaultless ? Heads.strange[0] : start)
        let length = random.pick([1, 30, 500, 5000])
        clientSays(Noise.bytes(random.below(length), using: &random))
        serverSays(Noise.bytes(random.below(length), using: &random))
        end()
    }
}

// MARK: HTTP

extension PlanMaker {
    /// A request and its answer, or two on each other's heels.
    private mutating func exchange() {
        let isPipelined = random.percent(20)
        let answer = request()
        let second = isPipelined ? request() : nil
        serverAwaits()
        serverSays(answer)
        if let second { serverSays(second) }
        if random.percent(80) { clientAwaits() }
    }

    private mutating func request() -> [UInt8] {
        switch random.below(5) {
        case 0:
            ask(Heads.post, body: Heads.plain)
            return random.percent(30) ? Heads.goingOn + Heads.noContent : Heads.noContent
        case 1:
            ask(Heads.postChunked, body: Heads.chunked)
            return Heads.okChunked + Heads.chunked
        case 2:
            ask(Heads.head)
            return Heads.ok
        case 3:
            ask(Heads.get)
            return Heads.earlyHints + Heads.ok + Heads.plain
        default:
            ask(Heads.get)
            return Heads.ok + Heads.plain
        }
    }

    private mutating func ask(_ head: RequestHead, body: [UInt8] = []) {
        let bytes = head.bytes
        let rewritten = plan.options.rewrite?.rewritten(head).bytes ?? bytes
        plan.expectedAtServer += rewritten + body
        say(bytes + body, \.client)
    }
}

// MARK: Saying and waiting

extension PlanMaker {
    mutating func clientSays(_ bytes: [UInt8]) {
        plan.expectedAtServer += bytes
        say(bytes, \.client)
    }

    mutating func serverSays(_ bytes: [UInt8], isOne: Bool = false) { say(bytes, \.server, isOne: isOne) }

    /// Until all that the other was to say so far is there.
    mutating func clientAwaits() { plan.client.steps.append(.awaitBytes(plan.server.bytes.count)) }
    mutating func serverAwaits() { plan.server.steps.append(.awaitBytes(plan.expectedAtServer.count)) }

    /// A server answers when the head is there, whatever the client has sent behind it.
    private mutating func serverAwaitsHead() {
        let early = plan.client.bytes.count - (plan.client.framesStart ?? 0)
        plan.server.steps.append(.awaitBytes(plan.expectedAtServer.count - early))
    }

    private mutating func say(
        _ bytes: [UInt8], _ peer: WritableKeyPath<SessionPlan, PeerPlan>, isOne: Bool = false
    ) {
        plan[keyPath: peer].bytes += bytes
        var rest = bytes.count
        while rest > 0 {
            let count = isOne || random.percent(70) ? rest : random.number(in: 1...rest)
            plan[keyPath: peer].steps.append(.send(count))
            rest -= count
            if random.percent(rest > 0 ? 50 : 25) {
                plan[keyPath: peer].steps.append(.pause(random.pick([1, 100, 50_000, 1_000_000])))
            }
        }
    }
}

/// Bytes that nobody can guess, made once: to make them anew took most of a simulation's time.
enum Noise {
    private static let all: [UInt8] = {
        var random = SeededGenerator(seed: 1)
        return (0..<1_000_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }()

    static func bytes(_ count: Int, using random: inout SeededGenerator) -> [UInt8] {
        let start = random.below(all.count - count)
        return Array(all[start..<start + count])
    }
}
