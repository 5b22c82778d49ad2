internal import Reactor
internal import Relay
internal import WebSocketWire

/// The client of a replay, on a connection that has just been made.
final class ReplayClient: ConnectionHandler {
    /// What it waits for.
    private enum Phase {
        case answer(ResponseParser)
        case playing
        case done
    }

    private let script: ReplayScript
    private let options: ReplayRun.Options
    private let request: RequestHead
    private let connection: Connection
    private let loop: EventLoop
    private let answer = ReplayedAnswer()
    private var completion: ((Result<ReplayRun.Result, ReplayFailure>) -> Void)?
    private var phase = Phase.answer(ResponseParser())
    /// The next one last.
    private var steps: [ReplayStep] = []
    private var scanner = FrameScanner()
    private let began: MonotonicTime
    /// When the server answered.
    private var start: MonotonicTime
    private var timer: TimerToken?
    /// Nothing is waited for any more: the server has not done in time what it did in the trace.
    private var isImpatient = false
    private var bytesSent: UInt64 = 0
    private var isDecompressed = false

    /// So much may wait for the server to read.
    private static let highWater = 1 << 20

    /// Connects, and plays.
    static func connect(
        to endpoint: Endpoint, _ script: ReplayScript, _ options: ReplayRun.Options, on loop: EventLoop,
        completion: @escaping (Result<ReplayRun.Result, ReplayFailure>) -> Void
    ) {
        Connector.connect(to: endpoint, on: loop) { result in
            switch result {
            case .failure(let error): completion(.failure(.unreachable("\(error)")))
            case .success(let connection):
                do throws(TLSError) {
                    if let tls = options.tls {
                        try connection.secure(with: tls, serverName: options.url.connectHost)
                    }
                } catch {
                    connection.close()
                    return completion(.failure(.unreachable("\(error)")))
                }
                ReplayClient(connection, script, options, completion).begin()
            }
        }
    }

    private init(
        _ connection: Connection, _ script: ReplayScript, _ options: ReplayRun.Options,
        _ completion: @escaping (Result<ReplayRun.Result, ReplayFailure>) -> Void
    ) {
        self.connection = connection
        self.script = script
        self.options = options
        self.completion = completion
        loop = connection.loop
        began = loop.now
        start = loop.now
        request = Self.request(script.request, options)
    }

    /// As it was recorded, with a key of its own, for a server may take a key once only.
    private static func request(_ recorded: RequestHead, _ options: ReplayRun.Options) -> RequestHead {
        var head = recorded
        if !options.keepsHost { head.headers.set("Host", options.url.hostHeader) }
        if head.headers["Sec-WebSocket-Key"] != nil {
            let nonce = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
            head.headers.set("Sec-WebSocket-Key", "\(SecWebSocketKey(nonce: nonce))")
        }
        if options.url.target != "/" { head.target = options.url.target }
        return head
    }

    private func begin() {
        connection.start(self)
        connection.write(request.bytes)
        wait(options.patience + script.longestSilence) { [self] in complete() }
    }

    /// Ends it, once.
    private func complete() {
        guard let completion = completion.take() else { return }
        phase = .done
        if let timer { loop.cancel(timer) }
        connection.close()
        completion(
            .success(
                ReplayRun.Result(
                    outcome: answer.outcome, bytesSent: bytesSent, isDecompressed: isDecompressed,
                    unsentSteps: steps.count, duration: loop.now - began)))
    }

    private func wait(_ time: Duration, _ body: @escaping () -> Void) {
        if let timer { loop.cancel(timer) }
        timer = loop.schedule(after: time) { [self] in
            timer = nil
            body()
        }
    }
}

// MARK: - What comes

extension ReplayClient {
    func received(_ bytes: inout MutableSpan<UInt8>) {
        take(bytes.span)
        advance()
    }

    private func take(_ bytes: Span<UInt8>) {
        guard case .answer(var parser) = phase else {
            if case .playing = phase { answer.received(bytes) }
            return
        }
        var position = 0
        do throws(HandshakeViolation) {
            while case .complete(let head, let count) = try parser.receive(bytes.extracting(position...)) {
                position += count
                if !head.isInterim { return answered(head, bytes.extracting(position...)) }
                parser = ResponseParser()
            }
            phase = .answer(parser)
        } catch {
            fail("the server's answer is none: \(error)")
        }
    }

