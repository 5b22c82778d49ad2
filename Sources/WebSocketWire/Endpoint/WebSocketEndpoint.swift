/// One end of an open WebSocket, strict, without I/O: bytes, ends and timers in; bytes, events and commands out.
///
/// ```
/// bytes > FrameDecoder > MessageAssembler (Inflater, UTF8Validator) > events
///                      > control frames > ClosingHandshake          > commands
/// send, ping, close > Deflater > FrameEncoder                       > bytes
/// ```
///
/// Who drives it writes the bytes, tells of the events, performs the commands, in this order, and calls it
/// when bytes, an end or a timer come. It fails the connection at the first violation (RFC 6455 §7.1.7) and
/// looks at nothing after it.
public struct WebSocketEndpoint: ~Copyable {
    /// Whose end this is.
    public let role: EndpointRole

    private var decoder: FrameDecoder
    private var assembler: MessageAssembler
    private var controlPayload: [UInt8] = []
    private let encoder: FrameEncoder
    private var deflater: Deflater?
    private var closing: ClosingHandshake
    private let nextKey: @Sendable () -> MaskingKey

    /// An end whose handshake has just succeeded.
    ///
    /// - Parameters:
    ///   - role: which end.
    ///   - deflate: what was agreed on compression; nil for none.
    ///   - limits: sizes and waits.
    ///   - nextKey: a key for each frame of a client, which nobody can guess (RFC 6455 §5.3, §10.3).
    public init(
        role: EndpointRole, deflate: DeflateParameters? = nil, limits: EndpointLimits = EndpointLimits(),
        nextKey: @escaping @Sendable () -> MaskingKey
    ) {
        self.role = role
        self.nextKey = nextKey
        encoder = FrameEncoder(role: role)
        decoder = FrameDecoder(
            from: role.peer, meaningfulReservedBits: deflate == nil ? 0 : 4,
            limits: deflate == nil ? limits.frames : limits.framesWhenCompressed)
        let (sent, received) =
            role == .client ? (deflate?.toServer, deflate?.toClient) : (deflate?.toClient, deflate?.toServer)
        deflater = sent.map { Deflater($0) }
        // The largest window whatever was agreed: with a smaller one, zlib follows a reference that is too far
        // as long as the bytes are still at hand, and what it says would depend on how the input was split.
        assembler = MessageAssembler(
            inflater: received.map { Inflater(windowBits: .max, contextTakeover: $0.contextTakeover) },
            limit: limits.frames.messagePayload)
        closing = ClosingHandshake(role: role, limits: limits.closing)
    }

    /// Whether messages can still be sent.
    public var isOpen: Bool { closing.maySend }
}

// MARK: Receiving

extension WebSocketEndpoint {
    /// Takes what came up to the next thing that is to be told or done; true if there is one, false once all
    /// of `bytes` was taken.
    ///
    /// One thing at a time, because the answers must keep the order of what they answer: the echo of a message
    /// goes out before the Close that a violation in the same segment is answered with, and nothing after it.
    ///
    /// - Parameters:
    ///   - bytes: what came; masked payloads in it are unmasked in place.
    ///   - position: where to go on in `bytes`.
    ///   - output: what there is to be done.
    public mutating func receive(
        _ bytes: inout MutableSpan<UInt8>, at position: inout Int, into output: inout EndpointOutput
    ) -> Bool {
        do throws(EndpointViolation) {
            while closing.mayReceive, let piece = try next(in: &bytes, at: &position) {
                try take(piece, bytes.span.extracting(piece.payload), into: &output)
                if !output.isEmpty { return true }
            }
            return false
        } catch {
            output.events.append(.failed(error))
            handle(.peerOffence(.failing(error.closeCode, reason: error.description)), into: &output)
            return true
        }
    }

    private mutating func next(
        in bytes: inout MutableSpan<UInt8>, at position: inout Int
    ) throws(EndpointViolation) -> FramePiece? {
        do throws(FrameViolation) {
            return try decoder.next(in: &bytes, at: &position)
        } catch {
            throw .frame(error)
        }
    }

