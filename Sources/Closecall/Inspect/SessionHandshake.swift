internal import Observer
internal import Relay
internal import Trace
internal import WebSocketWire

/// What a session needs only until its frames begin.
final class SessionHandshake {
    var conversation = HTTPConversation()
    /// What the client sent behind its request for a WebSocket, before the answer: only the answer says whether these
    /// are frames.
    var undecided: [UInt8] = []
    /// Of the head under way, as it is written.
    var request: [UInt8] = []
    /// The same of the server's.
    var response: [UInt8] = []

    static let longestUndecided = 64 * 1024
}

// MARK: - HTTP

extension SessionWatch {
    /// Follows HTTP in bytes that `leg` sent, until they are something else.
    func converse(_ bytes: Span<UInt8>, from leg: Leg, at packet: PacketPlace) {
        guard case .http(let handshake) = phase else { return }
        follow(bytes, from: leg, in: handshake, at: packet)
        switch handshake.conversation.state {
        case .http, .undecided: break
        case .upgraded: phase = .framed
        case .opaque: phase = .opaque
        }
    }

    private func follow(
        _ bytes: Span<UInt8>, from leg: Leg, in handshake: SessionHandshake, at packet: PacketPlace
    ) {
        var position = 0
        while let piece = handshake.conversation.next(in: bytes, at: &position, from: leg) {
            take(piece, of: bytes, from: leg, in: handshake, at: packet)
            tell(handshake, at: packet)
            if leg == .server, !handshake.undecided.isEmpty { decide(handshake, at: packet) }
        }
    }

    private func take(
        _ piece: HTTPPiece, of bytes: Span<UInt8>, from leg: Leg, in handshake: SessionHandshake,
        at packet: PacketPlace
    ) {
        switch piece {
        case .partOfHead(let range):
            keep(bytes.extracting(range), of: leg, in: handshake)
        case .requestHead(let head, let range):
            keep(bytes.extracting(range), of: leg, in: handshake)
            requested(head, in: handshake, at: packet)
        case .responseHead(let head, let range):
            keep(bytes.extracting(range), of: leg, in: handshake)
            answered(head, in: handshake, at: packet)
        case .undecided(let range):
            handshake.undecided.append(contentsOf: bytes.extracting(range))
            if handshake.undecided.count > SessionHandshake.longestUndecided {
                handshake.undecided = []
                handshake.conversation.giveUp()
            }
        case .frames(let range): frames(bytes.extracting(range), from: leg, at: packet)
        case .body, .opaque: break
        }
    }

    private func keep(_ bytes: Span<UInt8>, of leg: Leg, in handshake: SessionHandshake) {
        guard context.listener != nil else { return }
        switch leg {
        case .client: handshake.request.append(contentsOf: bytes)
        case .server: handshake.response.append(contentsOf: bytes)
        }
    }

    private func requested(_ head: RequestHead, in handshake: SessionHandshake, at packet: PacketPlace) {
        record.note(.request(head), at: now)
        if head.headers.contains("websocket", in: "Upgrade") {
            observer.asked(head)
            recognise()
        }
        tell(.request(head), handshake.request, isProxied ? .sent : .both, at: packet)
        handshake.request = []
    }

    private func answered(_ head: ResponseHead, in handshake: SessionHandshake, at packet: PacketPlace) {
        record.note(.response(head), at: now)
        if !head.isInterim { extensions = head.headers.combined("Sec-WebSocket-Extensions") }
        tell(.response(head), handshake.response, isProxied ? .sent : .both, at: packet)
        handshake.response = []
    }

    func tell(
        _ head: InspectedHead.Head, _ bytes: [UInt8], _ sight: SessionObserver.Sight, at packet: PacketPlace
    ) {
        guard let number, isLoud(.handshakes) else { return }
        let told = InspectedHead(head: head, bytes: bytes, sight: sight, packet: packet)
        context.listener?.handshake(told, of: number)
    }

    /// The server's answer says what the client meant by what it sent without waiting for it.
    private func decide(_ handshake: SessionHandshake, at packet: PacketPlace) {
        guard handshake.conversation.state != .undecided else { return }
        let early = handshake.undecided
        handshake.undecided = []
        follow(early.span, from: .client, in: handshake, at: packet)
    }

    /// Says what the connection has become, before anything that comes behind it in the same packet.
    private func tell(_ handshake: SessionHandshake, at packet: PacketPlace) {
        switch handshake.conversation.state {
        case .http, .undecided: break
        case .upgraded(let agreement): upgrade(agreement)
        case .opaque(let reason):
            if record.opaqueReason == nil { note(.opaque("\(reason)")) }
        }
    }

    private func upgrade(_ agreement: WebSocketAgreement) {
        guard record.upgradedAt == nil else { return }
        let deflate = agreement.deflateParameters
        observer.upgraded(deflate)
        record.note(.upgraded(subprotocol: agreement.subprotocol, deflate: deflate), at: now)
        context.totals.webSockets += 1
        for direction in Direction.allCases { begin(direction, deflate) }
    }
}
