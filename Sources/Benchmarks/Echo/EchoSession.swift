internal import WebSocketWire

/// One client of the echo server. What arrives together goes back in one write.
final class EchoSession: Pollable {
    private enum Stage {
        case awaitingRequest(RequestParser)
        case open
        /// The Close is answered: nothing counts any more but that the answer leaves.
        case closing
    }

    private let descriptor: Int32
    private let poller: Poller
    private var slot: Int?
    private var watched = Readiness.readable
    private var stage = Stage.awaitingRequest(RequestParser())
    private var decoder = FrameDecoder(from: .client)
    private var outbox = Outbox()

    /// A client that does not read is not read from: above this, its messages stay in its socket.
    private static let outboxLimit = 1 << 20

    init(_ descriptor: Int32, poller: Poller) {
        self.descriptor = descriptor
        self.poller = poller
    }

    func start() throws(Failure) {
        slot = try poller.add(self, descriptor, for: watched)
    }

    func ready(_ events: Readiness, _ area: inout [UInt8]) {
        do {
            if !events.isSubset(of: .writable), outbox.count <= Self.outboxLimit { try read(&area) }
            try flush()
        } catch {
            // A client that breaks the protocol or the connection is no business of the others.
            end()
        }
    }

    private func read(_ area: inout [UInt8]) throws(Failure) {
        switch Sockets.receive(descriptor, into: &area) {
        case .bytes(let count):
            try area.withFirst(count) { bytes throws(Failure) in try take(&bytes) }
        case .nothing: break
        case .end, .failed: throw Failure.unable("the client went away")
        }
    }

    private func take(_ bytes: inout MutableSpan<UInt8>) throws(Failure) {
        do {
            try answer(&bytes)
        } catch {
            throw .wrong("\(error)")
        }
    }

    private func answer(_ bytes: inout MutableSpan<UInt8>) throws {
        var position = 0
        if case .awaitingRequest(var parser) = stage {
            guard case .complete(let head, let consumed) = try parser.receive(bytes.span) else {
                stage = .awaitingRequest(parser)
                return
            }
            outbox.bytes += try HandshakeResponse(accepting: HandshakeRequest(head)).bytes
            stage = .open
            position = consumed
        }
        guard case .open = stage else { return }
        while let piece = try decoder.next(in: &bytes, at: &position) {
            echo(piece, bytes.span.extracting(piece.payload))
        }
    }

    /// Sends a frame back as it comes, without its mask: a long one is never held.
    private func echo(_ piece: FramePiece, _ payload: Span<UInt8>) {
        if piece.startsFrame {
            var header = piece.header
            header.setMaskingKey(nil)
            if header.opcode == .ping { header.opcode = .pong }
            header.append(to: &outbox.bytes)
        }
        outbox.bytes.append(contentsOf: payload)
        if piece.header.opcode == .close, piece.endsFrame { stage = .closing }
    }

    private func flush() throws(Failure) {
        let isEmpty = try outbox.flush(to: descriptor)
        if isEmpty, case .closing = stage { return end() }
        var wanted: Readiness = isEmpty ? [] : .writable
        if outbox.count <= Self.outboxLimit { wanted.insert(.readable) }
        guard let slot, wanted != watched else { return }
        watched = wanted
        try poller.change(slot, descriptor, for: wanted)
    }

    private func end() {
        guard let slot else { return }
        poller.remove(slot)
        self.slot = nil
        Sockets.close(descriptor)
    }
}