    private mutating func take(
        _ piece: FramePiece, _ payload: Span<UInt8>, into output: inout EndpointOutput
    ) throws(EndpointViolation) {
        guard piece.header.opcode.isControl else {
            if let message = try assembler.add(piece, payload) { output.events.append(message) }
            return
        }
        controlPayload.append(contentsOf: payload)
        guard piece.endsFrame else { return }
        let whole = controlPayload
        controlPayload = []
        switch piece.header.opcode {
        case .ping:
            if closing.maySend { send(.pong, whole.span, into: &output) }
            output.events.append(.ping(whole))
        case .pong: output.events.append(.pong(whole))
        default: try takeClose(whole.span, into: &output)
        }
    }

    private mutating func takeClose(
        _ bytes: Span<UInt8>, into output: inout EndpointOutput
    ) throws(EndpointViolation) {
        do throws(ClosePayloadViolation) {
            let payload = try ClosePayload(parsing: bytes)
            output.events.append(.closeReceived(payload))
            handle(.peerClose(payload), into: &output)
        } catch {
            throw .close(error)
        }
    }
}

// MARK: Ending

extension WebSocketEndpoint {
    /// Begins the closing handshake; nothing where it has begun already.
    public mutating func close(_ payload: ClosePayload, into output: inout EndpointOutput) {
        handle(.localClose(payload), into: &output)
    }

    /// The peer ended its half of the transport.
    public mutating func transportFinished(into output: inout EndpointOutput) {
        handle(.transportFinished, into: &output)
    }

    /// The transport is gone.
    public mutating func transportFailed(into output: inout EndpointOutput) {
        handle(.transportFailed, into: &output)
    }

    /// A timer that a command armed has run out.
    public mutating func timerFired(_ timer: ClosingHandshake.Timer, into output: inout EndpointOutput) {
        handle(.timeout(timer), into: &output)
    }

    private mutating func handle(_ input: ClosingHandshake.Input, into output: inout EndpointOutput) {
        for action in closing.handle(input) {
            switch action {
            case .send(let payload): send(.close, payload.bytes.span, into: &output)
            case .arm(let timer, let wait): output.commands.append(.arm(timer, after: wait))
            case .cancel(let timer): output.commands.append(.cancel(timer))
            case .finish: output.commands.append(.finish)
            case .abort: output.commands.append(.abort)
            case .dispatchError: output.commands.append(.dispatchError)
            case .dispatchClose(let event): output.commands.append(.dispatchClose(event))
            }
        }
    }
}

// MARK: Sending

extension WebSocketEndpoint {
    /// Sends a text message; nothing once a Close was sent (RFC 6455 §5.5.1).
    public mutating func send(text: String, into output: inout EndpointOutput) {
        sendMessage(.text, Array(text.utf8).span, into: &output)
    }

    /// Sends a binary message; nothing once a Close was sent.
    public mutating func send(binary: Span<UInt8>, into output: inout EndpointOutput) {
        sendMessage(.binary, binary, into: &output)
    }

    /// Sends a ping of at most 125 bytes; nothing once a Close was sent.
    public mutating func ping(_ payload: Span<UInt8>, into output: inout EndpointOutput) {
        precondition(payload.count <= 125, "a control frame carries at most 125 bytes (RFC 6455 §5.5)")
        if closing.maySend { send(.ping, payload, into: &output) }
    }

    private mutating func sendMessage(
        _ opcode: Opcode, _ payload: Span<UInt8>, into output: inout EndpointOutput
    ) {
        guard closing.maySend else { return }
        var compressed: [UInt8] = []
        guard deflater != nil, (try? deflater?.deflate(payload, into: &compressed)) != nil else {
            return send(opcode, payload, into: &output)
        }
        send(opcode, compressed.span, isCompressed: true, into: &output)
    }

    private func send(
        _ opcode: Opcode, _ payload: Span<UInt8>, isCompressed: Bool = false,
        into output: inout EndpointOutput
    ) {
        encoder.append(
            opcode, payload: payload, isCompressed: isCompressed,
            maskingKey: role == .client ? nextKey() : .zero, to: &output.bytes)
    }
}
