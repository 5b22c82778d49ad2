internal import WebSocketWire

/// Has one end of a WebSocket take an input as what its peer sends.
///
/// Switches: 1: it is a client. 2: it compresses. 4: narrow limits. 8: it closes behind the first piece. 16: it sends
/// something before it. 32: the peer ends its half before all is over. 64: the timers run out.
///
/// - In all pieces it tells and answers the same.
/// - What it writes is legal, and nothing stands behind its Close.
/// - It tells of one failure and of one end, and of nothing behind them.
public func fuzzEndpoint(_ input: Span<UInt8>) {
    let choices = Choices(input)
    let stream = input.extracting(droppingFirst: Choices.count)
    let pieces = EndpointRun(stream, in: choices.sizes, choices)
    pieces.check(choices)
    // Where it closes by itself, how much came before that is a matter of the pieces.
    guard !choices.has(8) else { return }
    precondition(EndpointRun(stream, in: Pieces.whole, choices) == pieces, "whole, it does something else")
    precondition(
        EndpointRun(stream, in: Pieces.single, choices) == pieces, "byte by byte, it does something else")
}

/// All that an endpoint told, wrote and asked for.
private struct EndpointRun: Equatable {
    private(set) var events: [EndpointEvent] = []
    private(set) var commands: [EndpointCommand] = []
    private(set) var written: [UInt8] = []

    init(_ stream: Span<UInt8>, in sizes: Pieces.Sizes, _ choices: Choices) {
        var endpoint = WebSocketEndpoint(
            role: choices.has(1) ? .client : .server, deflate: choices.has(2) ? DeflateParameters() : nil,
            limits: choices.has(4) ? EndpointLimits(longestMessage: 20) : EndpointLimits(),
            nextKey: { MaskingKey(1, 2, 3, 4) })
        if choices.has(16) { take { Self.speak(&endpoint, &$0) } }
        for (number, range) in Pieces(of: stream.count, sizes).enumerated() {
            receive(stream.extracting(range), by: &endpoint)
            if number == 0, choices.has(8) {
                take { endpoint.close(.failing(.goingAway, reason: "enough"), into: &$0) }
            }
        }
        if choices.has(32) { take { endpoint.transportFinished(into: &$0) } }
        if choices.has(64) {
            for timer in ClosingHandshake.Timer.allCases { take { endpoint.timerFired(timer, into: &$0) } }
        }
        take { endpoint.transportFailed(into: &$0) }
        let end = commands.count
        take { Self.speak(&endpoint, &$0) }
        precondition(commands.count == end && !endpoint.isOpen, "something is done behind the end")
    }

    private static func speak(_ endpoint: inout WebSocketEndpoint, _ output: inout EndpointOutput) {
        let bytes: [UInt8] = [0, 0xFF, 0x80]
        endpoint.send(text: "äöü", into: &output)
        endpoint.send(binary: bytes.span, into: &output)
        endpoint.ping(bytes.span, into: &output)
    }

    private mutating func receive(_ piece: Span<UInt8>, by endpoint: inout WebSocketEndpoint) {
        var bytes = [UInt8](copying: piece)
        var span = bytes.mutableSpan
        var position = 0
        var isMore = true
        while isMore {
            take { isMore = endpoint.receive(&span, at: &position, into: &$0) }
        }
        precondition(position <= piece.count, "it stands behind what came")
    }

    private mutating func take(_ body: (inout EndpointOutput) -> Void) {
        var output = EndpointOutput()
        body(&output)
        events += output.events
        commands += output.commands
        written += output.bytes
    }
}

extension EndpointRun {
    func check(_ choices: Choices) {
        checkEvents(limit: choices.has(4) ? 20 : .max)
        checkCommands()
        checkWritten(from: choices.has(1) ? .client : .server, isCompressed: choices.has(2))
    }

    private func checkEvents(limit: Int) {
        for (index, event) in events.enumerated() {
            switch event {
            case .text(let text): precondition(text.utf8.count <= limit, "a text over the limit")
            case .binary(let bytes): precondition(bytes.count <= limit, "a message over the limit")
            case .ping(let bytes), .pong(let bytes):
                precondition(bytes.count <= 125, "a control frame over 125 bytes")
            case .closeReceived(let close):
                precondition(index == events.count - 1, "something is told behind the peer's Close")
                precondition(close.code?.mayStandOnTheWire != false, "a forbidden code was accepted")
            case .failed(let violation):
                precondition(index == events.count - 1, "something is told behind the failure")
                precondition(!violation.description.isEmpty, "a violation without words")
                precondition(violation.closeCode.mayStandOnTheWire, "a code that may not be sent")
            }
        }
    }

    private func checkCommands() {
        let endings = commands.compactMap { if case .dispatchClose(let event) = $0 { event } else { nil } }
        precondition(endings.count == 1, "\(endings.count) ends were told")
        guard case .dispatchClose(let event)? = commands.last else {
            preconditionFailure("something is to be done behind the end")
        }
        precondition(event.type == "close", "the end is called something else")
        precondition(Set(endings).contains(event), "an event is not equal to itself")
    }

    /// A peer that is as strict reads all of it, and the last is the only Close.
    private func checkWritten(from role: EndpointRole, isCompressed: Bool) {
        let frames = FrameTranscript(
            of: written.span, in: Pieces.whole,
            by: FrameDecoder(from: role, strictness: .strict, meaningfulReservedBits: isCompressed ? 4 : 0))
        precondition(frames.violation == nil, "it writes what may not be: \(written)")
        precondition(frames.ending?.isBetweenFrames == true, "it writes half a frame")
        let closes = frames.frames.filter { $0.header.opcode == .close }
        precondition(closes.count <= 1, "it sends \(closes.count) Closes")
        guard let close = closes.first else { return }
        precondition(frames.frames.last == close, "it sends something behind its Close")
        precondition((try? ClosePayload(parsing: close.payload.span)) != nil, "it sends a malformed Close")
        if case .failed(let violation)? = events.last,
            let payload = try? ClosePayload(parsing: close.payload.span), payload.code != .goingAway
        {
            precondition(payload.code == violation.closeCode, "it fails with another code than it should")
        }
    }
}
