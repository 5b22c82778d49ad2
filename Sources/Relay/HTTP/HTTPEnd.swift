public import WebSocketWire

/// What it means that a leg's bytes end, by where in the conversation they do.
public enum HTTPEnd: Hashable, Sendable {
    /// Between two messages: nothing is cut, and nothing is owed to the client.
    case betweenMessages
    /// In a head; the violation says so in words.
    case insideHead(HandshakeViolation)
    /// In a body whose length was told.
    case insideBody
    /// It is the end of a response's body that has no other.
    case endsBody
    /// The client's end, behind a request that asks for another protocol.
    case undecided
    /// The server's end, which leaves that many requests without a final answer.
    case unanswered(Int)
    /// In frames or in opaque bytes: not for HTTP to say.
    case behindHTTP
}
