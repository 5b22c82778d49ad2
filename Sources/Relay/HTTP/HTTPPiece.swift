public import WebSocketWire

/// As much of one thing as the bytes at hand hold. Ranges stand in the bytes that were handed in.
public enum HTTPPiece: Equatable, Sendable {
    /// Of a head that is not complete yet.
    case partOfHead(Range<Int>)
    /// A request's head, complete with these bytes; what it had before came as `partOfHead`.
    case requestHead(RequestHead, Range<Int>)
    /// A response's head, complete with these bytes; interim ones (1xx) too.
    case responseHead(ResponseHead, Range<Int>)
    /// Of a message's body, chunk sizes and trailers included.
    case body(Range<Int>)
    /// From the client, behind a request that asks for another protocol: frames or HTTP, as the answer will have it.
    case undecided(Range<Int>)
    /// Behind the upgrade: frames, to the end of the bytes.
    case frames(Range<Int>)
    /// No HTTP, or none any more, to the end of the bytes.
    case opaque(Range<Int>)

    /// Where the piece's bytes stand.
    public var range: Range<Int> {
        switch self {
        case .partOfHead(let range), .requestHead(_, let range), .responseHead(_, let range),
            .body(let range), .undecided(let range), .frames(let range), .opaque(let range):
            range
        }
    }
}
