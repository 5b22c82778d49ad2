internal import WebSocketWire

/// Why the end of a body cannot be told.
public enum HTTPBodyViolation: Hashable, Sendable {
    /// `Content-Length` is no number, or is several that differ.
    case badLength(String)
    /// Both `Content-Length` and `Transfer-Encoding`, of which readers choose differently (RFC 9112 §6.1).
    case twoLengths
    /// A `Transfer-Encoding` that this message may not have, or that a request's reader cannot find the end of.
    case badTransferEncoding(String)
    /// A chunk's size is no hexadecimal number, or too large a one.
    case badChunkSize
    /// A chunk's line or data is not followed by CR LF.
    case badChunkEnd
    /// A chunk's line, or the trailers, are longer than a head's line or head may be.
    case tooLong(limit: Int)
}

extension HTTPBodyViolation: CustomStringConvertible {
    /// What was expected and what was found.
    public var description: String {
        switch self {
        case .badLength(let value):
            "expected one number as Content-Length, found \(value.debugDescription)"
        case .twoLengths: "expected Content-Length or Transfer-Encoding, found both"
        case .badTransferEncoding(let value):
            "expected a Transfer-Encoding that ends with chunked, found \(value.debugDescription)"
        case .badChunkSize: "expected the size of a chunk in hexadecimal digits, found something else"
        case .badChunkEnd: "expected CR LF behind a chunk's size and data, found something else"
        case .tooLong(let limit): "expected chunk lines and trailers of at most \(limit) bytes, found more"
        }
    }
}

/// What is still to come of a body.
enum HTTPBody: Sendable, Equatable {
    /// That many bytes, never none.
    case counted(Int)
    case chunked(ChunkedBody)
    case untilEnd

    /// Takes what belongs to the body and says whether that was all of it.
    mutating func take(
        _ bytes: Span<UInt8>, at position: inout Int
    ) throws(HTTPBodyFailure) -> Bool {
        switch self {
        case .untilEnd:
            position = bytes.count
            return false
        case .counted(let left):
            let taken = min(left, bytes.count - position)
            position += taken
            self = .counted(left - taken)
            return taken == left
        case .chunked(var body):
            defer { self = .chunked(body) }
            return try body.take(bytes, at: &position)
        }
    }
}

/// Thrown inside the conversation, where it becomes an `OpaqueReason`.
struct HTTPBodyFailure: Error, Equatable {
    let violation: HTTPBodyViolation

    init(_ violation: HTTPBodyViolation) {
        self.violation = violation
    }
}

extension HTTPBody {
    /// The body that a request's head announces, or nil for none (RFC 9112 §6.3).
    static func of(_ head: RequestHead, _ limits: HandshakeLimits) throws(HTTPBodyFailure) -> HTTPBody? {
        switch try Framing(head.headers, version: head.version) {
        case .chunked: return .chunked(ChunkedBody(limits: limits))
        case .length(let count): return count == 0 ? nil : .counted(count)
        case .unsaid: return nil
        case .otherCoding(let value): throw HTTPBodyFailure(.badTransferEncoding(value))
        }
    }

    /// The body that a final response's head announces, or nil for none (RFC 9112 §6.3).
    static func of(
        _ head: ResponseHead, answeringHEAD: Bool, _ limits: HandshakeLimits
    ) throws(HTTPBodyFailure) -> HTTPBody? {
        // These have none, whatever their headers say.
        if answeringHEAD || head.status == 204 || head.status == 304 { return nil }
        switch try Framing(head.headers, version: head.version) {
        case .chunked: return .chunked(ChunkedBody(limits: limits))
        case .length(let count): return count == 0 ? nil : .counted(count)
        case .unsaid, .otherCoding: return .untilEnd
        }
    }
}

/// What a head's headers say of its body's length.
private enum Framing {
    case unsaid
    case length(Int)
    case chunked
    /// The last coding is another than chunked, so that only the end of the connection ends the body.
    case otherCoding(String)

    init(_ headers: HTTPHeaders, version: HTTPVersion) throws(HTTPBodyFailure) {
        let present = HeadersPresent(headers)
        let length = present.contains(.contentLength) ? headers.combined("Content-Length") : nil
        if present.contains(.transferEncoding), let coding = headers.combined("Transfer-Encoding") {
            if length != nil { throw HTTPBodyFailure(.twoLengths) }
            self = try Self.coding(coding, headers.elements(of: "Transfer-Encoding"), version)
        } else if let length {
            let values = Set(headers.elements(of: "Content-Length"))
            guard values.count == 1, let count = values.first.flatMap(decimal) else {
                throw HTTPBodyFailure(.badLength(length))
            }
            self = .length(count)
        } else {
            self = .unsaid
        }
    }

    /// HTTP/1.0 knows no transfer codings: "MUST treat the message as if the framing is faulty" (RFC 9112 §6.1).
    private static func coding(
        _ value: String, _ codings: [String], _ version: HTTPVersion
    ) throws(HTTPBodyFailure) -> Framing {
        let chunked = codings.indices.filter { isChunked(codings[$0]) }
        guard version >= .http11, !codings.isEmpty, chunked.isEmpty || chunked == [codings.count - 1] else {
            throw HTTPBodyFailure(.badTransferEncoding(value))
        }
        return chunked.isEmpty ? .otherCoding(value) : .chunked
    }

    private static func isChunked(_ coding: String) -> Bool {
        let lowercase = coding.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        return lowercase == Array("chunked".utf8)
    }
}

/// Digits only: `Int("+5")` would be 5.
private func decimal(_ text: String) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
}
