internal import WebSocketWire

/// Reads the body that a request's head announces (RFC 9112 §6.3), and takes the chunks out of it.
///
/// Unlike a relay, which passes chunks on as they are, a server wants what is in them.
struct RequestBodyReader: Sendable, Equatable {
    private enum State: Sendable, Equatable {
        /// So many bytes.
        case counted(Int)
        /// In a line of this kind.
        case line(Line)
        /// In a chunk.
        case chunk(Int)
        case complete
    }

    private enum Line: Sendable, Equatable {
        case size
        case afterChunk
        case trailer
    }

    private let limit: Int
    private var state: State
    /// The line under way.
    private var line: [UInt8] = []
    /// Bytes of lines, which a client may not send without end either.
    private var framing = 0
    /// What came.
    private(set) var bytes: [UInt8] = []

    /// A chunk's line, its extensions included, or a trailer.
    private static let longestLine = 4096

    init(_ head: RequestHead, limit: Int) throws(HTTPRefusal) {
        self.limit = limit
        guard let coding = head.headers.combined("Transfer-Encoding") else {
            let length = try Self.length(head.headers)
            guard length <= limit else { throw .bodyTooLong(limit) }
            state = length == 0 ? .complete : .counted(length)
            return
        }
        // Readers differ on which of the two counts, which is how requests are smuggled (RFC 9112 §6.1).
        guard head.headers["Content-Length"] == nil else {
            throw HTTPRefusal(400, "expected Content-Length or Transfer-Encoding, found both")
        }
        guard head.version >= .http11 else {
            throw HTTPRefusal(400, "HTTP/1.0 has no Transfer-Encoding, found \(coding.debugDescription)")
        }
        guard coding.lowercased() == "chunked" else {
            throw HTTPRefusal(
                501, "the only Transfer-Encoding here is chunked, found \(coding.debugDescription)")
        }
        state = .line(.size)
    }

    var isComplete: Bool { state == .complete }

    /// Whether nothing of it came yet, nor of its first chunk's line.
    var isEmpty: Bool { bytes.isEmpty && framing == 0 }

    /// The same number may stand there several times (RFC 9110 §8.6).
    private static func length(_ headers: HTTPHeaders) throws(HTTPRefusal) -> Int {
        guard let text = headers.combined("Content-Length") else { return 0 }
        let values = Set(headers.elements(of: "Content-Length"))
        guard values.count == 1, let value = values.first, value.utf8.allSatisfy({ 48...57 ~= $0 }),
            !value.isEmpty
        else {
            throw HTTPRefusal(400, "expected one number as Content-Length, found \(text.debugDescription)")
        }
        return Int(value) ?? .max
    }

    /// Takes what belongs to the body.
    mutating func take(_ input: Span<UInt8>, at position: inout Int) throws(HTTPRefusal) {
        while position < input.count, state != .complete {
            switch state {
            case .counted(let left):
                let taken = append(input, &position, atMost: left)
                state = taken == left ? .complete : .counted(left - taken)
            case .chunk(let left):
                let taken = append(input, &position, atMost: left)
                state = taken == left ? .line(.afterChunk) : .chunk(left - taken)
            case .line(let kind):
                try append(input[position])
                position += 1
                if line.last == UInt8(ascii: "\n") { state = try end(kind) }
            case .complete: break
            }
        }
    }

    private mutating func append(_ input: Span<UInt8>, _ position: inout Int, atMost left: Int) -> Int {
        let end = position + min(left, input.count - position)
        bytes.reserveCapacity(bytes.count + (end - position))
        for index in position..<end { bytes.append(input[index]) }
        defer { position = end }
        return end - position
    }

    private mutating func append(_ byte: UInt8) throws(HTTPRefusal) {
        guard line.count < Self.longestLine else {
            throw HTTPRefusal(400, "a chunk's line is too long: the limit is \(Self.longestLine) bytes")
        }
        framing += 1
        guard framing <= max(limit, Self.longestLine) else { throw .bodyTooLong(limit) }
        line.append(byte)
    }

    /// What comes behind a line. A bare LF ends none (RFC 9112 §2.2 and §7.1).
    private mutating func end(_ kind: Line) throws(HTTPRefusal) -> State {
        defer { line.removeAll(keepingCapacity: true) }
        guard line.count >= 2, line[line.count - 2] == UInt8(ascii: "\r") else {
            throw HTTPRefusal(400, "expected CR LF at the end of a chunk's line, found LF alone")
        }
        let text = line.dropLast(2)
        switch kind {
        case .size: return try sized(text)
        case .afterChunk:
            guard text.isEmpty else { throw HTTPRefusal(400, "expected CR LF behind a chunk's data") }
            return .line(.size)
        case .trailer: return text.isEmpty ? .complete : .line(.trailer)
        }
    }

    /// `chunk-size [chunk-ext]` (RFC 9112 §7.1).
    private func sized(_ line: ArraySlice<UInt8>) throws(HTTPRefusal) -> State {
        let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") && $0 != 0x09 }
        let text = String(decoding: digits, as: UTF8.self)
        guard !digits.isEmpty, digits.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
            let size = Int(text, radix: 16)
        else {
            throw HTTPRefusal(
                400, "expected the size of a chunk in hexadecimal digits, found \(text.debugDescription)")
        }
        if size == 0 { return .line(.trailer) }
        guard size <= limit - bytes.count else { throw .bodyTooLong(limit) }
        return .chunk(size)
    }
}
