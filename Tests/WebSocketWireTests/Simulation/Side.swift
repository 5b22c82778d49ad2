import WebSocketWire

/// One endpoint of a simulated conversation, its half of the wire and its timers; it watches the endpoint.
struct Side: ~Copyable {
    private var endpoint: WebSocketEndpoint
    private var timers: Set<ClosingHandshake.Timer> = []
    /// Written, and not carried to the other side yet.
    var written: [UInt8] = []
    var endWasHeard = false
    private(set) var wireBytes = 0
    private(set) var hasFinished = false
    private(set) var sent: [EndpointEvent] = []
    private(set) var received: [EndpointEvent] = []
    private(set) var complaint: String?
    private var end: CloseEvent?
    private let name: String
    private var hasSentClose = false
    private var isBroken = false

    init(_ role: EndpointRole, _ deflate: DeflateParameters?) {
        name = "\(role)"
        endpoint = WebSocketEndpoint(role: role, deflate: deflate, nextKey: { MaskingKey(1, 2, 3, 4) })
    }

    var hasEnded: Bool { end != nil }

    mutating func send(_ message: EndpointEvent) {
        guard endpoint.isOpen, !hasEnded else { return }
        sent.append(message)
        var output = EndpointOutput()
        switch message {
        case .text(let text): endpoint.send(text: text, into: &output)
        case .binary(let bytes): endpoint.send(binary: bytes.span, into: &output)
        default: return
        }
        perform(output)
    }

    mutating func ping() {
        var output = EndpointOutput()
        let payload: [UInt8] = [1, 2, 3]
        endpoint.ping(payload.span, into: &output)
        perform(output)
    }

    mutating func close(using random: inout SeededGenerator) {
        let payloads: [ClosePayload] = [
            .empty, .failing(.normal), .failing(4001, reason: "é"), .failing(.goingAway, reason: "bye"),
        ]
        var output = EndpointOutput()
        endpoint.close(payloads[Int.random(in: 0..<payloads.count, using: &random)], into: &output)
        perform(output)
    }

    mutating func receive(_ part: [UInt8]) {
        var part = part
        var bytes = part.mutableSpan
        var position = 0
        var output = EndpointOutput()
        while endpoint.receive(&bytes, at: &position, into: &output) {
            perform(output)
            output = EndpointOutput()
        }
    }

    mutating func peerFinished() {
        var output = EndpointOutput()
        endpoint.transportFinished(into: &output)
        perform(output)
    }

    mutating func wireBroke() {
        isBroken = true
        written = []
        endWasHeard = true
        var output = EndpointOutput()
        endpoint.transportFailed(into: &output)
        perform(output)
    }

    /// Timers run out now and then, early as often as late: an endpoint may not depend on it.
    mutating func passTime(using random: inout SeededGenerator) {
        guard let timer = timers.first, Int.random(in: 0..<50, using: &random) == 0 else { return }
        timers.remove(timer)
        var output = EndpointOutput()
        endpoint.timerFired(timer, into: &output)
        perform(output)
    }

    private mutating func perform(_ output: EndpointOutput) {
        if !output.bytes.isEmpty { write(output.bytes) }
        for event in output.events { note(event) }
        for command in output.commands { perform(command) }
    }

    private mutating func write(_ bytes: [UInt8]) {
        if hasSentClose { complain("sent \(bytes.count) bytes behind its Close") }
        if hasFinished { complain("sent \(bytes.count) bytes behind its FIN") }
        if bytes[0] & 0xF == Opcode.close.rawValue { hasSentClose = true }
        wireBytes += bytes.count
        if !isBroken { written += bytes }
    }

    private mutating func note(_ event: EndpointEvent) {
        switch event {
        case .text, .binary: received.append(event)
        case .failed(let violation): complain("found a violation where there was none: \(violation)")
        case .ping(let payload) where payload != [1, 2, 3]: complain("got a ping of \(payload)")
        case .pong(let payload) where payload != [1, 2, 3]: complain("got a pong of \(payload)")
        case .ping, .pong, .closeReceived: break
        }
        if hasEnded { complain("was told of \(event) after its end") }
    }

    private mutating func perform(_ command: EndpointCommand) {
        if hasEnded { complain("was told to \(command) after its end") }
        switch command {
        case .arm(let timer, _): timers.insert(timer)
        case .cancel(let timer): timers.remove(timer)
        case .finish: hasFinished = true
        case .abort:
            hasFinished = true
            written = []
        case .dispatchError: complain("was told of an error where there was none")
        case .dispatchClose(let event):
            end = event
            hasFinished = true
            if !timers.isEmpty { complain("left \(timers) behind") }
            if event.wasClean, event.code == 1006 { complain("called 1006 clean") }
        }
    }

    private mutating func complain(_ words: String) {
        complaint = complaint ?? "the \(name) \(words)"
    }
}
