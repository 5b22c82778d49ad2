/// Something that a peer does and should not, and the smallest input that was found to show it.
public struct LiveFinding: Sendable {
    /// What is wrong.
    public let complaint: LiveComplaint
    /// The campaign's seed.
    public let seed: UInt64
    /// The number of the input that showed it.
    public let number: Int
    /// That input.
    public let original: LiveInput
    /// The smallest one.
    public let input: LiveInput
    /// Whether it was made as small as it can be; otherwise the reason.
    public let unminimised: String?
    /// Time from the campaign's beginning.
    public let age: Duration
    /// Inputs played until then.
    public let inputsPlayed: Int

    /// What its files are called, such as `answered-wrongly-accepted-reservedOpcode`.
    public var name: String {
        let words = "\(complaint.kind.rawValue) \(complaint.key)"
        let letters = words.unicodeScalars.map { scalar -> Character in
            scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                ? Character(scalar) : "-"
        }
        return String(letters).split(separator: "-").joined(separator: "-")
    }
}
