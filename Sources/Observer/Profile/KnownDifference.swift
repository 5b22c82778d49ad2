/// A measured case in which a profile does not say what was measured, and why it cannot.
struct KnownDifference: Sendable {
    /// The case's name in the measurement.
    let name: String
    /// Whose verdict differs.
    let profile: EndpointProfile.Name
    /// Why.
    let why: String

    /// All there are.
    static let all: [KnownDifference] = [
        KnownDifference(
            name: "hs-redirect-302", profile: .pythonWebSockets,
            why: "it asks again where the answer says, and what it reports is of that other connection")
    ]

    /// The page's part about them.
    static var section: String {
        let rows = all.map { "| `\($0.name)` | \($0.profile.rawValue) | \($0.why) |" }
        return
            ([
                "## Known differences", "", "| Case | Profile | Why it cannot be told |",
                "| --- | --- | --- |",
            ] + rows)
            .joined(separator: "\n")
    }
}
