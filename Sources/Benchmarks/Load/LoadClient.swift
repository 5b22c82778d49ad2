internal import WebSocketWire

/// Who decides what a client does next.
protocol LoadDriver: AnyObject {
    /// The handshake is done.
    func opened(_ client: LoadClient) throws(Failure)
    /// `count` echoes came at once, all as they were sent.
    func echoed(_ client: LoadClient, _ count: Int, at now: UInt64) throws(Failure)
    /// Its closing handshake and the connection's end are done.
    func ended(_ client: LoadClient) throws(Failure)
}

/// One client of a load: it says what it thinks of every byte that comes back.
final class LoadClient: Pollable {
    private enum Stage {
        case awaitingConnection
        case awaitingResponse(ResponseParser)
        case open
        case awaitingClose
        case awaitingEnd
        case ended
    }

    let number: Int
    private let poller: Poller
    private let pattern: MessagePattern
    private let request: HandshakeRequest
    private unowned let driver: any LoadDriver
    private let descriptor: Int32
    private var slot = 0
    private var stage = Stage.awaitingConnection
    private var outbox = Outbox()
    private var isFull = false
    private var decoder = FrameDecoder(from: .server)
    private var random: RandomBits

    private var sent: UInt64 = 0
    private var received: UInt64 = 0
    /// When the messages in flight were sent, by their number modulo the count.
    private var sendTimes: [UInt64]
    /// How long the echoes of the last report took.
    private(set) var delays: [UInt64] = []
    /// When the connection was asked for.
    let startTime: UInt64

    /// How many messages have not come back.
    var inFlight: Int { Int(sent - received) }

    init(
        number: Int, plan: LoadPlan, driver: any LoadDriver, poller: Poller
    ) throws(Failure) {
        self.number = number
        self.poller = poller
        self.driver = driver
        pattern = plan.pattern
        random = RandomBits(seed: plan.seed &+ UInt64(number) &* 0x9E37_79B9)
        sendTimes = Array(repeating: 0, count: max(plan.inFlight, 1))
        do {
            request = try HandshakeRequest(
                target: "/", host: plan.target.description, key: SecWebSocketKey(nonce: random.bytes(16)))
        } catch { throw .unable("our own handshake request: \(error)") }
        startTime = nanoseconds()
        descriptor = try Sockets.connect(to: plan.target, from: plan.source(for: number))
        slot = try poller.add(self, descriptor, for: [.readable, .writable])
    }

    /// Sends the next messages, all in one write.
    func send(_ count: Int, at now: UInt64) throws(Failure) {
        for _ in 0..<count {
            let window = pattern.window(connection: number, message: sent)
            pattern.append(window, maskingKey: key(), to: &outbox.bytes)
            sendTimes[Int(sent % UInt64(sendTimes.count))] = now
            sent += 1
        }
        try flush()
    }

    /// Begins the closing handshake.
    func close() throws(Failure) {
        let payload = ClosePayload.bytes(code: 1000, reasonBytes: [])
        FrameEncoder(role: .client).append(
            .close, payload: payload.span, maskingKey: key(), to: &outbox.bytes)
        stage = .awaitingClose
        try flush()
    }

    /// Ends at once, by a reset.
    func abort() {
        if case .ended = stage { return }
        stage = .ended
        poller.remove(slot)
        Sockets.abort(descriptor)
    }

    func ready(_ events: Readiness, _ area: inout [UInt8]) throws(Failure) {
        if case .awaitingConnection = stage {
            if let error = Sockets.connectError(descriptor) {
                throw .unable("\(self): no connection: \(error)")
            }
            stage = .awaitingResponse(ResponseParser())
            outbox.bytes.append(contentsOf: request.bytes)
            isFull = true
        }
        if isFull { try flush() }
        guard !events.isSubset(of: .writable) else { return }
        switch Sockets.receive(descriptor, into: &area) {
        case .bytes(let count):
            try area.withFirst(count) { bytes throws(Failure) in try take(&bytes) }
        case .end: try end()
        case .nothing: break
        case .failed(let text): throw .wrong("\(self): the connection broke: \(text)")
        }
    }
}

