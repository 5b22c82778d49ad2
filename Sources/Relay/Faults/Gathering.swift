internal import Faults
internal import Observer
internal import WebSocketWire

/// A message or a frame that is kept back until it is complete, because a rule may be about it.
struct Gathering {
    /// A frame, and what was decided about it when its header came.
    struct Member {
        var frame: DraftFrame
        /// Rules about single frames that fire.
        var firing: [(rule: Int, dice: RandomStream)] = []
        /// Rules about single frames that have to see its payload.
        var undecided: [Int] = []
    }

    let isMessage: Bool
    /// Its number among the messages of the direction.
    let message: UInt64
    /// Whether it will not leave, and is only read for what comes after it.
    let isTakenOut: Bool
    var members: [Member] = []
    /// Rules about the message that fire.
    var firing: [(rule: Int, dice: RandomStream)] = []
    /// Rules about the message that have to see it whole.
    var undecided: [Int] = []
    /// Bytes of payload so far.
    private(set) var size = 0
    /// Whether the last member's payload is still to be unmasked.
    private var isLastMasked = false

    init(isMessage: Bool, message: UInt64, isTakenOut: Bool = false) {
        self.isTakenOut = isTakenOut
        self.isMessage = isMessage
        self.message = message
    }

    mutating func begin(
        _ header: FrameHeader, origin: UInt64,
        _ decision: (firing: [(rule: Int, dice: RandomStream)], undecided: [Int])
    ) {
        let frame = DraftFrame(header, payload: [], origin: origin)
        members.append(Member(frame: frame, firing: decision.firing, undecided: decision.undecided))
        isLastMasked = header.isMasked
    }

    mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        guard let last = members.indices.last else { return }
        size += range.count
        members[last].frame.payload.append(contentsOf: bytes.extracting(range))
    }

    /// The last member is complete.
    mutating func endFrame() {
        guard isLastMasked, let last = members.indices.last else { return }
        isLastMasked = false
        guard let key = members[last].frame.header.maskingKey else { return }
        var payload: [UInt8] = []
        swap(&payload, &members[last].frame.payload)
        var span = payload.mutableSpan
        key.apply(to: &span)
        swap(&payload, &members[last].frame.payload)
    }

    /// All of it as it came, the last frame perhaps in part.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for (index, member) in members.enumerated() {
            guard index == members.count - 1, isLastMasked else {
                member.frame.append(to: &bytes)
                continue
            }
            member.frame.header.append(to: &bytes)
            bytes.append(contentsOf: member.frame.payload)
        }
        return bytes
    }

    /// Whether a rule fires for it, or still may.
    var isAsked: Bool {
        !firing.isEmpty || !undecided.isEmpty
            || members.contains { !$0.firing.isEmpty || !$0.undecided.isEmpty }
    }

    /// The rules have other places now, by their old ones, or none.
    mutating func move(to places: [Int?]) {
        Self.move(&firing, &undecided, to: places)
        members = members.map { member in
            var member = member
            Self.move(&member.firing, &member.undecided, to: places)
            return member
        }
    }

    private static func move(
        _ firing: inout [(rule: Int, dice: RandomStream)], _ undecided: inout [Int], to places: [Int?]
    ) {
        firing = firing.compactMap { firing in places[firing.rule].map { ($0, firing.dice) } }
        undecided = undecided.compactMap { places[$0] }
    }

    var frames: [DraftFrame] { members.map(\.frame) }

    /// The payload of the message, as it came.
    var payload: [UInt8] {
        members.count == 1
            ? members[0].frame.payload
            : Array(members.lazy.filter { !$0.frame.header.opcode.isControl }.map(\.frame.payload).joined())
    }
}

extension FaultLane {
    /// Unmasks the payload of a frame that is a message by itself, where all of it is there: then it can be judged
    /// where it stands, and mostly goes on without having been copied.
    func peek(_ piece: FramePiece, of bytes: Span<UInt8>) {
        isScratchFilled = false
        guard looksIntoPayloads else { return }
        scratch.removeAll(keepingCapacity: true)
        guard piece.endsFrame, isPlain(piece.header) || piece.header.opcode.isControl, gathering == nil else {
            return
        }
        let payload = bytes.extracting(piece.payload)
        if let key = piece.header.maskingKey {
            key.append(payload, to: &scratch)
        } else {
            scratch.append(contentsOf: payload)
        }
        isScratchFilled = true
    }
}
