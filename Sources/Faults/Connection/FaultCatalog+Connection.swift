extension FaultCatalog {
    /// Faults that end connections.
    public static let connection: [FaultKind] = [
        FaultKind(Finish.self),
        FaultKind(CloseConnection.self),
        FaultKind(ResetConnection.self),
        FaultKind(Pause.self),
    ]
}
