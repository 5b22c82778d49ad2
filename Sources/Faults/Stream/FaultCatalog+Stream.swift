extension FaultCatalog {
    /// Faults of the byte stream, which last.
    public static let stream: [FaultKind] = [
        FaultKind(Latency.self),
        FaultKind(Bandwidth.self),
        FaultKind(SliceBytes.self),
        FaultKind(Stall.self),
        FaultKind(Limit.self),
        FaultKind(SlowClose.self),
        FaultKind(HoldOpen.self),
        FaultKind(BlackHole.self),
        FaultKind(LoseChunks.self),
        FaultKind(HalfOpen.self),
        FaultKind(CorruptBytes.self),
    ]
}
