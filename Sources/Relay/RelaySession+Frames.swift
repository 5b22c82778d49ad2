internal import Observer
internal import WebSocketWire

extension RelaySession {
    /// Follows the frames in `range`: their headers, and what a Close says.
    mutating func scan(
        _ bytes: Span<UInt8>, _ range: Range<Int>, from leg: Leg, into actions: inout [Action]
    ) {
        let bytes = bytes.extracting(range)
        let now = lastActivity
        switch leg {
        case .client: if toServer.stream.skims(bytes, at: now) { return }
        case .server: if toClient.stream.skims(bytes, at: now) { return }
        }
        showFrames(bytes, from: leg, into: &actions)
    }

    private mutating func showFrames(_ bytes: Span<UInt8>, from leg: Leg, into actions: inout [Action]) {
        beginStep(at: lastActivity)
        let watch = observer?.frames(from: leg)
        func note(_ piece: FramePiece, _ payload: [UInt8]) {
            actions.append(.note(.closeFrame(leg.onward, payload: payload, offset: piece.frameOffset)))
        }
        switch leg {
        case .client: toServer.stream.follow(bytes, watch, at: lastActivity, onClose: note)
        case .server: toClient.stream.follow(bytes, watch, at: lastActivity, onClose: note)
        }
    }
}
