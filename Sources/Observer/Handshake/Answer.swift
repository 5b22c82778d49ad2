public import WebSocketWire

/// What a client was answered, as far as it came.
public struct Answer: Hashable, Sendable {
    /// The status, once its line was there and could be read.
    public internal(set) var status: Int?
    /// What is wrong with it, or remarkable, in the order in which it stands there; only when `complete`, or where
    /// it could be seen before.
    public internal(set) var flaws: [HandshakeFlaw] = []
    /// The subprotocol it names.
    public internal(set) var subprotocol: String?
    /// What it says of compression, where that fits an offer.
    public internal(set) var deflate: DeflateParameters?
    /// Bytes of it that came, interim answers included.
    public internal(set) var bytes = 0
    /// Whether it lacks nothing but the end of its last line or the empty line behind.
    public internal(set) var lacksLastLineEnd = false
    /// When its first byte came.
    public internal(set) var began: Mark?
    /// When its last byte came; nil if it never did.
    public internal(set) var complete: Mark?

    /// Nothing yet.
    public init() {}
}
