/// Takes a peer's bytes apart into frames, judges each by RFC 6455 §5, and unmasks payloads where they lie.
///
/// No payload is copied: a piece names the part of the caller's bytes where it stands. Any split of the
/// stream gives the same frames and the same violations at the same offsets.
///
/// ```swift
/// var position = 0
/// while let piece = try decoder.next(in: &bytes, at: &position) {
///     handle(piece.header, bytes.span.extracting(piece.payload))
/// }
/// ```
public struct FrameDecoder: Sendable {
    /// What a decoder does about a violation.
    public enum Strictness: Hashable, Sendable {
        /// Throws at the first, and for ever after: an endpoint must fail the connection (RFC 6455 §7.1.7).
        case strict
        /// Goes on, and tells of each frame's offences in `offences`: a man in the middle.
        case lenient
    }

    @usableFromInline
    var scanner = FrameScanner()

    @usableFromInline
    var rules: FrameRules

    @usableFromInline
    let strictness: Strictness

    /// Whether the next frame begins here and its judgement hangs on nothing that came before.
    @usableFromInline
    var isFresh = true

    private var violation: FrameViolation?

    /// What was wrong with the frame that the last starting piece began. Always empty when strict.
    public private(set) var offences: FrameOffences = []

    /// A decoder of what a peer in the role `sender` sends.
    ///
    /// - Parameters:
    ///   - sender: whose frames these are; a client's must be masked, a server's must not.
    ///   - strictness: whether a violation ends it.
    ///   - meaningfulReservedBits: the RSV bits that extensions use: 4 (RSV1) with permessage-deflate.
    ///   - limits: the sizes that are accepted.
    public init(
        from sender: EndpointRole, strictness: Strictness = .strict, meaningfulReservedBits: UInt8 = 0,
        limits: FrameLimits = FrameLimits()
    ) {
        self.strictness = strictness
        rules = FrameRules(sender: sender, meaningfulReservedBits: meaningfulReservedBits, limits: limits)
    }

    /// The stream's offset of the next byte to come.
    public var offset: UInt64 { scanner.offset }

    /// Whether the stream stands between two frames: an end here cuts none.
    public var isBetweenFrames: Bool { scanner.isBetweenFrames }

    /// Whether a message has begun and not ended.
    public var isInsideMessage: Bool { rules.isInsideMessage }

    /// What the next byte belongs to.
    public var awaits: FrameScanner.Awaited { scanner.awaits }

    /// The next piece of a frame, unmasked; nil when all of `bytes` was taken.
    ///
    /// - Parameters:
    ///   - bytes: what came of the stream; masked payloads in it are unmasked in place.
    ///   - position: where to go on in `bytes`; moved behind the piece.
    @inlinable
    @inline(__always)
    public mutating func next(
        in bytes: inout MutableSpan<UInt8>, at position: inout Int
    ) throws(FrameViolation) -> FramePiece? {
        if let piece = nextPlain(in: &bytes, at: &position) { return piece }
        return try nextJudged(in: &bytes, at: &position)
    }

    /// The commonest frame: one whole message that breaks no rule and lies whole in `bytes`.
    @inlinable
    @inline(__always)
    mutating func nextPlain(in bytes: inout MutableSpan<UInt8>, at position: inout Int) -> FramePiece? {
        guard isFresh, let header = scanner.peek(in: bytes.span, at: position), rules.admitsPlainly(header)
        else { return nil }
        guard let piece = scanner.takeWhole(header, in: bytes.count, at: &position) else { return nil }
        if header.isMasked {
            header.key.apply(to: &bytes, in: piece.payload)
        }
        return piece
    }

    @usableFromInline
    mutating func nextJudged(
        in bytes: inout MutableSpan<UInt8>, at position: inout Int
    ) throws(FrameViolation) -> FramePiece? {
        if let violation { throw violation }
        defer { isFresh = violation == nil && offences.isEmpty && isBetweenFrames && !isInsideMessage }
        guard let piece = scanner.next(in: bytes.span, at: &position) else { return nil }
        if piece.startsFrame { try judge(piece) }
        if piece.header.isMasked {
            piece.header.key.advanced(by: piece.payloadOffset).apply(to: &bytes, in: piece.payload)
        }
        return piece
    }

    private mutating func judge(_ piece: FramePiece) throws(FrameViolation) {
        let found = rules.judge(piece.header)
        offences = found
        guard strictness == .strict, let first = FrameRules.first(of: found) else { return }
        offences = []
        let new = FrameViolation(
            offence: first, header: piece.header, frameOffset: piece.frameOffset,
            limit: rules.limit(for: first))
        violation = new
        throw new
    }
}
