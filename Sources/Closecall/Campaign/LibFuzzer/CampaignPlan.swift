/// What a campaign was asked for.
public struct CampaignPlan: Sendable, Equatable {
    /// Which target.
    public var target: String
    /// For how long; until somebody stops it without.
    public var time: Duration?
    /// How many programs run beside each other, and share what they find.
    public var jobs = 1
    /// Where new inputs go, instead of a folder below `.build/fuzz`.
    public var corpus: String?
    /// Makes mutations the same in every run, as long as one job runs; another seed for each of several.
    public var seed: UInt32?
    /// Whether it goes on after something broke.
    public var keepsGoing = false
    /// The longest input in bytes; libFuzzer guesses it from the corpus without.
    public var longestInput: Int?
    /// Whether the programs are taken as they are.
    public var skipsBuild = false
    /// For how long a broken input is made smaller.
    public var patience = Duration.seconds(60)

    /// A campaign on that target.
    public init(_ target: String) { self.target = target }

    /// An input that takes longer than so many seconds breaks the promise to answer.
    static let slowest = 10
    /// AddressSanitizer alone takes more than libFuzzer's own limit, in MiB.
    static let mostMemory = 4096
}
