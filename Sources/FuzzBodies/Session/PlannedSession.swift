internal import Observer
internal import Relay
internal import Simulator
internal import WebSocketWire

/// Makes of an input the session that the simulator plays.
struct PlannedSession {
    private let input: SessionInput
    private(set) var plan = SessionPlan()
    private let hasRules: Bool
    private var waitsAreKept: Bool { !has(.idleRules) }

    init(_ input: SessionInput) {
        self.input = input
        let scenario = input.switches.contains(.idleRules) ? nil : SessionScenario(of: input)
        hasRules = scenario != nil
        plan.options.rules = scenario?.rules
        plan.isWild = hasRules
        plan.bytesPerFiring = scenario?.bytesPerFiring ?? 0
        plan.mostEvents = 20_000
        let profiles = EndpointProfile.Name.allCases
        plan.profiles = [profiles[Int(input.seed) % profiles.count]]
        choose()
        open()
        for section in input.sections { say(section) }
        end()
        if has(.idleRules) { plan.setIdleRules() }
    }

    private func has(_ bit: SessionInput.Switches) -> Bool { input.switches.contains(bit) }
}

// MARK: Choices

extension PlannedSession {
    private mutating func choose() {
        chooseNetwork()
        var options = plan.options
        options.expectsHTTP = !has(.plain)
        options.handshakeTimeout = has(.shortHandshake) ? .milliseconds(300) : nil
        options.idleTimeout = has(.idleTimeout) ? .milliseconds(500) : nil
        options.rewrite = has(.rewrites) ? Self.rewrite : nil
        options.highWater = input.more & 0x40 == 0 ? 65_536 : 256
        options.shaperHighWater = input.more & 0x40 == 0 ? 1 << 20 : 512
        options.observes = input.more & 0x80 == 0
        plan.options = options
        plan.client.reading = reading(input.more & 3)
        plan.server.reading = reading(input.more >> 2 & 3)
        plan.lifetime = hasRules ? 60_000_000 : 3_600_000_000
        plan.takesAnything = has(.rewrites) && has(.ownHeads)
    }

    private static let rewrite = try? RequestRewrite(host: "up.example", headers: [HTTPHeader("X-Via", "c")])

    private mutating func chooseNetwork() {
        let byte = Int(input.network)
        plan.network = NetworkTraits(
            longestLatency: [0, 50, 1000, 200_000][byte & 3],
            cuts: [0, 20, 80, 0][byte >> 2 & 3],
            largestCut: [1, 7, 200, 1500][byte >> 4 & 3],
            window: byte & 0x40 == 0 ? 65_536 : 512,
            readSize: byte & 0x40 == 0 ? 65_536 : 100,
            bytesPerTurn: 262_144,
            shortWrites: byte & 0x80 == 0 ? 0 : 30,
            passesThrough: byte & 0x0C == 0x0C,
            losesAtReset: byte & 0x80 != 0)
    }

    private func reading(_ number: UInt8) -> PeerPlan.Reading {
        switch number {
        case 1: .slow(200, every: 10_000)
        case 2: .slow(17, every: 1000)
        case 3: .never
        default: .eager
        }
    }
}

// MARK: What is said

extension PlannedSession {
    /// The handshake, so that frames are reached at once.
    private mutating func open() {
        guard !has(.ownHeads) else { return }
        let (request, answer) =
            has(.deflate) ? (Heads.upgrades[1], Heads.switching[2]) : (Heads.upgrades[0], Heads.switching[0])
        let rewritten = plan.options.rewrite?.rewritten(request).bytes
        clientSays(request.bytes, asServerGetsIt: rewritten)
        plan.client.framesStart = plan.client.bytes.count
        plan.server.steps.append(.awaitBytes(plan.expectedAtServer.count))
        serverSays(answer)
        plan.server.framesStart = plan.server.bytes.count
        // A client that does not wait for the answer says something that RFC 6455 §4.1 forbids.
        if input.more & 0x10 == 0 { plan.client.steps.append(.awaitBytes(plan.server.bytes.count)) }
    }

