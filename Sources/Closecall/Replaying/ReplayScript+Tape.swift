internal import Observer
internal import Relay
internal import Trace
internal import WebSocketWire

extension ReplayScript {
    /// What a connection's tape holds.
    init(session: Int, _ tape: ReplayTape) throws(ReplayFailure) {
        var reader = TapeReader()
        for entry in tape.entries { try reader.take(entry) }
        self = try reader.script(session)
    }
}

/// Reads a script off a tape.
private struct TapeReader {
    private var conversation = HTTPConversation()
    private var request: RequestHead?
    private var agreement: WebSocketAgreement?
    private let answer = ReplayedAnswer()
    private var steps: [ReplayStep] = []
    /// What the client sent before the answer that says what it is.
    private var undecided: [UInt8] = []
    /// Who is the client: who spoke first.
    private var client: StreamSide?
    /// When the server said yes, or anything else.
    private var start: PacketTime?
    private var last: PacketTime?
    private var longestSilence = Duration.zero

    mutating func take(_ entry: ReplayTape.Entry) throws(ReplayFailure) {
        longestSilence = max(longestSilence, entry.time - (last ?? entry.time))
        last = entry.time
        switch entry.happening {
        case .bytes(let bytes):
            let client = client ?? entry.side
            self.client = client
            converse(bytes, from: entry.side == client ? .client : .server, at: entry.time)
        case .missed(let count):
            guard entry.side != client else { throw .missing(count, packet: entry.packet) }
            answer.lost()
        case .ended(let how): ended(how, isClient: entry.side == client, at: entry.time)
        }
    }

    func script(_ session: Int) throws(ReplayFailure) -> ReplayScript {
        guard let request else { throw .noRequest }
        return ReplayScript(
            session: session, request: request, steps: steps, deflate: agreement?.deflateParameters,
            expected: answer.outcome, length: age(last), longestSilence: longestSilence)
    }

    private func age(_ time: PacketTime?) -> Duration {
        guard let start, let time else { return .zero }
        return max(.zero, time - start)
    }

    private mutating func converse(_ bytes: [UInt8], from leg: Leg, at time: PacketTime) {
        var position = 0
        let span = bytes.span
        while let piece = conversation.next(in: span, at: &position, from: leg) {
            switch piece {
            case .requestHead(let head, _): request = head
            case .responseHead(let head, _): answered(head, at: time)
            case .frames(let range): frames(span.extracting(range), from: leg, at: time)
            case .undecided(let range): undecided.append(contentsOf: span.extracting(range))
            case .partOfHead, .body, .opaque: break
            }
        }
    }

    private mutating func answered(_ head: ResponseHead, at time: PacketTime) {
        guard let request, !head.isInterim, agreement?.response.status != 101 else { return }
        let new = WebSocketAgreement(request: request, response: head)
        agreement = new
        start = time
        steps = []
        answer.begin(new)
        guard head.status == 101, !undecided.isEmpty else { return }
        let early = undecided
        undecided = []
        frames(early.span, from: .client, at: time)
    }

    private mutating func frames(_ bytes: Span<UInt8>, from leg: Leg, at time: PacketTime) {
        guard leg == .client else { return answer.received(bytes) }
        var copy: [UInt8] = []
        copy.append(contentsOf: bytes)
        steps.append(ReplayStep(age: age(time), answers: answer.milestones, act: .send(copy)))
    }

    private mutating func ended(_ how: StreamEnd, isClient: Bool, at time: PacketTime) {
        guard isClient else { return answer.ended(how == .reset ? .reset : .finished) }
        // Behind a reset nobody hears of anything.
        if case .reset? = steps.last?.act { return }
        let act = how == .reset ? ReplayStep.Act.reset : .finish
        steps.append(ReplayStep(age: age(time), answers: answer.milestones, act: act))
    }
}
