/// What an endpoint learned from the bytes it was given.
public enum EndpointEvent: Hashable, Sendable {
    /// A whole text message.
    case text(String)
    /// A whole binary message.
    case binary([UInt8])
    /// A ping; the pong is written already.
    case ping([UInt8])
    /// A pong, asked for or not.
    case pong([UInt8])
    /// The peer's Close frame.
    case closeReceived(ClosePayload)
    /// The peer broke a rule: the connection is being failed, and nothing more will be read.
    case failed(EndpointViolation)
}
