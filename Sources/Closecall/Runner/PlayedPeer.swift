internal import Faults
internal import Reactor
internal import Scenarios
internal import WebSocketWire

/// One side of one connection of a run: does its steps once it is open, and notes what its API would report.
final class PlayedPeer {
    /// What it is to do.
    struct Part {
        var role: EndpointRole
        var steps: [PlayStep]
        var echoes: Bool
        /// Its masking keys come from here, so that damaged masks come out the same whenever the run is repeated.
        var keys: RandomStream
    }

    /// What the next step waits for.
    private enum Awaited {
        case nothing
        case timer(TimerToken)
        case messages(Int)
        /// All that was sent has to leave before more is made.
        case room
    }

    /// As much as python-websockets takes, which makes a message too big without filling memory.
    static let longestMessage = 1 << 20
    /// Shorter than a browser's waits: nobody wants to look at a run for longer. Both together are below the usual
    /// time limit of a play.
    static let closing = ClosingLimits(peerClose: .seconds(2), transportEnd: .seconds(2))
    private static let mostKept = 4096
    private static let mostKeptBytes = 8 << 20
    private static let highWater = 1 << 20

    private(set) var outcome = SideOutcome()
    private let loop: EventLoop
    private let began: MonotonicTime
    private let role: EndpointRole
    private let echoes: Bool
    private let keys: Locked<RandomStream>
    /// The next one last.
    private var steps: [PlayStep]
    private var awaited = Awaited.nothing
    private var driver: EndpointDriver?
    private var connection: Connection?
    private var sent = 0
    private var keptBytes = 0
    /// Called when it has ended; not after `drop`.
    private var ended: (() -> Void)?

    init(_ part: Part, on loop: EventLoop, since began: MonotonicTime, ended: @escaping () -> Void) {
        self.loop = loop
        self.began = began
        self.ended = ended
        role = part.role
        echoes = part.echoes
        keys = Locked(part.keys)
        steps = part.steps.reversed()
    }

    /// Whether nothing more comes of it.
    var hasEnded: Bool { outcome.endedAt != nil }

    /// The handshake succeeded.
    func open(_ connection: Connection, deflate: DeflateParameters?, early: [UInt8]) {
        let keys = keys
        let endpoint = WebSocketEndpoint(
            role: role, deflate: deflate,
            limits: EndpointLimits(longestMessage: Self.longestMessage, closing: Self.closing),
            nextKey: { MaskingKey(bits: UInt32(truncatingIfNeeded: keys.withLock { $0.next() })) })
        let driver = EndpointDriver(
            connection, endpoint: endpoint, owner: self, linger: Self.closing.transportEnd)
        self.connection = connection
        self.driver = driver
        outcome.state = .open
        outcome.openedAt = age
        advance()
        driver.take(early)
    }

    /// The connection or its handshake failed: for a client an error and 1006, as on the web; a server's API
    /// never hears of such a connection.
    func fail(_ story: String) {
        guard !hasEnded else { return }
        outcome.story = story
        outcome.error = role == .client
        end(role == .client ? CloseEvent(type: "close", code: CloseCode.abnormal.rawValue) : nil)
    }

    /// The run is over: whatever still goes on does not count any more.
    func drop() {
        ended = nil
        steps = []
        connection?.close()
    }

    private var age: Duration { loop.now - began }

    private func end(_ event: CloseEvent?) {
        guard !hasEnded else { return }
        if case .timer(let timer) = awaited { loop.cancel(timer) }
        steps = []
        outcome.event = event
        outcome.state = .closed
        outcome.endedAt = age
        driver = nil
        ended.take()?()
    }
}

// MARK: Steps

extension PlayedPeer {
    private func advance() {
        while case .nothing = awaited, let driver, let step = steps.popLast() { perform(step, driver) }
    }

    private func perform(_ step: PlayStep, _ driver: EndpointDriver) {
        switch step {
        case .send(let payload, let isText, let times, let every):
            send(payload, isText: isText, driver)
            guard times > 1 else { return }
            steps.append(.send(payload, isText: isText, times: times - 1, every: every))
            if every > .zero {
                sleep(every)
            } else if driver.bufferedBytes > Self.highWater {
                awaited = .room
            }
        case .ping(let payload): driver.ping(Array(payload.bytes.prefix(125)))
        case .wait(let time): sleep(time)
        case .receive(let count): if outcome.messages < count { awaited = .messages(count) }
        case .close(let code, let reason): close(code, reason, driver)
        }
    }

    private func send(_ payload: Payload, isText: Bool, _ driver: EndpointDriver) {
        sent += 1
        guard isText else { return driver.send(binary: payload.bytes) }
        let text = String(decoding: payload.bytes, as: UTF8.self)
        driver.send(text: text.numbered(sent))
    }

    private func sleep(_ time: Duration) {
        awaited = .timer(
            loop.schedule(after: time) { [self] in
                awaited = .nothing
                advance()
            })
    }

    /// Codes and reasons were checked before the run.
    private func close(_ code: Int?, _ reason: String, _ driver: EndpointDriver) {
        if outcome.state == .open { outcome.closedAt = age }
        outcome.state = .closing
        driver.close((try? ClosePayload(code: code, reason: reason)) ?? .empty)
    }
}

// MARK: What comes

extension PlayedPeer: EndpointOwner {
    func endpoint(_ driver: EndpointDriver, received event: EndpointEvent) {
        switch event {
        case .text(let text):
            note(Array(text.utf8))
            if echoes { driver.send(text: text) }
            advance()
        case .binary(let bytes):
            note(bytes)
            if echoes { driver.send(binary: bytes) }
            advance()
        case .closeReceived: outcome.state = .closing
        case .failed(let violation):
            outcome.state = .closing
            outcome.story = violation.description
        case .ping, .pong: break
        }
    }

    /// A browser hands out no messages once its page has closed.
    private func note(_ bytes: [UInt8]) {
        if role == .client && outcome.state != .open { return }
        outcome.messages += 1
        if outcome.received.count < Self.mostKept, keptBytes + bytes.count <= Self.mostKeptBytes {
            keptBytes += bytes.count
            outcome.received.append(bytes)
        }
        if case .messages(let count) = awaited, outcome.messages >= count { awaited = .nothing }
    }

    func endpointDrained(_ driver: EndpointDriver) {
        guard case .room = awaited else { return }
        awaited = .nothing
        advance()
    }

    func endpointFailed(_ driver: EndpointDriver) { outcome.error = true }

    func endpoint(_ driver: EndpointDriver, ended event: CloseEvent) { end(event) }
}

extension ClosePayload {
    /// A step's code and reason; none of both for an empty Close.
    init(code: Int?, reason: String) throws(ClosePayloadMisuse) {
        let code = code.map { CloseCode(rawValue: UInt16(clamping: $0)) }
        try self.init(code: code, reason: reason)
    }
}

extension String {
    /// With the number in place of each `{n}`.
    fileprivate func numbered(_ number: Int) -> String {
        contains("{n}") ? replacing("{n}", with: "\(number)") : self
    }
}