    private func answered(_ head: ResponseHead, _ rest: Span<UInt8>) {
        let agreement = WebSocketAgreement(request: request, response: head)
        answer.begin(agreement)
        start = loop.now
        phase = .playing
        guard head.status == 101, script.expected.status == 101 else { return complete() }
        let (steps, areRewritten) = script.steps(agreeing: agreement.deflateParameters)
        isDecompressed = areRewritten
        self.steps = steps.reversed()
        if !rest.isEmpty { answer.received(rest) }
    }

    func peerFinished(_ end: PeerEnd) { ended(.finished) }

    func failed(_ failure: ConnectionFailure) {
        guard case .tls = failure else { return ended(.reset) }
        if case .answer = phase { return fail("\(failure)") }
        ended(.reset)
    }

    private func ended(_ how: ReplayOutcome.End) {
        if case .done = phase { return }
        answer.ended(how)
        if case .answer = phase { return complete() }
        if how == .reset { return complete() }
        advance()
    }

    func closed() { complete() }

    func drained() { advance() }

    private func fail(_ reason: String) {
        completion.take()?(.failure(.unreachable(reason)))
        phase = .done
        if let timer { loop.cancel(timer) }
        connection.close()
    }
}

// MARK: - What is said

extension ReplayClient {
    /// Does what is due, and waits for what is not.
    private func advance() {
        guard case .playing = phase else { return }
        pong()
        while let step = steps.last {
            guard isDue(step) else { return awaitTime(of: step) }
            if connection.bufferedBytes > Self.highWater { return awaitRoom() }
            steps.removeLast()
            perform(step)
            if case .done = phase { return }
        }
        awaitEnd()
    }

    private func isDue(_ step: ReplayStep) -> Bool {
        if options.isFast { return isImpatient || answer.isOver || answer.milestones >= step.answers }
        return loop.now >= start + step.age
    }

    private func awaitTime(of step: ReplayStep) {
        guard options.isFast else {
            return wait(start + step.age - loop.now) { [self] in advance() }
        }
        wait(options.patience + script.longestSilence) { [self] in
            isImpatient = true
            advance()
        }
    }

    /// `drained` tells when the server has read; it need not ever.
    private func awaitRoom() {
        wait(options.patience + script.longestSilence) { [self] in complete() }
    }

    private func perform(_ step: ReplayStep) {
        switch step.act {
        case .send(let bytes):
            bytesSent += UInt64(bytes.count)
            var position = 0
            let span = bytes.span
            while scanner.next(in: span, at: &position) != nil {}
            connection.write(span)
        case .finish: connection.finish()
        case .reset:
            // The kernel throws away what it has not sent when it resets; `closed` tells when it has.
            phase = .done
            connection.reset(flushWithin: options.patience)
        }
    }

    /// A ping wants its pong, or some servers end the connection: those of the trace have other payloads. None may stand
    /// inside another frame.
    private func pong() {
        guard scanner.isBetweenFrames, !hasFinished else { return }
        for payload in answer.takePings() {
            var frame: [UInt8] = []
            FrameEncoder(role: .client).append(
                .pong, payload: payload.span, maskingKey: MaskingKey(bits: .random(in: .min ... .max)),
                to: &frame)
            connection.write(frame)
        }
    }

    private var hasFinished: Bool {
        steps.isEmpty && script.steps.contains { $0.act == .finish }
    }

    /// All was said: the server may still do what it did in the trace.
    private func awaitEnd() {
        let expected = script.expected
        let isAllThere =
            expected.end == nil
            ? answer.outcome.messages.count >= expected.messages.count
                && (expected.close == nil || answer.outcome.close != nil)
            : answer.outcome.end != nil
        if isAllThere || isImpatient { return complete() }
        let rest = options.isFast ? script.longestSilence : max(.zero, start + script.length - loop.now)
        wait(rest + options.patience) { [self] in complete() }
    }
}
