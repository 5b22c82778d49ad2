internal import WebSocketWire

/// What is still to come of a chunked body: sizes, data and trailers (RFC 9112 §7.1).
struct ChunkedBody: Sendable, Equatable {
    private enum State: Sendable, Equatable {
        /// In the digits of a chunk's size.
        case size(Int, digits: Int)
        /// Behind them: padding or chunk extensions, `count` bytes of the line so far.
        case restOfSizeLine(Int, count: Int)
        case lineFeedOfSizeLine(Int)
        case data(Int)
        case carriageReturnOfData
        case lineFeedOfData
        /// In a trailer line of which `inLine` bytes came, and `total` of all of them.
        case trailer(inLine: Int, total: Int)
        case lineFeedOfTrailer(inLine: Int, total: Int)
        case complete
    }

    private let lineLimit: Int
    private let trailerLimit: Int
    private var state = State.size(0, digits: 0)

    init(limits: HandshakeLimits) {
        lineLimit = limits.line
        trailerLimit = limits.head
    }

    /// Takes what belongs to the body and says whether that was all of it.
    mutating func take(
        _ bytes: Span<UInt8>, at position: inout Int
    ) throws(HTTPBodyFailure) -> Bool {
        while position < bytes.count {
            if case .data(let left) = state {
                let taken = min(left, bytes.count - position)
                position += taken
                state = taken == left ? .carriageReturnOfData : .data(left - taken)
                continue
            }
            state = try next(bytes[position])
            position += 1
            if state == .complete { return true }
        }
        return false
    }

    private func next(_ byte: UInt8) throws(HTTPBodyFailure) -> State {
        switch state {
        case .size(let size, let digits): return try sizeLine(byte, size, digits)
        case .restOfSizeLine(let size, let count):
            if byte == carriageReturn { return .lineFeedOfSizeLine(size) }
            guard byte != lineFeed else { throw HTTPBodyFailure(.badChunkEnd) }
            guard count < lineLimit else { throw HTTPBodyFailure(.tooLong(limit: lineLimit)) }
            return .restOfSizeLine(size, count: count + 1)
        case .lineFeedOfSizeLine(let size):
            try require(byte, lineFeed)
            return size == 0 ? .trailer(inLine: 0, total: 0) : .data(size)
        case .carriageReturnOfData:
            try require(byte, carriageReturn)
            return .lineFeedOfData
        case .lineFeedOfData:
            try require(byte, lineFeed)
            return .size(0, digits: 0)
        case .trailer(let inLine, let total):
            if byte == carriageReturn { return .lineFeedOfTrailer(inLine: inLine, total: total) }
            guard byte != lineFeed else { throw HTTPBodyFailure(.badChunkEnd) }
            guard total < trailerLimit else { throw HTTPBodyFailure(.tooLong(limit: trailerLimit)) }
            return .trailer(inLine: inLine + 1, total: total + 1)
        case .lineFeedOfTrailer(let inLine, let total):
            try require(byte, lineFeed)
            return inLine == 0 ? .complete : .trailer(inLine: 0, total: total + 2)
        case .data, .complete: return state
        }
    }

    /// `chunk-size [chunk-ext] CRLF`. Some servers pad the size with spaces, which readers let pass.
    private func sizeLine(_ byte: UInt8, _ size: Int, _ digits: Int) throws(HTTPBodyFailure) -> State {
        if let digit = hexDigit(byte) {
            // Fifteen digits are below 2^60; leading zeros count.
            guard digits < 15 else { throw HTTPBodyFailure(.badChunkSize) }
            return .size(size << 4 | digit, digits: digits + 1)
        }
        guard digits > 0 else { throw HTTPBodyFailure(.badChunkSize) }
        switch byte {
        case carriageReturn: return .lineFeedOfSizeLine(size)
        case UInt8(ascii: ";"), UInt8(ascii: " "), UInt8(ascii: "\t"):
            return .restOfSizeLine(size, count: digits + 1)
        default: throw HTTPBodyFailure(byte == lineFeed ? .badChunkEnd : .badChunkSize)
        }
    }

    private func require(_ byte: UInt8, _ expected: UInt8) throws(HTTPBodyFailure) {
        guard byte == expected else { throw HTTPBodyFailure(.badChunkEnd) }
    }

    private func hexDigit(_ byte: UInt8) -> Int? {
        switch byte {
        case 0x30...0x39: Int(byte - 0x30)
        case 0x41...0x46: Int(byte - 0x41 + 10)
        case 0x61...0x66: Int(byte - 0x61 + 10)
        default: nil
        }
    }
}

private let carriageReturn = UInt8(ascii: "\r")
private let lineFeed = UInt8(ascii: "\n")
