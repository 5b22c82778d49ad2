extension FaultCatalog {
    /// Faults of the byte stream, which last.
    public static let stream: [FaultKind] = []
}
