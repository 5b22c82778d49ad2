internal import Reactor
internal import WebSocketWire

/// Plays one input on a connection whose WebSocket is open, and notes what the peer does about it.
///
/// It waits for as much as the peer owes by the expectation, and no longer: the next input must be played soon. A peer
/// that owes and is silent is sent a ping: one that answers it has passed over what it should have acted on, one that
/// does not is hung.
final class LiveConversation: ConnectionHandler {
    /// What is awaited.
    private enum Stage {
        /// What the peer owes for the input.
        case reaction
        /// The pong for our ping.
        case pong
        /// What a peer that has answered our ping may still do about the input.
        case afterthought
        /// An answer to our Close.
        case answerToClose
        /// The peer's end of TCP.
        case end
        case over
    }

    private let input: LiveInput
    private let expectation: LiveExpectation
    private let isEcho: Bool
    private let patience: LivePatience
    private let connection: Connection
    private var endpoint: WebSocketEndpoint
    private var observation: LiveObservation
    private let completion: (LiveObservation) -> Void
    private let role: EndpointRole
    private let began: MonotonicTime
    private var stage = Stage.reaction
    private var timer: TimerToken?

    /// What our ping says: no input has it by accident.
    static let trailingPayload = Array("closecall, still there?".utf8)

    /// - Parameters:
    ///   - role: who we are.
    ///   - began: when the handshake was sent.
    ///   - completion: called once, on the loop.
    init(
        _ input: LiveInput, as role: EndpointRole, isEcho: Bool, patience: LivePatience,
        on connection: Connection, began: MonotonicTime, completion: @escaping (LiveObservation) -> Void
    ) {
        self.input = input
        self.role = role
        self.isEcho = isEcho
        self.patience = patience
        self.connection = connection
        self.began = began
        self.completion = completion
        // The laxest one: who is stricter ends the connection, which is not waited for.
        let all = LiveExpectation.all(of: input.bytes, by: role.peer)
        expectation = all[all.count - 1]
        endpoint = WebSocketEndpoint(
            role: role, limits: EndpointLimits(frames: .none), nextKey: { .zero })
        observation = LiveObservation()
        observation.opening = .open
    }

    /// Sends the input. What came behind the handshake's answer is read first.
    func begin(early: [UInt8] = []) {
        connection.hand(to: self)
        connection.write(input.bytes)
        wait(patience.settling) { [self] in settled() }
        take(early)
        proceed()
    }

    private func wait(_ time: Duration, _ body: @escaping () -> Void) {
        cancelTimer()
        timer = connection.loop.schedule(after: time) { [self] in
            timer = nil
            body()
        }
    }

    private func cancelTimer() {
        if let timer = timer.take() { connection.loop.cancel(timer) }
    }

    private func complete(overdue: LiveObservation.Overdue? = nil) {
        if case .over = stage { return }
        stage = .over
        cancelTimer()
        observation.overdue = overdue
        observation.duration = connection.loop.now - began
        // Whoever ends first keeps a port in TIME_WAIT, which would be thousands of ours in a minute.
        if observation.end == .finished { connection.finish() } else { connection.reset() }
        completion(observation)
    }
}

// MARK: What is awaited

extension LiveConversation {
    /// Something was received.
    private func proceed() {
        if case .over = stage { return }
        if observation.close != nil || observation.violation != nil { return awaitEnd() }
        switch stage {
        case .reaction:
            if isSatisfied { finish() }
        case .pong:
            guard observation.trailingPing == .answered else { return }
            if isSatisfied { return finish() }
            stage = .afterthought
            wait(patience.afterPong) { [self] in complete() }
        case .afterthought:
            if isSatisfied { finish() }
        case .answerToClose, .end, .over: break
        }
    }

    /// Whether the peer owes nothing more, so that it is our turn.
    private var isSatisfied: Bool {
        guard case .open = expectation.standing else { return false }
        let isEchoed = !isEcho || observation.messages.count >= expectation.messages.count
        return isEchoed && (expectation.pings.isEmpty || observation.pongs.last == expectation.pings.last)
    }

    /// The peer had its time.
    private func settled() {
        if !isOwing { return finish() }
        guard expectation.isBetweenFrames else {
            return wait(patience.reaction) { [self] in complete(overdue: .reaction) }
        }
        stage = .pong
        observation.trailingPing = .sent
        write(.ping, Self.trailingPayload)
        wait(patience.reaction) { [self] in complete(overdue: .reaction) }
    }

    /// Whether a peer may not just wait for the rest of a frame.
    private var isOwing: Bool {
        switch expectation.standing {
        case .open: !isSatisfied
        case .closed: true
        case .failed: expectation.isFailureDue
        }
    }

    /// Ends as the input says.
    private func finish() {
        switch input.ending {
        case .reset: complete()
        case .close where expectation.isBetweenFrames:
            stage = .answerToClose
            observation.hasSentClose = true
            write(.close, ClosePayload.bytes(code: 1000, reasonBytes: []))
            wait(patience.reaction) { [self] in complete(overdue: .answerToClose) }
        case .close, .finish: awaitEnd()
        }
    }

    private func write(_ opcode: Opcode, _ payload: [UInt8]) {
        var frame: [UInt8] = []
        FrameEncoder(role: role).append(
            opcode, payload: payload.span, maskingKey: MaskingKey(bits: 0x3DFA_2137), to: &frame)
        connection.write(frame)
    }

    /// Ends our half; a peer that ends its own only after it need not be blamed.
    private func awaitEnd() {
        if case .end = stage { return }
        stage = .end
        observation.hasFinished = true
        wait(patience.end) { [self] in complete(overdue: .end) }
        connection.finish()
    }
}

// MARK: What comes

extension LiveConversation {
    func received(_ bytes: inout MutableSpan<UInt8>) {
        take(Array(copying: bytes.span))
        proceed()
    }

    private func take(_ bytes: [UInt8]) {
        var bytes = bytes
        var span = bytes.mutableSpan
        var position = 0
        var output = EndpointOutput()
        while endpoint.receive(&span, at: &position, into: &output) {
            for event in output.events { note(event) }
            output = EndpointOutput()
        }
    }

    private func note(_ event: EndpointEvent) {
        switch event {
        case .text(let text): observation.messages.append(LiveMessage(.text, Array(text.utf8)))
        case .binary(let bytes): observation.messages.append(LiveMessage(.binary, bytes))
        case .pong(let payload):
            if payload == Self.trailingPayload, observation.trailingPing != nil {
                observation.trailingPing = .answered
            } else {
                observation.pongs.append(payload)
            }
        case .ping: break
        case .closeReceived(let payload): observation.close = payload
        case .failed(let violation): observation.violation = violation
        }
    }

    func peerFinished(_ end: PeerEnd) {
        observation.end = .finished
        complete()
    }

    func failed(_ failure: ConnectionFailure) {
        observation.end = .reset
        complete()
    }

    func closed() {
        complete()
    }
}
