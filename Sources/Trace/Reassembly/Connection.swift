/// A connection that is followed, or was lately.
final class Connection {
    /// Whether anything is still told of it.
    enum State {
        case open
        /// It ended; what was on its way may still come.
        case lingering
        case over
    }

    let key: FlowKey
    let id: StreamID
    let isComplete: Bool
    /// Which of the key's ends connected.
    private let initiatorIsLower: Bool
    var state = State.open
    /// The last packet of it, by number.
    var lastPacket = 0
    // A half tells the listener while it is changed, and Swift's checks of that would take as long as all the rest.
    // Safe: only this file reaches the halves, and TCPReassembler refuses to be called by the listener that it calls,
    // so that nobody comes back here meanwhile.
    @exclusivity(unchecked) private var initiator: StreamHalf
    @exclusivity(unchecked) private var responder: StreamHalf

    init(_ id: StreamID, key: FlowKey, initiatorIsLower: Bool, isComplete: Bool) {
        self.key = key
        self.id = id
        self.initiatorIsLower = initiatorIsLower
        self.isComplete = isComplete
        // Safe: nobody else has it yet.
        unsafe initiator = StreamHalf(.initiator, of: id)
        unsafe responder = StreamHalf(.responder, of: id)
    }

    func side(fromLower: Bool) -> StreamSide { fromLower == initiatorIsLower ? .initiator : .responder }

    /// A segment of this side.
    func take(
        _ segment: TCPSegment, from side: StreamSide, _ bytes: Span<UInt8>, _ head: PacketHead,
        _ teller: Teller
    ) {
        // Safe: see the halves.
        switch side {
        case .initiator: unsafe exchange(&initiator, &responder, segment, bytes, head, teller)
        case .responder: unsafe exchange(&responder, &initiator, segment, bytes, head, teller)
        }
    }

    @inline(__always)
    private func exchange(
        _ sender: inout StreamHalf, _ receiver: inout StreamHalf, _ segment: TCPSegment, _ bytes: Span<UInt8>,
        _ head: PacketHead, _ teller: Teller
    ) {
        // The answer to a SYN of the same ports' next connection, captured before it.
        if segment.flags.contains(.syn), sender.isReplaced(bySYN: segment.sequence) {
            return teller.tally.strayed += 1
        }
        sender.take(segment, bytes, head, teller)
        if segment.flags.isSuperset(of: [.ack, .rst]) {
            receiver.presume(segment.acknowledgement)
        } else if segment.flags.contains(.ack) {
            let fromStart = isComplete || segment.flags.contains(.syn)
            receiver.acknowledge(segment.acknowledgement, fromStart: fromStart, teller)
        }
        sender.lookAgain(head, teller)
        receiver.lookAgain(head, teller)
    }

    /// Tells all that waits.
    func flush(_ head: PacketHead, _ teller: Teller) {
        // Safe: see the halves.
        unsafe initiator.flush(head, teller)
        unsafe responder.flush(head, teller)
    }

    /// Whether each side has ended, or one has no use for what the other may still send.
    var hasEnded: Bool {
        // Safe: see the halves.
        let ends = unsafe (initiator.ended, responder.ended)
        guard let first = ends.0 else { return ends.1 == .reset }
        return first == .reset || ends.1 != nil
    }

    /// Whether this side's SYN with this number begins another connection.
    func isReplaced(bySYN number: UInt32, from side: StreamSide) -> Bool {
        // Safe: see the halves.
        unsafe side == .initiator
            ? initiator.isReplaced(bySYN: number) : responder.isReplaced(bySYN: number)
    }
}
