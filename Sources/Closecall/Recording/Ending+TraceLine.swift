internal import Observer
internal import WebSocketWire

extension Ending {
    /// How a session ended, in one line for a packet's comment.
    func traceLine(in language: Language) -> String {
        var parts = ["client \(Self.words(client))", "server \(Self.words(server))"]
        parts.append("\(cause.identifier) by \(by.identifier)")
        return parts.joined(separator: "; ") + "; " + story(in: language)
    }

    private static func words(_ verdict: Verdict?) -> String {
        guard let verdict else { return "no WebSocket" }
        switch verdict.outcome {
        case .event(let event):
            return "\(event.code) \(event.wasClean ? "clean" : "not clean")"
        case .errorOnly: return "error only"
        case .pending: return "waiting"
        }
    }
}
