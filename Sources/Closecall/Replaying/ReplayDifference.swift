/// Something that did not come back as it did in the trace.
public enum ReplayDifference: Hashable, Sendable {
    /// The answer to the handshake.
    case status(expected: Int?, got: Int?)
    /// What is wrong with that answer.
    case violation(expected: String?, got: String?)
    /// The subprotocol that the server chose.
    case subprotocol(expected: String?, got: String?)
    /// A message, counted from 1; nil where there is none.
    case message(Int, expected: ReplayOutcome.Message?, got: ReplayOutcome.Message?)
    /// The Close frame.
    case close(expected: ReplayOutcome.Close?, got: ReplayOutcome.Close?)
    /// How the server ended TCP.
    case end(expected: ReplayOutcome.End?, got: ReplayOutcome.End?)
}

extension ReplayOutcome {
    /// What `got` has that this has not, and the other way round. Of what the trace lacks, nothing is missed.
    public func differences(from got: ReplayOutcome) -> [ReplayDifference] {
        guard status == got.status else { return [.status(expected: status, got: got.status)] }
        var found: [ReplayDifference] = []
        if violation != got.violation { found.append(.violation(expected: violation, got: got.violation)) }
        if subprotocol != got.subprotocol {
            found.append(.subprotocol(expected: subprotocol, got: got.subprotocol))
        }
        let count = isPartial ? messages.count : max(messages.count, got.messages.count)
        for index in 0..<count {
            let (old, new) = (messages.at(index), got.messages.at(index))
            if old != new { found.append(.message(index + 1, expected: old, got: new)) }
        }
        if isPartial { return found }
        if close != got.close { found.append(.close(expected: close, got: got.close)) }
        // A trace that ends before the connection does says nothing of its end.
        if let end, end != got.end { found.append(.end(expected: end, got: got.end)) }
        return found
    }
}

extension [ReplayOutcome.Message] {
    fileprivate func at(_ index: Int) -> ReplayOutcome.Message? { index < count ? self[index] : nil }
}
