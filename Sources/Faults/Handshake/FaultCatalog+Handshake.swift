extension FaultCatalog {
    /// Faults of the opening handshake.
    public static let handshake: [FaultKind] = [
        FaultKind(Refuse.self),
        FaultKind(StallHandshake.self),
        FaultKind(SlowHandshake.self),
        FaultKind(TruncateHandshake.self),
        FaultKind(GarbageHandshake.self),
        FaultKind(AnswerStatus.self),
        FaultKind(Redirect.self),
        FaultKind(InterimResponse.self),
        FaultKind(WrongAccept.self),
        FaultKind(HTTPVersionChange.self),
        FaultKind(InjectHeader.self),
        FaultKind(StripHeader.self),
        FaultKind(AddSubprotocol.self),
        FaultKind(AddExtension.self),
        FaultKind(StripExtension.self),
    ]
}
