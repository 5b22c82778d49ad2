extension FaultCatalog {
    /// Faults of messages and frames.
    public static let frame: [FaultKind] = [
        FaultKind(Drop.self),
        FaultKind(Duplicate.self),
        FaultKind(Delay.self),
        FaultKind(Hold.self),
        FaultKind(Truncate.self),
        FaultKind(Corrupt.self),
        FaultKind(Mutate.self),
        FaultKind(Replace.self),
        FaultKind(SetHeader.self),
        FaultKind(Mask.self),
        FaultKind(Length.self),
        FaultKind(Split.self),
        FaultKind(Merge.self),
        FaultKind(Interleave.self),
        FaultKind(InvalidUTF8.self),
        FaultKind(Oversize.self),
        FaultKind(Inject.self),
        FaultKind(DeflateDamage.self),
    ]
}
