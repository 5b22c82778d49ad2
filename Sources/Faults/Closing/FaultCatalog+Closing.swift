extension FaultCatalog {
    /// Faults of the closing handshake.
    public static let closing: [FaultKind] = [
        FaultKind(SwallowClose.self),
        FaultKind(DelayClose.self),
        FaultKind(EarlyClose.self),
        FaultKind(DoubleClose.self),
        FaultKind(DataBeforeClose.self),
        FaultKind(DataAfterClose.self),
        FaultKind(RewriteClose.self),
        FaultKind(MalformClose.self),
        FaultKind(TCPCloseFirst.self),
    ]
}
