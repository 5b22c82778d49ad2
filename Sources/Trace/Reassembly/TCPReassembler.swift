/// Puts the bytes of a trace's TCP connections in order, and tells a listener.
///
/// ```
/// packet > PacketDissector > segment > Connection, by both ends > StreamHalf, by side > StreamListener
/// ```
///
/// A packet lost on its way is sent again, and waited for; one that only the capture lost is not. The other side's
/// acknowledgement tells the two apart: what it has, it was sent, so that nobody sends it again.
///
/// All memory is bounded by `ReassemblyLimits`.
public final class TCPReassembler {
    private let teller: Teller
    private var table: ConnectionTable
    /// The last packet's connection is most often the next one's as well.
    private var last: Connection?
    private var lingering = Queue<(until: UInt64, Connection)>()
    /// When the first of them is done.
    private var nextDeadline = UInt64.max
    private var remembered = Queue<Connection>()
    private var followed = 0
    // Counted beside the tally: each change of that is checked for others at the same time, and these are many.
    private var packets = 0
    private var segments = 0
    /// Of the last packet.
    private var number: UInt64 = 0
    private var time = PacketTime(nanoseconds: 0)
    /// Whether the listener may be in the middle of a call.
    private var isTelling = false

    /// A reassembler at the beginning of a trace. The listener must not call it back, but for its tally.
    public init(_ listener: any StreamListener, limits: ReassemblyLimits = ReassemblyLimits()) {
        teller = Teller(listener, limits: limits)
        table = ConnectionTable(seed: .random(in: 0 ... .max))
    }

    /// What was seen up to now.
    public var tally: TraceTally {
        var tally = teller.tally
        (tally.packets, tally.tcp) = (packets, segments)
        return tally
    }

    /// The memory of all bytes that came before lost ones, and wait for them.
    public var waiting: Int { teller.waiting }

    /// The next packet.
    public func take(_ bytes: Span<UInt8>, _ head: PacketHead) {
        beginTelling()
        defer { isTelling = false }
        number = head.number
        time = head.time
        endLingering()
        packets += 1
        switch PacketDissector.dissect(bytes, link: head.link, originalLength: head.originalLength) {
        case .tcp(let segment):
            segments += 1
            if segment.payload.count < segment.payloadLength { teller.tally.cut += 1 }
            follow(segment, bytes, head)
        case .other: teller.tally.other += 1
        case .fragment: teller.tally.fragments += 1
        case .damaged(let reason): teller.tally.note(damage: reason, packet: head.number)
        }
    }

    /// So late it is by the trace's clock; each packet says so too. Connections that ended a while ago are over then.
    public func passed(to time: PacketTime) {
        beginTelling()
        defer { isTelling = false }
        self.time = time
        endLingering()
    }

    /// The trace ends: all that is open is told to its end.
    public func finish() {
        beginTelling()
        defer { isTelling = false }
        for connection in table.connections.sorted(by: { $0.id < $1.id }) {
            close(connection, .traceEnded)
        }
        table.removeAll()
        last = nil
        lingering = Queue()
        remembered = Queue()
        nextDeadline = .max
    }

    private func beginTelling() {
        precondition(!isTelling, "a listener calls the reassembler that tells it")
        isTelling = true
    }
}

// MARK: - A segment

extension TCPReassembler {
    private func follow(_ segment: TCPSegment, _ bytes: Span<UInt8>, _ head: PacketHead) {
        let (key, fromLower) = FlowKey.of(segment)
        let connection = connection(key, fromLower: fromLower, segment, head)
        let side = connection.side(fromLower: fromLower)
        if connection.state != .over {
            connection.lastPacket = packets
            connection.take(segment, from: side, bytes, head, teller)
        }
        if !head.comments.isEmpty {
            teller.listener.noted(head.comments, from: side, of: connection.id, head)
        }
        if connection.state == .open, connection.hasEnded { linger(connection) }
    }

    private func connection(
        _ key: FlowKey, fromLower: Bool, _ segment: TCPSegment, _ head: PacketHead
    ) -> Connection {
        let opens = segment.flags.contains(.syn) && !segment.flags.contains(.ack)
        if let last, last.key == key, !opens { return last }
        let known = table[key]
        if let known {
            let side = known.side(fromLower: fromLower)
            guard opens, known.isReplaced(bySYN: segment.sequence, from: side) else {
                last = known
                return known
            }
            close(known, .replaced)
        }
        let new = open(key, fromLower: fromLower, segment, head)
        last = new
        return new
    }
}

// MARK: - Beginning and end

extension TCPReassembler {
    private func open(
        _ key: FlowKey, fromLower: Bool, _ segment: TCPSegment, _ head: PacketHead
    ) -> Connection {
        if followed >= teller.limits.connections { forget() }
        let isComplete = segment.flags.contains(.syn) && !segment.flags.contains(.ack)
        let senderConnects = Self.senderConnects(segment)
        let connection = Connection(
            StreamID(teller.tally.streams), key: key, initiatorIsLower: fromLower == senderConnects,
            isComplete: isComplete)
        teller.tally.streams += 1
        followed += 1
        table.insert(connection)
        teller.listener.began(
            StreamBeginning(
                id: connection.id,
                initiator: senderConnects ? segment.source : segment.destination,
                responder: senderConnects ? segment.destination : segment.source,
                interface: head.interface, isComplete: isComplete),
            head)
        return connection
    }

    /// Whether a connection's first packet comes from who opened it. In its middle, servers most often have the lower
    /// port.
    private static func senderConnects(_ segment: TCPSegment) -> Bool {
        if segment.flags.contains(.syn) { return !segment.flags.contains(.ack) }
        return segment.source.port >= segment.destination.port
    }

    private func linger(_ connection: Connection) {
        connection.state = .lingering
        let (seconds, attoseconds) = teller.limits.linger.components
        let span = UInt64(clamping: seconds) &* 1_000_000_000 &+ UInt64(clamping: attoseconds / 1_000_000_000)
        let (until, overflow) = time.nanoseconds.addingReportingOverflow(span)
        lingering.append((overflow ? .max : until, connection))
        // The clock of a trace may stand still.
        while lingering.count > teller.limits.connections, let first = lingering.first {
            lingering.removeFirst()
            close(first.1, .ended)
        }
        nextDeadline = min(nextDeadline, lingering.first?.until ?? .max)
    }

    private func endLingering() {
        guard time.nanoseconds >= nextDeadline else { return }
        while let first = lingering.first, first.until <= time.nanoseconds {
            lingering.removeFirst()
            close(first.1, .ended)
        }
        nextDeadline = lingering.first?.until ?? .max
    }

    /// Tells of a connection to its end. It stays known for a while, lest its last duplicates begin another one.
    private func close(_ connection: Connection, _ why: StreamOver) {
        guard connection.state != .over else { return }
        connection.state = .over
        followed -= 1
        let head = PacketHead(number: number, time: time, link: .raw, originalLength: 0)
        connection.flush(head, teller)
        teller.listener.over(connection.id, connection.hasEnded ? .ended : why, at: time)
        remembered.append(connection)
        while remembered.count > teller.limits.remembered, let oldest = remembered.first {
            remembered.removeFirst()
            table.remove(oldest)
        }
    }

    /// Some at once: to find the longest silent takes a look at all.
    private func forget() {
        let candidates = table.connections.filter { $0.state != .over }.sorted {
            $0.lastPacket < $1.lastPacket
        }
        for connection in candidates.prefix(max(teller.limits.connections / 16, 1)) {
            close(connection, .forgotten)
            table.remove(connection)
        }
        last = nil
    }
}
