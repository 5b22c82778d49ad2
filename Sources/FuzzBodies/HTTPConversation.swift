internal import Observer
internal import Relay
internal import WebSocketWire

/// Follows an input as the HTTP of one connection: the client's bytes and the server's in turns, each turn ended by
/// FE. Switch 1 narrows the limits of heads, 2 those of pipelines.
///
/// - Every byte is in exactly one piece.
/// - In all pieces the conversation is the same, and stands where it stood.
public func fuzzHTTPConversation(_ input: Span<UInt8>) {
    let choices = Choices(input)
    let rest = input.extracting(droppingFirst: Choices.count)
    let turns = [UInt8](copying: rest).split(separator: 0xFE, omittingEmptySubsequences: false).map(
        Array.init)
    func watch(_ sizes: Pieces.Sizes) -> HTTPWatch {
        var watch = HTTPWatch(
            HTTPConversation(
                limits: choices.has(1) ? HandshakeLimits(line: 48, headers: 5, head: 200) : HandshakeLimits(),
                pipelineLimit: choices.has(2) ? 2 : 64))
        for (index, turn) in turns.enumerated() {
            let leg: Leg = index.isMultiple(of: 2) ? .client : .server
            for range in Pieces(of: turn.count, sizes) { watch.feed(turn.span.extracting(range), from: leg) }
        }
        return watch
    }
    let whole = watch(Pieces.whole)
    precondition(watch(choices.sizes).sees(whole), "in pieces a conversation is another")
    precondition(watch(Pieces.single).sees(whole), "byte by byte a conversation is another")
    if case .upgraded(let agreement) = whole.conversation.state {
        precondition(agreement.request.isWebSocketUpgrade, "upgraded by no request for it")
        precondition(agreement.response.status == 101, "upgraded by something else than a 101")
    }
}

/// An owner of a conversation, who notes what bytes are and does with undecided ones as it should.
private struct HTTPWatch {
    private enum Meaning: Equatable {
        case request(RequestHead)
        case response(ResponseHead)
        case partOfHead, body, undecided, frames, opaque
    }

    private struct Run: Equatable {
        let meaning: Meaning
        var count: Int
    }

    private(set) var conversation: HTTPConversation
    private var fromClient: [Run] = []
    private var fromServer: [Run] = []
    /// What undecided bytes came to be, decision by decision.
    private var decided: [[Run]] = []
    private var kept: [UInt8] = []

    init(_ conversation: HTTPConversation) {
        self.conversation = conversation
    }

    func sees(_ other: HTTPWatch) -> Bool {
        fromClient == other.fromClient && fromServer == other.fromServer && decided == other.decided
            && conversation.state == other.conversation.state
            && conversation.canAnswerClient == other.conversation.canAnswerClient
            && Leg.allCases.allSatisfy { conversation.end(of: $0) == other.conversation.end(of: $0) }
    }

    mutating func feed(_ bytes: Span<UInt8>, from leg: Leg) {
        var position = 0
        while let piece = take(bytes, at: &position, from: leg) {
            if leg == .client { note(piece, in: &fromClient) } else { note(piece, in: &fromServer) }
        }
        precondition(position == bytes.count, "bytes were left")
    }

    private mutating func take(_ bytes: Span<UInt8>, at position: inout Int, from leg: Leg) -> HTTPPiece? {
        let (start, before) = (position, conversation.state)
        guard let piece = conversation.next(in: bytes, at: &position, from: leg) else { return nil }
        precondition(piece.range == start..<position, "a piece has other bytes than were taken")
        precondition(!piece.range.isEmpty, "a piece of nothing")
        if case .undecided(let range) = piece { for index in range { kept.append(bytes[index]) } }
        if before == .undecided, conversation.state != .undecided { decide() }
        return piece
    }

    private mutating func decide() {
        let copy = kept
        kept = []
        var position = 0
        var runs: [Run] = []
        while let piece = take(copy.span, at: &position, from: .client) { note(piece, in: &runs) }
        if !runs.isEmpty { decided.append(runs) }
    }

    private func note(_ piece: HTTPPiece, in runs: inout [Run]) {
        var count = piece.range.count
        // The beginning of a head is the head's, or that of what was no head after all.
        if let last = runs.last, last.meaning == .partOfHead {
            runs.removeLast()
            count += last.count
        }
        let meaning = meaning(of: piece)
        switch meaning {
        case .request, .response: break
        case .partOfHead, .body, .undecided, .frames, .opaque:
            if let last = runs.last, last.meaning == meaning {
                runs[runs.count - 1].count += count
                return
            }
        }
        runs.append(Run(meaning: meaning, count: count))
    }

    private func meaning(of piece: HTTPPiece) -> Meaning {
        switch piece {
        case .partOfHead: .partOfHead
        case .requestHead(let head, _): .request(head)
        case .responseHead(let head, _): .response(head)
        case .body: .body
        case .undecided: .undecided
        case .frames: .frames
        case .opaque: .opaque
        }
    }
}
