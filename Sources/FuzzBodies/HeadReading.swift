internal import WebSocketWire

/// What became of reading a head to its end, or to the end of the bytes.
enum HeadReading<Head: Equatable & Sendable>: Equatable {
    case complete(Head, consumed: Int)
    case unfinished(HandshakeViolation)
    case refused(HandshakeViolation)

    /// Feeds pieces to a parser until it says something.
    private init(
        _ bytes: Span<UInt8>, in sizes: Pieces.Sizes,
        receive: (Span<UInt8>) throws(HandshakeViolation) -> HandshakeProgress<Head>,
        truncation: () -> HandshakeViolation
    ) {
        do throws(HandshakeViolation) {
            for range in Pieces(of: bytes.count, sizes) {
                guard case .complete(let head, let consumed) = try receive(bytes.extracting(range)) else {
                    continue
                }
                self = .complete(head, consumed: range.lowerBound + consumed)
                return
            }
            self = .unfinished(truncation())
        } catch {
            precondition(!error.description.isEmpty, "a violation without words")
            precondition(error.refusal?.bytes.isEmpty != true, "a refusal that says nothing")
            precondition(truncation() == error, "a parser that failed says something else at the end")
            self = .refused(error)
        }
    }
}

extension HeadReading where Head == RequestHead {
    init(_ bytes: Span<UInt8>, in sizes: Pieces.Sizes, _ limits: HandshakeLimits) {
        var parser = RequestParser(limits: limits)
        self.init(
            bytes, in: sizes, receive: { span throws(HandshakeViolation) in try parser.receive(span) },
            truncation: { parser.truncation })
    }
}

extension HeadReading where Head == ResponseHead {
    init(_ bytes: Span<UInt8>, in sizes: Pieces.Sizes, _ limits: HandshakeLimits) {
        var parser = ResponseParser(limits: limits)
        self.init(
            bytes, in: sizes, receive: { span throws(HandshakeViolation) in try parser.receive(span) },
            truncation: { parser.truncation })
    }
}

extension HandshakeLimits {
    /// Room for what was read within the usual limits and grew in writing: U+FFFD for a byte, a space before
    /// a value.
    static let wide = HandshakeLimits(line: 1 << 20, headers: 1 << 10, head: 1 << 20)
}
