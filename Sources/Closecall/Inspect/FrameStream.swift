internal import Trace
internal import WebSocketWire

/// One direction's frames as one end saw them: what pings and pongs say, and, where somebody wants them, all payloads.
///
/// Nearly all frames of nearly all sessions are wanted by nobody: they cost a look at their headers.
final class FrameStream {
    private var scanner = FrameScanner()
    private var frames: UInt64 = 0
    /// Gathers what somebody wants.
    private var collector: FrameCollector?
    /// The payload of a ping or a pong that is under way.
    private var controlPayload: [UInt8] = []
    /// Whether a gap hides where frames begin.
    private(set) var isLost = false

    /// - Parameter collector: who gathers frames and messages; nil where nobody wants them.
    init(_ collector: consuming FrameCollector?) {
        self.collector = collector
    }

    /// The next bytes; `onPing` hears of every ping and pong that is complete.
    @inline(__always)
    func take(_ bytes: Span<UInt8>, at packet: PacketPlace, onPing: (Opcode, [UInt8]) -> Void) {
        guard !isLost else { return }
        var position = 0
        while let piece = scanner.next(in: bytes, at: &position) {
            if piece.startsFrame { frames &+= 1 }
            if piece.header.opcode.isControl { control(piece, in: bytes, onPing) }
            collector?.take(piece, frames, in: bytes, at: packet)
        }
    }

    private func control(_ piece: FramePiece, in bytes: Span<UInt8>, _ onPing: (Opcode, [UInt8]) -> Void) {
        let opcode = piece.header.opcode
        guard opcode == .ping || opcode == .pong else { return }
        if piece.startsFrame { controlPayload = [] }
        // A control frame may be as long as somebody's mistake: two are told apart by their beginnings.
        let room = max(0, ClosePayload.byteLimit - controlPayload.count)
        piece.append(to: &controlPayload, from: bytes, most: room)
        if piece.endsFrame { onPing(opcode, controlPayload) }
    }

    /// So many bytes are not in the trace.
    func miss(_ count: UInt64, at packet: PacketPlace) {
        guard !isLost else { return }
        guard count <= scanner.missing else { return lose(at: packet) }
        scanner.skip(count)
        collector?.miss(count, isEnd: scanner.missing == 0, at: packet)
    }

    private func lose(at packet: PacketPlace) {
        isLost = true
        end(at: packet)
    }

    /// The stream is over: what was under way stays as it is.
    func end(at packet: PacketPlace) {
        collector?.end(at: packet)
        collector = nil
    }
}

extension FramePiece {
    /// Appends the piece's payload, unmasked, but no more than `most` bytes of it.
    func append(to output: inout [UInt8], from bytes: Span<UInt8>, most: Int) {
        let count = min(most, payload.count)
        guard count > 0 else { return }
        let part = bytes.extracting(payload.lowerBound..<(payload.lowerBound + count))
        if let key = header.maskingKey {
            key.advanced(by: payloadOffset).append(part, to: &output)
        } else {
            output.append(contentsOf: part)
        }
    }
}
