/// What a parser says after each piece of input.
public enum HandshakeProgress<Head> {
    /// All of it was taken, and the head goes on.
    case needsMore
    /// The head is complete. `consumed` bytes of *this* piece belonged to it; what stands behind them are
    /// frames already.
    case complete(Head, consumed: Int)
}

extension HandshakeProgress: Equatable where Head: Equatable {}
extension HandshakeProgress: Sendable where Head: Sendable {}

/// The first line of a head, and what comes of it and the headers.
protocol StartLine: Sendable {
    associatedtype Head: Equatable & Sendable

    static var writer: HandshakeParty { get }
    init(_ line: [UInt8]) throws(HandshakeViolation)
    func head(_ headers: HTTPHeaders) -> Head
}

/// Reads a head byte by byte, line by line; looks at no byte twice but in the line it ends.
///
/// Lines end with CR LF. RFC 9112 §2.2 lets a recipient take a bare LF too; we refuse it, as Node does: two
/// parsers in a row that differ on line ends are how requests are smuggled.
struct HeadParser<Line: StartLine>: Sendable {
    private enum State: Sendable {
        case startLine
        case headers(Line)
        case complete(Line.Head)
        case failed(HandshakeViolation)
    }

    private let limits: HandshakeLimits
    private var state = State.startLine
    private var headers = HTTPHeaders()
    /// The line under way, without its end.
    private var line: [UInt8] = []
    private var lineStart = 0
    private var sawCarriageReturn = false
    /// How many bytes were taken, over all pieces.
    private var offset = 0

    init(limits: HandshakeLimits) {
        self.limits = limits
    }

    mutating func receive(
        _ bytes: Span<UInt8>
    ) throws(HandshakeViolation) -> HandshakeProgress<Line.Head> {
        switch state {
        case .failed(let violation): throw violation
        case .complete(let head): return .complete(head, consumed: 0)
        case .startLine, .headers: break
        }
        do throws(HandshakeViolation) {
            return try scan(bytes)
        } catch {
            state = .failed(error)
            throw error
        }
    }

    /// What to say when the connection ends here.
    var truncation: HandshakeViolation {
        if case .failed(let violation) = state { return violation }
        return violation(.truncated, at: offset)
    }

    private mutating func scan(
        _ bytes: Span<UInt8>
    ) throws(HandshakeViolation) -> HandshakeProgress<Line.Head> {
        var index = 0
        while index < bytes.count {
            let run = ordinaryRun(bytes, from: index)
            if run > 0 {
                line.append(contentsOf: bytes.extracting(index..<(index + run)))
                offset += run
                index += run
                continue
            }
            let endsLine = try take(bytes[index])
            offset += 1
            index += 1
            guard endsLine else { continue }
            try endLine()
            if case .complete(let head) = state { return .complete(head, consumed: index) }
        }
        return .needsMore
    }

    /// How many of the next bytes only continue the line: nothing is to be asked of them one by one, and most of a
    /// head's bytes are such.
    private func ordinaryRun(_ bytes: Span<UInt8>, from start: Int) -> Int {
        guard !line.isEmpty, !sawCarriageReturn else { return 0 }
        let room = min(bytes.count - start, limits.line - line.count, limits.head - offset)
        var count = 0
        while count < room {
            let byte = bytes[start + count]
            if HTTPGrammar.isForbiddenControl(byte) { break }
            count += 1
        }
        return max(count, 0)
    }

    /// True when the byte ends a line.
    private mutating func take(_ byte: UInt8) throws(HandshakeViolation) -> Bool {
        if offset >= limits.head { throw violation(.headTooLong(limit: limits.head), at: offset) }
        if sawCarriageReturn {
            guard byte == HTTPGrammar.lineFeed else { throw violation(.bareCarriageReturn, at: offset - 1) }
            sawCarriageReturn = false
            return true
        }
        if byte == HTTPGrammar.carriageReturn {
            sawCarriageReturn = true
            return false
        }
        if byte == HTTPGrammar.lineFeed { throw violation(.bareLineFeed, at: offset) }
        if HTTPGrammar.isForbiddenControl(byte) { throw forbidden(byte) }
        try append(byte)
        return false
    }

    private mutating func append(_ byte: UInt8) throws(HandshakeViolation) {
        let isHeader = if case .headers = state { true } else { false }
        guard line.count < limits.line else {
            throw violation(
                isHeader
                    ? .headerLineTooLong(limit: limits.line) : .startLineTooLong(limit: limits.line),
                at: offset)
        }
        if isHeader, line.isEmpty {
            if HTTPGrammar.isWhitespace(byte) { throw violation(.foldedHeader, at: offset) }
            if headers.count >= limits.headers {
                throw violation(.tooManyHeaders(limit: limits.headers), at: offset)
            }
        }
        line.append(byte)
    }

    private mutating func endLine() throws(HandshakeViolation) {
        defer {
            line.removeAll(keepingCapacity: true)
            lineStart = offset
        }
        switch state {
        case .startLine: try endStartLine()
        case .headers(let start):
            if line.isEmpty {
                state = .complete(start.head(headers))
            } else {
                headers.append(try header())
            }
        case .complete, .failed: break
        }
    }

    private mutating func endStartLine() throws(HandshakeViolation) {
        // "A server ... SHOULD ignore at least one empty line (CRLF) received prior to the request-line"
        // (RFC 9112 §2.2): some old clients send one behind a POST's body. One it is.
        if line.isEmpty, lineStart == 0, Line.writer == .client { return }
        do throws(HandshakeViolation) {
            state = .headers(try Line(line))
        } catch {
            throw violation(error.kind, at: lineStart)
        }
    }

    /// `field-name ":" OWS field-value OWS` (RFC 9112 §5).
    private func header() throws(HandshakeViolation) -> HTTPHeader {
        guard let colon = line.firstIndex(of: HTTPGrammar.colon) else {
            throw violation(.headerWithoutColon(String(decoding: line, as: UTF8.self)), at: lineStart)
        }
        guard colon > 0 else { throw violation(.emptyHeaderName, at: lineStart) }
        let bytes = line[..<colon]
        let name = String(decoding: bytes, as: UTF8.self)
        if let wrong = bytes.firstIndex(where: { !HTTPGrammar.isTokenByte($0) }) {
            let spaces = bytes[wrong...].allSatisfy(HTTPGrammar.isWhitespace)
            let kind: HandshakeViolation.Kind =
                spaces
                ? .spaceBeforeColon(name: String(decoding: bytes[..<wrong], as: UTF8.self))
                : .invalidHeaderName(name)
            throw violation(kind, at: lineStart + wrong)
        }
        return HTTPHeader(name, rawValue: Array(HTTPGrammar.trimmed(line[(colon + 1)...])))
    }

    /// The first byte tells TLS: a record's type is a control character, which no head begins with.
    private func forbidden(_ byte: UInt8) -> HandshakeViolation {
        let isTLS = offset == 0 && (byte == 0x16 || byte == 0x15)
        return violation(isTLS ? .tlsBytes(first: byte) : .controlByte(byte), at: offset)
    }

    private func violation(_ kind: HandshakeViolation.Kind, at offset: Int) -> HandshakeViolation {
        HandshakeViolation(kind, from: Line.writer, at: offset)
    }
}