extension LoadClient: CustomStringConvertible {
    var description: String { "connection \(number)" }
}

// MARK: What comes

extension LoadClient {
    private func take(_ bytes: inout MutableSpan<UInt8>) throws(Failure) {
        guard case .awaitingResponse(var parser) = stage else { return try takeFrames(&bytes, from: 0) }
        let early: Int
        do throws(HandshakeViolation) {
            guard case .complete(let head, let consumed) = try parser.receive(bytes.span) else {
                stage = .awaitingResponse(parser)
                return
            }
            _ = try HandshakeResponse(head, answering: request)
            early = bytes.count - consumed
        } catch {
            throw .wrong("\(self): \(error)")
        }
        guard early == 0 else { throw .wrong("\(self): an echo that nobody asked for") }
        stage = .open
        try driver.opened(self)
    }

    private func takeFrames(_ bytes: inout MutableSpan<UInt8>, from start: Int) throws(Failure) {
        let now = nanoseconds()
        var position = start
        delays.removeAll(keepingCapacity: true)
        do {
            while let piece = try decoder.next(in: &bytes, at: &position) {
                try take(piece, bytes.span.extracting(piece.payload), at: now)
            }
        } catch let violation as FrameViolation {
            throw .wrong("\(self): \(violation)")
        } catch let failure as Failure {
            throw failure
        } catch { throw .wrong("\(self): \(error)") }
        if !delays.isEmpty { try driver.echoed(self, delays.count, at: now) }
    }

    private func take(_ piece: FramePiece, _ payload: Span<UInt8>, at now: UInt64) throws(Failure) {
        if piece.header.opcode == .close { return try takeClose(piece) }
        if piece.startsFrame { try check(piece.header) }
        let start =
            pattern.window(connection: number, message: received).lowerBound + Int(piece.payloadOffset)
        guard pattern.matches(payload, at: start) else { throw mismatch(payload, piece, at: start) }
        guard piece.endsFrame else { return }
        delays.append(now &- sendTimes[Int(received % UInt64(sendTimes.count))])
        received += 1
    }

    private func check(_ header: FrameHeader) throws(Failure) {
        guard received < sent else { throw .wrong("\(self): an echo that nobody asked for: \(header)") }
        guard header.opcode == .binary, header.isFinal, header.payloadLength == UInt64(pattern.size) else {
            throw .wrong(
                "\(self), message \(received): expected \(pattern.size) bytes binary, found \(header)")
        }
    }

    private func mismatch(_ payload: Span<UInt8>, _ piece: FramePiece, at start: Int) -> Failure {
        guard let byte = pattern.difference(payload, at: start) else {
            return .wrong("\(self), message \(received): not what was sent")
        }
        let place = Int(piece.payloadOffset) + byte.offset
        let found = String(byte.found, radix: 16)
        let expected = String(byte.expected, radix: 16)
        return .wrong("\(self), message \(received): byte \(place) is \(found), was sent as \(expected)")
    }

    private func takeClose(_ piece: FramePiece) throws(Failure) {
        guard case .awaitingClose = stage else { throw .wrong("\(self): a Close that nobody asked for") }
        guard received == sent else { throw .wrong("\(self): closed with \(inFlight) echoes missing") }
        if piece.endsFrame { stage = .awaitingEnd }
    }

    private func end() throws(Failure) {
        guard case .awaitingEnd = stage else {
            throw .wrong("\(self): the connection ended, with \(inFlight) echoes missing")
        }
        stage = .ended
        poller.remove(slot)
        Sockets.close(descriptor)
        try driver.ended(self)
    }

    private func key() -> MaskingKey { MaskingKey(bits: UInt32(truncatingIfNeeded: random.next())) }

    private func flush() throws(Failure) {
        let isEmpty = try outbox.flush(to: descriptor)
        guard isEmpty == isFull else { return }
        isFull = !isEmpty
        try poller.change(slot, descriptor, for: isFull ? [.readable, .writable] : .readable)
    }
}
