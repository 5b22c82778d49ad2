extension FaultCatalog {
    /// Faults of the opening handshake.
    public static let handshake: [FaultKind] = []
}
