/// All that one endpoint of a session lived through, as far as a man in the middle can know.
///
/// A verdict is a function of it: nothing but what is in here says what an API reports.
public struct Experience: Hashable, Sendable {
    /// How something that had been open came to its end.
    public struct End: Hashable, Sendable {
        /// How.
        public let how: LegEnd
        /// When.
        public let mark: Mark

        /// An end.
        public init(_ how: LegEnd, mark: Mark) {
            self.how = how
            self.mark = mark
        }
    }

    /// Which endpoint it is.
    public var leg: Leg
    /// The request for a WebSocket: what the client sent, or what the server got; nil if there was none.
    public var asking: Asking?
    /// The answer: what the client got, or what the server gave.
    public var answer = Answer()
    /// Whether there is no TCP or no TLS connection to a server behind the proxy, so that the client was told so.
    public var isUnreachable = false
    /// What came to it.
    public var incoming = StreamLog()
    /// What it sent.
    public var outgoing = StreamLog()
    /// How it was told that nothing comes any more; nil if it was not.
    public var told: End?
    /// How it ended its own half, or all of the connection; nil if it did not.
    public var ended: End?
    /// When its connection was gone altogether; nil while it is there.
    public var gone: Mark?
    /// The last moment that is known.
    public var now: Moment

    /// The life of an endpoint of which nothing is known.
    public init(_ leg: Leg, now: Moment) {
        self.leg = leg
        self.now = now
    }
}
