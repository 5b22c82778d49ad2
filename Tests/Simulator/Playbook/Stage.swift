internal import Observer
internal import Relay
internal import Scenarios

/// Where a playbook is played: a session on a network without delay, two peers that do what they are told.
final class Stage {
    struct Segment {
        var bytes: [UInt8]
        var end: PlayedEnd?
    }

    let world: World
    private let driver: SimulatedDriver
    private var inboxes: [Leg: [Segment]] = [:]
    private var isReset: Set<Leg> = []
    private var notReading: Set<Leg> = []
    private(set) var complaints: [String] = []

    init(_ options: RelayOptions, window: Int) {
        var network = NetworkTraits.calm
        network.window = window
        world = World(network, random: SeededGenerator(seed: 1), keepsText: true)
        driver = SimulatedDriver(options, in: world)
        for leg in Leg.allCases {
            connection(leg).onSend = { [unowned self] bytes, end in
                inboxes[leg, default: []].append(Segment(bytes: bytes, end: end.map(Self.played)))
            }
        }
    }

    private static func played(_ end: Pipe.End) -> PlayedEnd { end == .finished ? .finish : .truncate }

    private func connection(_ leg: Leg) -> SimulatedConnection {
        leg == .client ? driver.client : driver.server
    }
}

// MARK: What happens

extension Stage {
    func send(_ bytes: [UInt8], _ end: PlayedEnd?, from leg: Leg) {
        let connection = connection(leg)
        connection.incomingBytes += bytes
        connection.incoming.write(bytes.count)
        switch end {
        case .finish: connection.incoming.finish(.finished)
        case .truncate: connection.incoming.finish(.truncated)
        case .reset: connection.incoming.reset(losing: false)
        case nil: break
        }
        connection.incoming.arrive(bytes.count, endsToo: true)
        happens(.readable(leg))
    }

    func happens(_ event: World.Event) {
        driver.perform(event)
        driver.endTurn()
        run(until: world.timeline.now)
    }

    func pause(_ pauses: Bool) {
        if pauses { driver.hold() } else { driver.letGo() }
        driver.endTurn()
        run(until: world.timeline.now)
    }

    func fire(_ rule: Rule) {
        driver.fire(rule)
        driver.endTurn()
        run(until: world.timeline.now)
    }

    func wait(_ time: Duration) {
        let until = (world.now + time).microseconds
        run(until: until)
        world.timeline.wait(until: until)
    }

    func setReading(_ reads: Bool, at leg: Leg) {
        if reads { notReading.remove(leg) } else { notReading.insert(leg) }
        take(leg)
        run(until: world.timeline.now)
    }

    private func run(until limit: UInt64) {
        while let event = world.timeline.next(by: limit) {
            if case .arrivesAtPeer(let leg) = event { arrives(at: leg) } else { driver.perform(event) }
            driver.endTurn()
        }
    }

    private func arrives(at leg: Leg) {
        let connection = connection(leg)
        connection.outgoing.isMoving = false
        connection.outgoing.arrive(connection.outgoing.inFlight, endsToo: true)
        if connection.outgoing.hasResetArrived, isReset.insert(leg).inserted {
            inboxes[leg, default: []].append(Segment(bytes: [], end: .reset))
        }
        take(leg)
        connection.resetIfDue()
    }

    private func take(_ leg: Leg) {
        guard !notReading.contains(leg), connection(leg).outgoing.available > 0 else { return }
        connection(leg).peerTook(connection(leg).outgoing.available)
    }
}

// MARK: What is expected

extension Stage {
    func expect(_ bytes: [UInt8], _ end: PlayedEnd?, at leg: Leg, _ line: UInt) {
        guard let got = next(at: leg) else {
            return complain("the \(leg) got nothing, expected \(Self.words(bytes, end))", line)
        }
        guard got.bytes != bytes || got.end != end else { return }
        complain("the \(leg) got \(Self.words(got.bytes, got.end)), expected \(Self.words(bytes, end))", line)
    }

    func expectNothing(at leg: Leg, _ line: UInt) {
        guard let got = next(at: leg) else { return }
        complain("the \(leg) got \(Self.words(got.bytes, got.end)), expected nothing", line)
    }

    func expect(count: Int, at leg: Leg, _ line: UInt) {
        let got = (inboxes[leg] ?? []).reduce(0) { $0 + $1.bytes.count }
        inboxes[leg] = inboxes[leg]?.filter { $0.end != nil }
        if got != count { complain("the \(leg) got \(got) bytes, expected \(count)", line) }
    }

    func expectAnswer(_ status: Int, _ words: String, at leg: Leg, _ line: UInt) {
        guard let got = next(at: leg) else {
            return complain("the \(leg) got nothing, expected a \(status)", line)
        }
        let text = String(decoding: got.bytes, as: UTF8.self)
        guard !text.hasPrefix("HTTP/1.1 \(status) ") || !text.contains(words) || got.end != .finish else {
            return
        }
        complain("the \(leg) got \(Self.words(got.bytes, got.end)), expected a \(status): \(words)", line)
    }

    private func next(at leg: Leg) -> Segment? {
        guard let first = inboxes[leg]?.first else { return nil }
        inboxes[leg]?.removeFirst()
        return first
    }

    func complain(_ complaint: String, _ line: UInt) { complaints.append("line \(line): \(complaint)") }

    /// What nobody asked about, and what no session may do.
    func finish() {
        for leg in Leg.allCases {
            for left in inboxes[leg] ?? [] {
                complaints.append("at the end the \(leg) has got \(Self.words(left.bytes, left.end)) besides")
            }
        }
        if let complaint = world.journal.complaint { complaints.append(complaint) }
    }

    private static func words(_ bytes: [UInt8], _ end: PlayedEnd?) -> String {
        let isText = bytes.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 10 || $0 == 13 }
        let shown =
            isText ? "\"\(String(decoding: bytes.prefix(300), as: UTF8.self))\"" : "\(bytes.prefix(64))"
        return "\(bytes.count) bytes \(shown)\(end.map { " and \($0)" } ?? "")"
    }
}

// MARK: What the relay knows

extension Stage {
    var evidence: [Evidence] { world.journal.evidence }
    var isOver: Bool { driver.isOver }

    func isReading(_ leg: Leg) -> Bool { if case .reading = connection(leg).input { true } else { false } }

    func waiting(for leg: Leg) -> Int { connection(leg).bufferedBytes }

    func counts(from leg: Leg) -> (UInt64, UInt64) {
        let lane = leg == .client ? driver.toServer : driver.toClient
        return (lane.frames, lane.messages)
    }
}
