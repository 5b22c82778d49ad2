internal import Observer

/// An ending that was played.
public struct DemoPlay: Sendable {
    /// Which.
    public let ending: DemoEnding
    /// The session's number in journal and trace.
    public let session: Int
    /// What the client's API said.
    public let client: SideOutcome
    /// What the server's API said; nil where no connection came.
    public let server: SideOutcome?
    /// How the proxy saw it end, or stand.
    public let report: SessionReport

    /// Who sent what, and what came of it.
    public var picture: SessionPicture { SessionPicture(report.ending) }

    /// Whether either side saw an end.
    public var hasEnded: Bool { client.endedAt != nil || server?.endedAt != nil }

    /// Why, in a sentence.
    public var why: String { report.ending.story(in: .english) }
}
