internal import Reactor
internal import Trace

/// Makes packets of what one leg's connection does.
final class LegTap: ConnectionTap {
    private let desk: TraceDesk
    private var made: SegmentSynthesizer
    /// Which side of the connection we are.
    private let own: StreamSide
    /// Cover what is said in both directions; nil to show it.
    private var covers: Covers?
    /// What the next packet that we send is to say.
    private var notes: [String] = []
    /// Whether nothing that we do shows on the wire any more.
    private var isSilent = false
    /// The session's other leg.
    weak var other: LegTap?

    /// What waits to be noted has a limit: a rule may fire for ever where nothing is sent any more.
    private static let mostNotes = 16

    private struct Covers {
        var received = LegCover()
        var sent = LegCover()

        mutating func cover(_ bytes: Span<UInt8>, isReceived: Bool, isPlain: Bool) -> [UInt8]? {
            let covered =
                isReceived
                ? received.cover(bytes, isPlain: isPlain) : sent.cover(bytes, isPlain: isPlain)
            // The server agrees for both sides.
            let isDeflated = received.cover.agreesToDeflate || sent.cover.agreesToDeflate
            (received.cover.isDeflated, sent.cover.isDeflated) = (isDeflated, isDeflated)
            return covered
        }
    }

    init(_ made: SegmentSynthesizer, own: StreamSide, on desk: TraceDesk) {
        if desk.isRedacted { covers = Covers() }
        self.made = made
        self.own = own
        self.desk = desk
    }

    /// The connection is there.
    func begin(_ note: String) { made.connect(notes: [note], into: desk) }

    /// The next packet that we send says this too.
    func note(_ note: String) {
        if notes.count < Self.mostNotes { notes.append(note) }
    }

    /// What has been noted and is in no packet.
    var hasNotes: Bool { !notes.isEmpty }

    /// Takes over what another leg could not say.
    func takeNotes(of other: LegTap) {
        if made.acknowledge(own, notes: other.notes, into: desk) { other.notes = [] }
    }

    /// The session is over: the last packet says so.
    func conclude(_ last: [String]) {
        made.conclude(notes: taken() + last, last: own, into: desk)
    }

    private func taken() -> [String] {
        if notes.isEmpty { return [] }
        defer { notes = [] }
        return notes
    }

    // MARK: - What the connection does

    var seesPlain: Bool { desk.seesPlain }

    func received(_ bytes: Span<UInt8>) {
        if let covered = covers?.cover(bytes, isReceived: true, isPlain: seesPlain) {
            made.send(covered.span, from: own.other, into: desk)
        } else {
            made.send(bytes, from: own.other, into: desk)
        }
    }

    func sent(_ bytes: Span<UInt8>) {
        let notes = taken()
        if let covered = covers?.cover(bytes, isReceived: false, isPlain: seesPlain) {
            made.send(covered.span, from: own, notes: notes, into: desk)
        } else {
            made.send(bytes, from: own, notes: notes, into: desk)
        }
    }

    func peerFinished() { made.finish(own.other, into: desk) }
    func peerReset() { made.reset(own.other, into: desk) }

    func finished() {
        if made.canEnd(own) { made.finish(own, notes: taken(), into: desk) }
    }

    func reset() {
        guard !made.isReset else { return }
        // A rule that resets both names one of them; whoever sees the first RST is to find it there.
        if notes.isEmpty, let other { swap(&notes, &other.notes) }
        made.reset(own, notes: taken(), into: desk)
    }

    func lost() { isSilent = true }

    func closed(withUnread: Bool) {
        if isSilent { return }
        if withUnread { reset() } else { finished() }
    }
}

/// Covers one direction of a leg, unless TLS does.
private struct LegCover {
    var cover = PayloadCover()
    private var isEncrypted: Bool?

    mutating func cover(_ bytes: Span<UInt8>, isPlain: Bool) -> [UInt8]? {
        // A TLS record that begins a handshake: no text and no frame begins so.
        let isEncrypted = isEncrypted ?? (!isPlain && !bytes.isEmpty && bytes[0] == 0x16)
        self.isEncrypted = isEncrypted
        return isEncrypted ? nil : cover.cover(bytes)
    }
}
