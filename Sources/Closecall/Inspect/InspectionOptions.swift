public import Observer

/// How a trace is inspected.
public struct InspectionOptions: Hashable, Sendable {
    /// What clients are; nil for what each says of itself in its handshake.
    public var clientProfile: EndpointProfile.Name?
    /// What servers are.
    public var serverProfile = EndpointProfile.Name.rfc6455
    /// So much of a frame or a message is kept for who wants it.
    public var payloadLimit = 16 << 20
    /// And so much of all that are under way at once.
    public var payloadBudget = 64 << 20

    /// The usual.
    public init() {}
}
