extension FaultCatalog {
    /// Links, which last.
    public static let link: [FaultKind] = [FaultKind(Link.self)]
}
