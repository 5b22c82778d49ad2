internal import WebSocketWire

/// A walk over an input's frames that no offence ends.
struct LiveWalk {
    /// What can be complained of, and codes that a receiver may use for what it finds too much.
    private(set) var codes: Set<CloseCode> = []
    /// The first legal Close in it.
    private(set) var close: ClosePayload?
    var hasClose: Bool { close != nil }
    /// Whether it ends, or the Close comes, before a message's last frame.
    var isInsideMessage: Bool { message != nil }
    /// Whether a text that is not UTF-8 has come to its end.
    private(set) var hasWholeInvalidText = false
    /// Whether a frame that offends by its header or as a Close is there to its end, or never ends.
    private(set) var isOffenceWhole = false
    /// Whether it ends between two frames.
    private(set) var isBetweenFrames = true

    private var text = UTF8Validator()
    private var message: Opcode?
    private var isTextInvalid = false
    private var messageLength: UInt64 = 0
    private var fragments = 0

    /// Nobody need take more; how much a receiver takes is not to be seen from outside.
    private static let small: UInt64 = 16 * 1024
    private static let fewFragments = 64

    init(_ bytes: [UInt8], from sender: EndpointRole) {
        var bytes = bytes
        var decoder = FrameDecoder(from: sender, strictness: .lenient, limits: .none)
        var span = bytes.mutableSpan
        var position = 0
        // All bytes are handed over at once, so that a frame comes in one piece.
        while let piece = try? decoder.next(in: &span, at: &position) {
            // What comes behind a Close is to be ignored (RFC 6455 §1.4), but is seen by who parses before it acts.
            if hasClose {
                for offence in decoder.offences.all { codes.insert(offence.closeCode) }
            } else {
                take(piece, piece.payload.map { span[$0] }, decoder.offences)
            }
        }
        isBetweenFrames = decoder.isBetweenFrames
        guard case .restOfHeader = decoder.awaits else { return }
        // A receiver may see an offence in a header before it has all of it.
        var rest = [UInt8](repeating: 0, count: 14)
        var restSpan = rest.mutableSpan
        position = 0
        guard (try? decoder.next(in: &restSpan, at: &position)) != nil else { return }
        for offence in decoder.offences.all { codes.insert(offence.closeCode) }
    }

    private mutating func take(_ piece: FramePiece, _ payload: [UInt8], _ offences: FrameOffences) {
        let header = piece.header
        for offence in offences.all { codes.insert(offence.closeCode) }
        if header.payloadLength > Self.small { codes.insert(.messageTooBig) }
        if !offences.isEmpty, piece.endsFrame || header.payloadLength >> 63 != 0 { isOffenceWhole = true }
        if header.opcode == .close { return takeClose(payload, isWhole: piece.endsFrame) }
        if header.opcode.isControl { return }
        weigh(header)
        follow(header, payload, isWhole: piece.endsFrame)
    }

    private mutating func takeClose(_ payload: [UInt8], isWhole: Bool) {
        guard isWhole else { return codes.formUnion([.protocolError, .invalidPayload]) }
        do throws(ClosePayloadViolation) {
            close = try ClosePayload(parsing: payload.span)
        } catch {
            codes.insert(error.closeCode)
            isOffenceWhole = true
            // Code and reason may both be wrong, and either may be looked at first.
            let reason = Array(payload.dropFirst(2))
            if !Self.isUTF8(reason) { codes.insert(.invalidPayload) }
        }
    }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        var validator = UTF8Validator()
        return (try? validator.validate(bytes.span)) != nil && (try? validator.finish()) != nil
    }

    /// Limits are each receiver's own.
    private mutating func weigh(_ header: FrameHeader) {
        if header.opcode != .continuation { (messageLength, fragments) = (0, 0) }
        messageLength = header.payloadLength.addingReportingOverflow(messageLength).partialValue
        fragments += 1
        if messageLength > Self.small { codes.insert(.messageTooBig) }
        if fragments > Self.fewFragments { codes.formUnion([.policyViolation, .messageTooBig]) }
        if header.opcode == .binary { codes.insert(.unsupportedData) }
    }

    private mutating func follow(_ header: FrameHeader, _ payload: [UInt8], isWhole: Bool) {
        if header.opcode != .continuation {
            message = header.opcode
            (text, isTextInvalid) = (UTF8Validator(), false)
        }
        defer { if header.isFinal { message = nil } }
        guard message == .text else { return }
        let isEnd = header.isFinal && isWhole
        do throws(UTF8Violation) {
            try text.validate(payload.span)
            if isEnd { try text.finish() }
        } catch {
            isTextInvalid = true
            codes.insert(.invalidPayload)
        }
        if isEnd { hasWholeInvalidText = hasWholeInvalidText || isTextInvalid }
    }
}
