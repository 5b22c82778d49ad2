extension FaultCatalog {
    /// Faults that end connections.
    public static let connection: [FaultKind] = []
}
