/// A measured case in which a profile does not say what was measured, and why it cannot.
struct KnownDifference: Sendable {
    /// The case's name in the measurement.
    let name: String
    /// Whose verdict differs.
    let profile: EndpointProfile.Name
    /// Why.
    let why: String

    /// All there are.
    static let all: [KnownDifference] =
        lines(
            .pythonWebSockets, "hs-redirect-302 hs-301",
            "it asks again where the answer says, and what it reports is of that other connection")
        + lines(
            .pythonWebSockets, "hs-head-9k-one hs-head-17k-one hs-head-130k-one",
            "it limits each line to 8 KiB; only the length of all lines together is kept")
        + lines(
            .pythonWebSockets,
            "hs-leading-crlf hs-http12 hs-status-no-reason hs-header-nocolon hs-header-space-name hs-folded",
            "it reads every line strictly; what is wrong in lines that no WebSocket needs is not kept")
        + lines(
            .node, "hs-http12 hs-header-nocolon",
            "it reads every line strictly; what is wrong in lines that no WebSocket needs is not kept")
        + lines(
            .chromium, "hs-leading-junk2 hs-http2 hs-http11-lower",
            "it takes what does not begin as HTTP/1 does")
        + lines(.firefox, "hs-leading-junk2", "it takes what does not begin as HTTP/1 does")
        + lines(
            .firefox, "empty-fragment-then-text",
            "it forgets a first fragment without a payload; whether fragments are empty is not kept")
        + lines(
            .pythonWebSockets, "pmd-bomb-2MiB",
            "it limits what a message inflates to; how much that is is not looked at")

    private static func lines(
        _ profile: EndpointProfile.Name, _ names: String, _ why: String
    ) -> [KnownDifference] {
        names.split(separator: " ").map { KnownDifference(name: String($0), profile: profile, why: why) }
    }

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
