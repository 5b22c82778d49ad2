import Closecall
import Observer
import Relay
import Scenarios
import Trace
import WebSocketWire

/// A relayed session on a virtual clock between two peers who echo and answer, with its trace told to an inspector as a
/// proxy records it.
final class RecordedRelay {
    let heard = HeardTrace([.frames])
    let inspector: TraceInspector
    private var session: RelaySession
    private var record: SessionRecord
    private var actions: [Action] = []
    private(set) var live: Ending?

    private var now: UInt64 = 1_700_000_000_000_000
    private var number: UInt64 = 0
    private var order = 0
    private var due: [(at: UInt64, order: Int, what: () -> Void)] = []
    private var wake: UInt64?
    private var notes: [String] = []
    private var halves: [Leg: Set<Half>] = [.client: [], .server: []]
    private var gone: Set<Leg> = []
    private var peers: [Leg: EchoPeer] = [:]
    private let profiles: (EndpointProfile.Name, EndpointProfile.Name)

    private enum Half { case peers, ours }

    private static let streams: [Leg: StreamID] = [.client: StreamID(0), .server: StreamID(1)]

    init(_ scenario: Scenario?, client: EndpointProfile.Name, server: EndpointProfile.Name) {
        profiles = (client, server)
        var options = RelayOptions()
        options.rules = scenario.map { RuleSet($0) { _ in 1 } }
        options.handshakeTimeout = nil
        session = RelaySession(options, at: Moment(microseconds: now))
        record = SessionRecord(start: Moment(microseconds: now))
        var inspection = InspectionOptions()
        (inspection.clientProfile, inspection.serverProfile) = (client, server)
        inspector = TraceInspector(inspection, listener: heard)
        for leg in Leg.allCases { begin(leg) }
        peers = [.client: EchoPeer(.client), .server: EchoPeer(.server)]
        wake = session.firstWake?.microseconds
    }

    private func head(_ comments: [String]) -> PacketHead {
        number += 1
        return PacketHead(
            number: number, time: PacketTime(nanoseconds: now * 1000), interface: 0, link: .raw,
            originalLength: 0, comments: comments)
    }

    private func begin(_ leg: Leg) {
        let ends = (TCPEnd(.v4(1), port: 1), TCPEnd(.v4(2), port: leg == .client ? 9000 : 80))
        inspector.began(
            StreamBeginning(
                id: Self.streams[leg] ?? StreamID(0), initiator: ends.0, responder: ends.1,
                interface: leg == .client ? 0 : 1, isComplete: true),
            head(["\(TraceNote.leg(session: 7, leg))"]))
    }

    // MARK: Time

    func after(_ milliseconds: UInt64, _ what: @escaping () -> Void) {
        order += 1
        due.append((now + milliseconds * 1000, order, what))
    }

    /// Plays until nothing is to come, or the time is over.
    func play(seconds: UInt64 = 60) {
        let end = now + seconds * 1_000_000
        while live == nil {
            due.sort { ($0.at, $0.order) < ($1.at, $1.order) }
            let next = due.first?.at ?? .max
            if let wake, wake <= next, wake < end {
                now = max(now, wake)
                self.wake = nil
                act { $0.woke(at: Moment(microseconds: now), into: &$1) }
            } else if next < end {
                now = max(now, next)
                due.removeFirst().what()
            } else {
                return
            }
        }
    }

    // MARK: The peers

    func sends(_ leg: Leg, _ bytes: [UInt8]) {
        guard !bytes.isEmpty, halves[leg]?.contains(.peers) == false, !gone.contains(leg) else { return }
        let side = leg == .client ? StreamSide.initiator : .responder
        inspector.received(bytes.span, from: side, of: Self.streams[leg] ?? StreamID(0), head(takeNotes()))
        session.received(bytes.span, from: leg, at: Moment(microseconds: now), into: &actions)
        perform(bytes)
    }

    func ends(_ leg: Leg, _ how: LegEnd) {
        guard halves[leg]?.contains(.peers) == false || how == .reset, !gone.contains(leg) else { return }
        halves[leg]?.insert(.peers)
        let side = leg == .client ? StreamSide.initiator : .responder
        tell(leg, side, how == .reset ? .reset : .finished)
        act { $0.ended(leg, how, at: Moment(microseconds: now), into: &$1) }
        settle(leg, isReset: how == .reset)
    }

    // MARK: Actions

    private func act(_ body: (inout RelaySession, inout [Action]) -> Void) {
        body(&session, &actions)
        perform([])
    }

    private func perform(_ received: [UInt8]) {
        let performed = actions
        actions = []
        for action in performed {
            switch action {
            case .forward(let range, let leg): deliver(Array(received[range]), to: leg)
            case .write(let bytes, let leg): deliver(bytes, to: leg)
            case .end(let leg, let how): end(leg, how)
            case .wake(let moment): wake = moment?.microseconds
            case .note(let evidence):
                record.note(evidence, at: Moment(microseconds: now))
                if case .fired(let firing) = evidence {
                    notes.append("\(TraceNote.fired(TraceFiring(firing)))")
                }
            case .over: over()
            case .pause, .resume: break
            }
        }
    }

