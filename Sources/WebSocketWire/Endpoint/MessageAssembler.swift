/// Makes messages of frames: puts fragments together, inflates them, and checks text as it comes.
///
/// Invalid text is noticed at its first impossible byte, not at the message's end (RFC 6455 §8.1).
struct MessageAssembler: ~Copyable {
    private var inflater: Inflater?
    private let limit: Int

    private var opcode = Opcode.continuation
    private var isCompressed = false
    private var bytes: [UInt8] = []
    private var text = UTF8Validator()

    /// - Parameter limit: the most bytes of a message, decompressed.
    init(inflater: consuming Inflater?, limit: UInt64) {
        self.inflater = inflater
        self.limit = Int(exactly: limit) ?? .max
    }

    /// Takes a piece of a data frame; answers the message that it completes.
    mutating func add(
        _ piece: FramePiece, _ payload: Span<UInt8>
    ) throws(EndpointViolation) -> EndpointEvent? {
        if piece.startsFrame && piece.header.opcode != .continuation {
            begin(piece.header)
        }
        let isLast = piece.endsFrame && piece.header.isFinal
        let known = bytes.count
        do throws(EndpointViolation) { try append(payload, isLast: isLast) } catch {
            // What was inflated before counts first: in how many pieces it came must not matter.
            if opcode == .text { try check(from: known, isLast: false) }
            throw error
        }
        if opcode == .text { try check(from: known, isLast: isLast) }
        return isLast ? finish() : nil
    }

    private mutating func begin(_ header: FrameHeader) {
        opcode = header.opcode
        isCompressed = header.isCompressed
        text = UTF8Validator()
    }

    private mutating func append(_ payload: Span<UInt8>, isLast: Bool) throws(EndpointViolation) {
        guard isCompressed, inflater != nil else { return try appendPlain(payload) }
        do throws(InflateViolation) {
            try inflater?.inflate(payload, into: &bytes, limit: limit)
            if isLast { try inflater?.finishMessage(into: &bytes, limit: limit) }
        } catch {
            throw .deflate(error)
        }
    }

    private mutating func appendPlain(_ payload: Span<UInt8>) throws(EndpointViolation) {
        let room = limit - bytes.count
        guard payload.count <= room else {
            bytes.append(contentsOf: payload.extracting(..<room))
            throw .messageTooBig(limit: UInt64(limit))
        }
        bytes.append(contentsOf: payload)
    }

    private mutating func check(from start: Int, isLast: Bool) throws(EndpointViolation) {
        // A copy, as the span borrows all of `self`.
        var validator = text
        defer { text = validator }
        do throws(UTF8Violation) {
            try validator.validate(bytes.span.extracting(start...))
            if isLast { try validator.finish() }
        } catch {
            throw .text(error)
        }
    }

    private mutating func finish() -> EndpointEvent {
        let whole = bytes
        bytes = []
        return opcode == .text ? .text(String(decoding: whole, as: UTF8.self)) : .binary(whole)
    }
}
