/// An input that breaks a promise, and where it is kept.
public struct FuzzFinding: Sendable, Equatable {
    /// The target that it breaks.
    public let target: String
    /// What it breaks.
    public let promise: BrokenPromise
    /// As small as it could be made.
    public let input: [UInt8]
    /// How many bytes it had when it was found.
    public let foundLength: Int
    /// How many inputs broke the same.
    public let times: Int
    /// The file that it was written to, or was in before.
    public let path: String
    /// Whether it was there before, as a seed or a regression.
    public let isKnown: Bool

    /// The command that shows it again.
    public var replay: String { "closecall fuzz run \(target) --input \(path)" }
}

/// What a campaign tells while it runs.
public enum CampaignEvent: Sendable {
    /// A line of the compiler's.
    case building(String)
    /// All programs run.
    case started(jobs: Int)
    /// Some times a second.
    case progress(CampaignProgress)
    /// Something broke that had not broken before.
    case broke(BrokenPromise)
    /// An input of so many bytes is made smaller.
    case minimising(bytes: Int)
    /// It is as small as it gets, and kept.
    case finding(FuzzFinding)
}

/// What came of a campaign.
public struct CampaignResult: Sendable {
    /// Why it ended.
    public enum End: String, Sendable {
        /// The time it had is over.
        case time
        /// Somebody stopped it.
        case interrupted
        /// Something broke.
        case found
    }

    /// Why it ended.
    public let end: End
    /// How far it came.
    public let progress: CampaignProgress
    /// What broke, one for each stack.
    public let findings: [FuzzFinding]
}