    private func takeNotes() -> [String] {
        defer { notes = [] }
        return notes
    }

    private func deliver(_ bytes: [UInt8], to leg: Leg) {
        guard !bytes.isEmpty, halves[leg]?.contains(.ours) == false, !gone.contains(leg) else { return }
        let side = leg == .client ? StreamSide.responder : .initiator
        inspector.received(bytes.span, from: side, of: Self.streams[leg] ?? StreamID(0), head(takeNotes()))
        after(1) { [self] in
            guard let peer = peers[leg] else { return }
            for reaction in peer.hears(bytes) { perform(reaction, by: leg) }
        }
    }

    private func perform(_ reaction: EchoPeer.Reaction, by leg: Leg) {
        switch reaction {
        case .send(let bytes): sends(leg, bytes)
        case .end(let how): ends(leg, how)
        }
    }

    private func end(_ leg: Leg, _ how: HangUp) {
        guard !gone.contains(leg), halves[leg]?.contains(.ours) == false else { return }
        halves[leg]?.insert(.ours)
        let isReset = how == .reset || how == .abort
        tell(leg, leg == .client ? .responder : .initiator, isReset ? .reset : .finished)
        settle(leg, isReset: isReset)
        after(1) { [self] in ends(leg, .finished) }
    }

    private func tell(_ leg: Leg, _ side: StreamSide, _ how: StreamEnd) {
        inspector.ended(side, how, of: Self.streams[leg] ?? StreamID(0), head(takeNotes()))
    }

    private func settle(_ leg: Leg, isReset: Bool) {
        guard isReset || halves[leg]?.count == 2, gone.insert(leg).inserted else { return }
        // Not within the actions that are being performed.
        after(0) { [self] in
            act { $0.gone(leg, into: &$1) }
            let time = PacketTime(nanoseconds: now * 1000)
            inspector.over(Self.streams[leg] ?? StreamID(0), .ended, at: time)
        }
    }

    private func over() {
        live = session.ending(
            client: .named(profiles.0), server: .named(profiles.1), at: Moment(microseconds: now))
    }
}

/// A peer who greets, echoes texts, and answers Closes and ends.
final class EchoPeer {
    enum Reaction {
        case send([UInt8])
        case end(LegEnd)
    }

    private let leg: Leg
    private var side: StreamSide { leg == .client ? .initiator : .responder }
    private var head: [UInt8] = []
    private var isFramed = false
    private var scanner = FrameScanner()
    private var payload: [UInt8] = []
    private var heard = 0
    private var hasClosed = false

    init(_ leg: Leg) { self.leg = leg }

    func hears(_ bytes: [UInt8]) -> [Reaction] {
        guard !isFramed else { return frames(bytes) }
        head += bytes
        guard let end = head.firstIndex(ofHeadEnd: ()) else { return [] }
        isFramed = true
        let rest = Array(head[end...])
        let isTaken = head.starts(with: "HTTP/1.1 101".utf8) || head.starts(with: "GET ".utf8)
        guard isTaken else { return leg == .client ? [.end(.finished)] : [] }
        let hello =
            leg == .client
            ? Handshakes.text("one", from: side) + Handshakes.text("two", from: side)
            : Array(Handshakes.answer().utf8)
        return [.send(hello)] + frames(rest)
    }

    private func frames(_ bytes: [UInt8]) -> [Reaction] {
        var reactions: [Reaction] = []
        var position = 0
        while let piece = scanner.next(in: bytes.span, at: &position) {
            if piece.startsFrame { payload = [] }
            let part = Array(bytes[piece.payload])
            if let key = piece.header.maskingKey {
                key.advanced(by: piece.payloadOffset).append(part.span, to: &payload)
            } else {
                payload += part
            }
            if piece.endsFrame { reactions += frame(piece.header) }
        }
        return reactions
    }

    private func frame(_ header: FrameHeader) -> [Reaction] {
        guard !hasClosed else { return [] }
        switch header.opcode {
        case .text where leg == .server:
            return [.send(Handshakes.frame(.text, payload, from: side))]
        case .text:
            heard += 1
            guard heard == 2 else { return [] }
            hasClosed = true
            return [.send(Handshakes.frame(.ping, [9], from: side) + Handshakes.close(1000, from: side))]
        case .ping: return [.send(Handshakes.frame(.pong, payload, from: side))]
        case .close:
            hasClosed = true
            let answer = Reaction.send(Handshakes.frame(.close, payload, from: side))
            return leg == .server ? [answer, .end(.finished)] : [answer]
        default: return []
        }
    }
}

extension [UInt8] {
    /// The place behind the first empty line.
    fileprivate func firstIndex(ofHeadEnd: Void) -> Int? {
        let mark = Array("\r\n\r\n".utf8)
        guard count >= 4 else { return nil }
        return (0...(count - 4)).first { self[$0..<$0 + 4].elementsEqual(mark) }.map { $0 + 4 }
    }
}
