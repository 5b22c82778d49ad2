internal import Observer
internal import WebSocketWire

extension RelaySession {
    /// Follows the frames in `range`: their headers, and what a Close says.
    mutating func scan(
        _ bytes: Span<UInt8>, _ range: Range<Int>, from leg: Leg, into actions: inout [Action]
    ) {
        let watch = observer?.frames(from: leg)
        let bytes = bytes.extracting(range)
        let note = { (piece: FramePiece, payload: [UInt8]) in
            actions.append(.note(.closeFrame(leg.onward, payload: payload, offset: piece.frameOffset)))
        }
        switch leg {
        case .client: toServer.stream.follow(bytes, watch, at: lastActivity, onClose: note)
        case .server: toClient.stream.follow(bytes, watch, at: lastActivity, onClose: note)
        }
    }
}
