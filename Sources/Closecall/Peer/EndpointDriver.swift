internal import Reactor
internal import WebSocketWire

/// Who an endpoint works for: a `WebSocket`, or one of an echo server's connections. Called on the loop.
protocol EndpointOwner: AnyObject {
    /// Something came from the peer.
    func endpoint(_ driver: EndpointDriver, received event: EndpointEvent)
    /// All that was sent has left for the kernel.
    func endpointDrained(_ driver: EndpointDriver)
    /// The connection failed, and the end follows.
    func endpointFailed(_ driver: EndpointDriver)
    /// The end, once. Nothing is called after it.
    func endpoint(_ driver: EndpointDriver, ended event: CloseEvent)
}

/// Runs one open WebSocket on a connection: hands the endpoint what comes, and performs what it answers.
final class EndpointDriver {
    /// A peer who sends pings and reads no pongs would fill our memory: above this we stop reading.
    static let highWater = 1 << 20

    private let connection: Connection
    private var endpoint: WebSocketEndpoint
    private weak var owner: (any EndpointOwner)?
    private var timers: [ClosingHandshake.Timer: TimerToken] = [:]
    private let lingerLimit: Duration
    private var lingering: TimerToken?
    /// The end, while what is queued still leaves.
    private var ending: CloseEvent?
    private var isReadingHeld = false
    private var isPausedForOutput = false

    init(
        _ connection: Connection, endpoint: consuming WebSocketEndpoint, owner: any EndpointOwner,
        linger: Duration
    ) {
        lingerLimit = linger
        self.connection = connection
        self.endpoint = endpoint
        self.owner = owner
        connection.lowWater = 0
        connection.hand(to: self)
    }

    /// What is queued and has not left yet, in bytes of the wire.
    var bufferedBytes: Int { connection.bufferedBytes }

    /// Takes bytes that came together with the handshake.
    func take(_ early: [UInt8]) {
        var early = early
        var span = early.mutableSpan
        received(&span)
    }

    func send(text: String) { act { $0.send(text: text, into: &$1) } }
    func send(binary: [UInt8]) { act { $0.send(binary: binary.span, into: &$1) } }
    func ping(_ payload: [UInt8]) { act { $0.ping(payload.span, into: &$1) } }
    func close(_ payload: ClosePayload) { act { $0.close(payload, into: &$1) } }

    /// Stops reading until told otherwise: who gets the messages has enough for now.
    func holdReading(_ isHeld: Bool) {
        isReadingHeld = isHeld
        updateReading()
    }

    /// Lets the endpoint do something, then performs what it answered.
    private func act(_ body: (inout WebSocketEndpoint, inout EndpointOutput) -> Void) {
        var output = EndpointOutput()
        body(&endpoint, &output)
        perform(output)
    }

    private func perform(_ output: EndpointOutput) {
        if !output.bytes.isEmpty { connection.write(output.bytes) }
        updateReading()
        for event in output.events { owner?.endpoint(self, received: event) }
        for command in output.commands { perform(command) }
    }

    private func perform(_ command: EndpointCommand) {
        switch command {
        case .arm(let timer, let wait):
            timers[timer] = connection.loop.schedule(after: wait) { [self] in
                timers[timer] = nil
                act { $0.timerFired(timer, into: &$1) }
            }
        case .cancel(let timer):
            if let token = timers.removeValue(forKey: timer) { connection.loop.cancel(token) }
        case .finish: connection.finish()
        case .abort: connection.close()
        case .dispatchError: owner?.endpointFailed(self)
        case .dispatchClose(let event):
            linger()
            ending = event
            if connection.bufferedBytes == 0 { announceEnd() }
        }
    }

    /// Tells of the end once the last bytes have left: who hears of it may end the process, and a Close with it.
    private func announceEnd() {
        guard let event = ending.take() else { return }
        let owner = owner
        self.owner = nil
        owner?.endpoint(self, ended: event)
    }

    /// What is queued, our FIN with it, gets a moment to leave, and the peer to end its half; but no peer can
    /// keep a connection that is over.
    private func linger() {
        guard connection.isOpen else { return }
        isReadingHeld = false
        updateReading()
        lingering = connection.loop.schedule(after: lingerLimit) { [self] in
            lingering = nil
            connection.close()
        }
    }

    private func updateReading() {
        isPausedForOutput = connection.bufferedBytes > (isPausedForOutput ? 0 : Self.highWater)
        if isReadingHeld || isPausedForOutput {
            connection.pauseReading()
        } else {
            connection.resumeReading()
        }
    }
}

extension EndpointDriver: ConnectionHandler {
    func received(_ bytes: inout MutableSpan<UInt8>) {
        var position = 0
        var output = EndpointOutput()
        while endpoint.receive(&bytes, at: &position, into: &output) {
            perform(output)
            output = EndpointOutput()
        }
    }

    func peerFinished(_ end: PeerEnd) { act { $0.transportFinished(into: &$1) } }
    func failed(_ failure: ConnectionFailure) { act { $0.transportFailed(into: &$1) } }

    func drained() {
        updateReading()
        owner?.endpointDrained(self)
        announceEnd()
    }

    func closed() {
        if let lingering { connection.loop.cancel(lingering) }
        lingering = nil
        act { $0.transportFailed(into: &$1) }
        announceEnd()
    }
}
