internal import Observer
internal import WebSocketWire

extension RelaySession {
    /// Reads the headers of the frames in `range`, and what a Close says.
    mutating func scan(
        _ bytes: Span<UInt8>, _ range: Range<Int>, from leg: Leg, into actions: inout [Action]
    ) {
        switch leg {
        case .client: toServer.scan(bytes, range, .toServer, into: &actions)
        case .server: toClient.scan(bytes, range, .toClient, into: &actions)
        }
    }
}

extension Lane {
    /// Out of the loop: Close frames are rare, and a payload in a local array would slow all others.
    fileprivate mutating func scan(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ direction: Direction, into actions: inout [Action]
    ) {
        let bytes = bytes.extracting(range)
        var position = 0
        while let piece = scanner.next(in: bytes, at: &position) {
            if piece.startsFrame { frames &+= 1 }
            if piece.header.opcode.isControl {
                if piece.header.opcode == .close { noteClose(piece, in: bytes, direction, into: &actions) }
            } else if piece.header.isFinal, piece.endsFrame {
                messages &+= 1
            }
        }
    }

    mutating func noteClose(
        _ piece: FramePiece, in bytes: Span<UInt8>, _ direction: Direction, into actions: inout [Action]
    ) {
        // What is longer than a control frame may be (RFC 6455 §5.5) is remembered no further.
        let room = max(0, Self.longestControlPayload - closePayload.count)
        for index in piece.payload.prefix(room) { closePayload.append(bytes[index]) }
        guard piece.endsFrame else { return }
        var payload = closePayload
        closePayload = []
        if let key = piece.header.maskingKey {
            var span = payload.mutableSpan
            key.apply(to: &span)
        }
        actions.append(.note(.closeFrame(direction, payload: payload, offset: piece.frameOffset)))
    }

    private static let longestControlPayload = 125
}