    private mutating func say(_ section: SessionInput.Section) {
        let isClient = section.kind == .client
        guard isClient || section.kind == .server else { return }
        if section.waits, waitsAreKept {
            let count = isClient ? plan.server.bytes.count : plan.expectedAtServer.count
            append(.awaitBytes(count), isClient)
        }
        let pause = SessionInput.pauses[Int(section.pause)]
        if pause > 0 { append(.pause(pause), isClient) }
        if isClient { clientSays(section.bytes) } else { serverSays(section.bytes) }
    }

    private mutating func append(_ step: PeerPlan.Step, _ isClient: Bool) {
        if isClient { plan.client.steps.append(step) } else { plan.server.steps.append(step) }
    }

    private mutating func clientSays(_ bytes: [UInt8], asServerGetsIt other: [UInt8]? = nil) {
        plan.expectedAtServer += other ?? bytes
        plan.client.bytes += bytes
        plan.client.steps += sends(bytes.count)
    }

    private mutating func serverSays(_ bytes: [UInt8]) {
        plan.server.bytes += bytes
        plan.server.steps += sends(bytes.count)
    }

    /// A microsecond between two pieces, so that they do not arrive as one.
    private func sends(_ count: Int) -> [PeerPlan.Step] {
        let sizes: Pieces.Sizes = [Int(input.sizes[0]), Int(input.sizes[1]), Int(input.sizes[2])]
        var steps: [PeerPlan.Step] = []
        for piece in Pieces(of: count, sizes) where !piece.isEmpty {
            if !steps.isEmpty { steps.append(.pause(1)) }
            steps.append(.send(piece.count))
        }
        return steps
    }
}

// MARK: How it ends

extension PlannedSession {
    private mutating func end() {
        plan.client.markFrames()
        plan.server.markFrames()
        let time = SessionInput.pauses[Int(input.ending >> 5)]
        switch input.ending & 15 {
        case 0: ends(\.client, .finish, then: \.server)
        case 1: ends(\.server, .finish, then: \.client)
        case 2: finishBoth()
        case 3: ends(\.client, .reset, then: \.server)
        case 4: ends(\.server, .reset, then: \.client)
        case 5: ends(\.client, .truncate, then: \.server)
        case 6: ends(\.server, .truncate, then: \.client)
        case 7: ends(\.client, .close, then: \.server)
        case 8: ends(\.server, .close, then: \.client)
        case 9: plan.client.steps += [.awaitEnd, .finish]
        case 10: plan.shutDownAt = time
        case 11: plan.dial = .fails(after: time, isTimeout: false)
        case 12: plan.dial = .fails(after: time, isTimeout: true)
        case 13: plan.dial = .connects(after: time)
        case 14: ends(\.server, .reset, then: \.client, after: time)
        default: ends(\.client, .close, then: \.server, after: time)
        }
        plan.isFaultless = isFaultless
    }

    /// Whether nothing goes wrong and nothing is left to guess: then all arrives, and both sides hear the end.
    private var isFaultless: Bool {
        guard !hasRules, !has(.ownHeads), !has(.plain), !has(.idleTimeout), !has(.shortHandshake),
            input.ending & 15 <= 2
        else { return false }
        return plan.client.reading != .never && plan.server.reading != .never
    }

    private mutating func ends(
        _ first: WritableKeyPath<SessionPlan, PeerPlan>, _ how: PeerPlan.Step,
        then second: WritableKeyPath<SessionPlan, PeerPlan>, after time: Int = 0
    ) {
        if time > 0 { plan[keyPath: first].steps.append(.pause(time)) }
        plan[keyPath: first].steps.append(how)
        plan[keyPath: second].steps += [.awaitEnd, .finish]
    }

    private mutating func finishBoth() {
        plan.client.steps.append(.finish)
        plan.server.steps.append(.finish)
    }
}
