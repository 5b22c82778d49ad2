public import Observer
internal import WebSocketWire

/// When the bytes of one direction leave, and what becomes of them: the effects in force stand in a row, each slice
/// passes all of them, and waits in a queue for its time.
///
/// Time is handed in; nothing is drawn here. Order is kept whatever the effects say: a slice leaves with the one
/// before it at the earliest. After each `offer`, `pause`, `mark`, `add` and `remove` call `release`; and again when
/// `nextRelease` has come.
public struct StreamShaper: Sendable {
    /// Empty or one: an optional would be as large as what it holds, and most sessions have nothing to shape.
    private var lines: [ShaperLine] = []

    /// Nothing in force.
    public init() {}

    /// Whether nothing is in force and nothing waits: bytes may be forwarded without asking.
    public var isIdle: Bool { lines.isEmpty }

    /// When the first of what waits leaves; nil if nothing waits, or waits for ever.
    public var nextRelease: Moment? { lines.first?.nextRelease }

    /// Bytes that wait.
    public var queuedBytes: Int { lines.first?.queuedBytes ?? 0 }

    /// Puts an effect behind those in force.
    ///
    /// - Parameters:
    ///   - id: its name for `remove`.
    ///   - reachesBack: whether what waits already is held up by it too, as by a network that changes; what its rule
    ///     sent before it began is not.
    ///   - later: it stands before the first of these that is in force.
    public mutating func add(
        _ effect: any StreamEffect, id: Int, at now: Moment, reachesBack: Bool = true,
        before later: [Int] = []
    ) {
        withLine { $0.add(effect, id: id, at: now, reachesBack: reachesBack, before: later) }
    }

    /// Takes an effect away; what waits because of it is timed anew.
    public mutating func remove(id: Int, at now: Moment) {
        guard !isIdle else { return }
        withLine { $0.remove(id: id, at: now) }
    }

    /// Takes the next bytes of the direction.
    ///
    /// - Parameters:
    ///   - startsUnit: whether a frame begins with them, or what came in one read where there are no frames.
    public mutating func offer(_ bytes: Span<UInt8>, startsUnit: Bool, at now: Moment) {
        offer([UInt8](copying: bytes), startsUnit: startsUnit, at: now)
    }

    /// Takes the next bytes of the direction.
    ///
    /// - Parameters:
    ///   - startsUnit: whether a frame begins with them, or what came in one read where there are no frames.
    public mutating func offer(_ bytes: [UInt8], startsUnit: Bool, at now: Moment) {
        guard !bytes.isEmpty else { return }
        withLine { $0.offer(bytes, startsUnit: startsUnit, at: now) }
    }

    /// Lets what follows wait so long, counted from when it could have left.
    ///
    /// - Parameter owner: who may cut it short.
    public mutating func pause(_ time: Duration, at now: Moment, owner: Int? = nil) {
        withLine { $0.append(.pause(time, owner: owner), startsUnit: false, at: now) }
    }

    /// Ends the pauses of an owner, those under way too.
    public mutating func cutShort(pausesOf owner: Int, at now: Moment) {
        guard !isIdle else { return }
        withLine { $0.cutShort(pausesOf: owner, at: now) }
    }

    /// Whether an effect has ended the direction: what is offered now is lost.
    public var hasEnded: Bool { lines.first?.hasEnded ?? false }

    /// Lets `token` out when everything before it is out.
    ///
    /// - Parameter isEnd: whether it stands for the end of the stream, which takes the way of a segment of its own; if
    ///   not it only follows the bytes before it.
    public mutating func mark(_ token: Int, at now: Moment, isEnd: Bool = true) {
        withLine { $0.append(.mark(token), startsUnit: isEnd, at: now) }
    }

    /// Takes out what is due, in order. Bytes that leave together come in one piece.
    public mutating func release(at now: Moment, into outputs: inout [ShaperOutput]) {
        guard !isIdle else { return }
        withLine { $0.release(at: now, into: &outputs) }
    }

    private mutating func withLine(_ body: (inout ShaperLine) -> Void) {
        if lines.isEmpty { lines.append(ShaperLine()) }
        body(&lines[0])
        if lines[0].isIdle { lines = [] }
    }
}

/// What comes out of a shaper.
public enum ShaperOutput: Hashable, Sendable {
    /// These bytes leave.
    case bytes([UInt8])
    /// So many bytes were taken out.
    case lost(Int)
    /// All that was offered before the token is out.
    case mark(Int)
    /// The effect of this name ends connections; nothing of the direction leaves any more.
    case ends(PlannedEnd, id: Int)
}
