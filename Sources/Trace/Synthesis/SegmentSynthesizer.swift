/// Makes up the packets of one TCP connection from what its two sides did, for whoever sees its bytes but not its
/// packets.
///
/// ```
///  connect        SYN, SYN+ACK, ACK
///  data           one segment, or several where it is longer than the MSS; an ACK after every second one
///  finish, reset  FIN+ACK, RST+ACK
///  conclude       the acknowledgement of the last FIN
/// ```
///
/// The numbers are right: Wireshark follows the stream and has nothing to complain of. What is made up is where one
/// packet ends and the next begins: there is one for each call of the kernel, as on a loopback interface.
public struct SegmentSynthesizer: Sendable {
    private var initiator: Half
    private var responder: Half
    private let interface: UInt32
    private let snapLength: Int

    /// What one side has sent, and what of the other's it has acknowledged.
    private struct Half: Sendable {
        let header: HeaderTemplate
        /// The number of the next byte it sends.
        var next: UInt32
        /// Segments of the other's that it has not acknowledged.
        var owed = 0
        var isFinished = false
    }

    /// A connection of two ends on the interface with this number; the numbers of both sides begin at a place that
    /// `seed` says.
    ///
    /// - Parameter snapLength: of longer packets only so much is kept.
    public init(
        initiator: TCPEnd, responder: TCPEnd, interface: Int, seed: UInt32, snapLength: Int = .max
    ) {
        let (initiator, responder) = (initiator.like(responder), responder.like(initiator))
        let first = seed &* 0x9E37_79B9 &+ 0x1000_0000
        self.initiator = Half(header: HeaderTemplate(from: initiator, to: responder), next: first)
        self.responder = Half(
            header: HeaderTemplate(from: responder, to: initiator), next: ~first &+ 0x0200_0000)
        self.interface = UInt32(truncatingIfNeeded: interface)
        self.snapLength = snapLength
    }

    /// The initiator connects, and the responder takes it.
    public mutating func connect(notes: [String] = [], into room: some PacketRoom) {
        emit(.initiator, [.syn], notes: notes, into: room)
        emit(.responder, [.syn, .ack], into: room)
        emit(.initiator, [.ack], into: room)
    }

    /// `side` sends bytes.
    public mutating func send(
        _ bytes: Span<UInt8>, from side: StreamSide, notes: [String] = [], into room: some PacketRoom
    ) {
        guard !isReset, !self[side].isFinished else { return }
        var rest = bytes
        var notes = notes
        let longest = self[side].header.longestPayload
        while !rest.isEmpty {
            if self[side.other].owed >= 2 { emit(side.other, [.ack], into: room) }
            let part = rest.extracting(first: min(longest, rest.count))
            rest = rest.extracting(droppingFirst: part.count)
            emit(side, [.psh, .ack], part, notes: notes, into: room)
            notes = []
        }
    }

    /// Whether `side` can still end the connection, or its half of it.
    public func canEnd(_ side: StreamSide) -> Bool { !isReset && !self[side].isFinished }

    /// Whether the connection was reset.
    public private(set) var isReset = false

    /// `side` sends no more.
    public mutating func finish(_ side: StreamSide, notes: [String] = [], into room: some PacketRoom) {
        guard !isReset, !self[side].isFinished else { return }
        emit(side, [.fin, .ack], notes: notes, into: room)
        self[side].isFinished = true
    }

    /// `side` breaks the connection.
    public mutating func reset(_ side: StreamSide, notes: [String] = [], into room: some PacketRoom) {
        guard !isReset else { return }
        emit(side, [.rst, .ack], notes: notes, into: room)
        isReset = true
    }

    /// `side` acknowledges what it has not yet; false when there is nothing to acknowledge: a second one for the same
    /// bytes would ask for them again (RFC 5681 §3.2).
    public mutating func acknowledge(
        _ side: StreamSide, notes: [String] = [], into room: some PacketRoom
    ) -> Bool {
        guard !isReset, self[side].owed > 0 else { return false }
        emit(side, [.ack], notes: notes, into: room)
        return true
    }

    /// Nothing more happens: the last packet is the acknowledgement that is missing yet. Where none is, for a reset is
    /// not acknowledged, `last` sends its last segment again, without its bytes, if there are notes to carry.
    public mutating func conclude(
        notes: [String] = [], last: StreamSide = .responder, into room: some PacketRoom
    ) {
        let owing = isReset ? [] : StreamSide.allCases.filter { self[$0].owed > 0 }
        for side in owing { emit(side, [.ack], notes: side == owing.last ? notes : [], into: room) }
        if owing.isEmpty, !notes.isEmpty {
            emit(last, isReset ? [.rst, .ack] : [.ack], notes: notes, into: room)
        }
    }

    private subscript(side: StreamSide) -> Half {
        get { side == .initiator ? initiator : responder }
        set { if side == .initiator { initiator = newValue } else { responder = newValue } }
    }
}

// MARK: - One packet

extension SegmentSynthesizer {
    private mutating func emit(
        _ side: StreamSide, _ flags: TCPFlags, notes: [String] = [], into room: some PacketRoom
    ) {
        let none: [UInt8] = []
        emit(side, flags, none.span, notes: notes, into: room)
    }

    private mutating func emit(
        _ side: StreamSide, _ flags: TCPFlags, _ payload: Span<UInt8>, notes: [String],
        into room: some PacketRoom
    ) {
        var half = self[side]
        let other = self[side.other]
        let segment = HeaderTemplate.Segment(
            sequence: half.next, acknowledgement: flags.contains(.ack) ? other.next : 0, flags: flags)
        half.next &+= UInt32(truncatingIfNeeded: payload.count)
        if !flags.isDisjoint(with: [.syn, .fin]) { half.next &+= 1 }
        if flags.contains(.ack) { half.owed = 0 }
        self[side] = half
        // What takes up a sequence number is to be acknowledged.
        if !payload.isEmpty || !flags.isDisjoint(with: [.syn, .fin]) { self[side.other].owed += 1 }
        write(half.header, segment, payload, notes, into: room)
    }

    private func write(
        _ header: HeaderTemplate, _ segment: HeaderTemplate.Segment, _ payload: Span<UInt8>,
        _ notes: [String], into room: some PacketRoom
    ) {
        let length = header.length(of: segment) + payload.count
        let kept = min(length, snapLength)
        let size = PacketBlock.size(packet: length, notes)
        guard let page = room.page(for: size, on: Int(interface)) else { return }
        let block = PacketBlock(
            interface: interface, ticks: room.ticks, length: length, kept: kept, notes: notes)
        block.begin(on: page)
        let start = page.count
        header.write(segment, payload, on: page)
        page.cut(to: start + kept)
        block.end(on: page)
    }
}

extension TCPEnd {
    /// As an IPv6 address where the other one is: a packet has one kind of both.
    fileprivate func like(_ other: TCPEnd) -> TCPEnd {
        guard case .v4(let bits) = address, case .v6 = other.address else { return self }
        // Mapped into IPv6 (RFC 4291 §2.5.5.2).
        return TCPEnd(.v6(0, 0xFFFF_0000_0000 | UInt64(bits)), port: port)
    }
}
