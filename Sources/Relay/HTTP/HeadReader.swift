internal import WebSocketWire

/// Reads heads one after the other, where the wire's parsers read one.
struct HeadReader<Head: ParsedHead>: Sendable {
    private let limits: HandshakeLimits
    private var parser: Head.Parser
    /// Whether anything of a head was taken that is more than the empty line which may precede a request
    /// (RFC 9112 §2.2).
    private(set) var hasBegun = false

    init(limits: HandshakeLimits) {
        self.limits = limits
        parser = Head.Parser(limits: limits)
    }

    /// The head that ends in these bytes, if one does; `position` moves behind what was taken.
    mutating func take(
        _ bytes: Span<UInt8>, at position: inout Int
    ) throws(HandshakeViolation) -> Head? {
        let rest = bytes.extracting(position...)
        switch try parser.receive(rest) {
        case .needsMore:
            hasBegun = hasBegun || !isEmptyLine(rest)
            position = bytes.count
            return nil
        case .complete(let head, let consumed):
            self = HeadReader(limits: limits)
            position += consumed
            return head
        }
    }

    /// What to say when the bytes end here.
    var truncation: HandshakeViolation { parser.truncation }

    private func isEmptyLine(_ bytes: Span<UInt8>) -> Bool {
        for index in bytes.indices where bytes[index] != 0x0D && bytes[index] != 0x0A { return false }
        return true
    }
}

/// A parser of one head, of a request or of a response.
protocol OneHeadParser: Sendable {
    associatedtype Head
    init(limits: HandshakeLimits)
    mutating func receive(_ bytes: Span<UInt8>) throws(HandshakeViolation) -> HandshakeProgress<Head>
    var truncation: HandshakeViolation { get }
}

extension RequestParser: OneHeadParser {}
extension ResponseParser: OneHeadParser {}

/// A head that knows its parser.
protocol ParsedHead: Sendable {
    associatedtype Parser: OneHeadParser where Parser.Head == Self
}

extension RequestHead: ParsedHead {
    typealias Parser = RequestParser
}

extension ResponseHead: ParsedHead {
    typealias Parser = ResponseParser
}
