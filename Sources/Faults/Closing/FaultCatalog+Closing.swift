extension FaultCatalog {
    /// Faults of the closing handshake.
    public static let closing: [FaultKind] = []
}
