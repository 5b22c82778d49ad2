extension FaultCatalog {
    /// Faults of messages and frames.
    public static let frame: [FaultKind] = []
}
