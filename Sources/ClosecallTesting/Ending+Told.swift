public import Observer
public import Testing
internal import WebSocketWire

/// What `#expect(ending.matches(…))` shows when it fails: what each side saw, and the story.
extension Ending: CustomTestStringConvertible {
    /// The close events, then what happened in the order of time.
    public var testDescription: String {
        ([sentence("client", client), sentence("server", server)] + account(in: .english))
            .joined(separator: "\n")
    }

    private func sentence(_ side: String, _ verdict: Verdict?) -> String {
        guard let verdict else { return "the \(side): nothing is known of what its API reports" }
        guard let event = verdict.event else { return "the \(side): no close event" }
        let manner = event.wasClean ? "clean" : "not clean"
        return "the \(side): \(event.code) \(event.reason.debugDescription), \(manner)"
    }
}
