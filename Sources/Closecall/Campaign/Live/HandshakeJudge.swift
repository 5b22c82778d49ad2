internal import WebSocketWire

/// Holds what came of a handshake against what RFC 6455 §4.2 asks for.
struct HandshakeJudge {
    let role: EndpointRole

    func complaint(about seen: LiveObservation, after input: LiveInput) -> LiveComplaint? {
        guard role == .server else { return complaintAboutClient(seen, input) }
        let violation = input.head.flatMap(Self.violation)
        switch seen.opening {
        case .open, .malformed:
            guard let violation else {
                guard case .malformed(let words) = seen.opening else { return nil }
                return wrong("wrong 101", "a right answer to the handshake", words, "RFC 6455 §4.2.2")
            }
            return wrong(
                "accepted handshake: \(Self.name(violation))", "the handshake refused: \(violation)", "a 101",
                "RFC 6455 §4.2.1")
        case .refused(let status):
            guard violation == nil else { return nil }
            return LiveComplaint(
                .refused, "handshake", expected: "a 101", seen: "status \(status)", clause: "RFC 6455 §4.2.2")
        case .ended, .silent, .unreachable:
            guard violation == nil else { return nil }
            return LiveComplaint(
                seen.opening == .silent ? .hung : .refused, "handshake", expected: "a 101",
                seen: seen.opening == .silent ? "nothing in time" : "TCP ended before an answer",
                clause: "RFC 6455 §4.2.2")
        }
    }

    /// A head of the input's own is one that a client must not take for an answer (§4.1).
    private func complaintAboutClient(_ seen: LiveObservation, _ input: LiveInput) -> LiveComplaint? {
        guard let head = input.head, seen.opening == .open else { return nil }
        let hasTaken = seen.close != nil || !seen.pongs.isEmpty || seen.trailingPing == .answered
        // Behind another status than 101, the connection may serve the next request.
        let isOver = seen.end != nil || seen.overdue == nil || !head.starts(with: "HTTP/1.1 101".utf8)
        if !hasTaken, isOver { return nil }
        return LiveComplaint(
            hasTaken ? .answeredWrongly : .hung, "handshake that must be refused",
            expected: "the connection ended, for the answer to the handshake is wrong",
            seen: hasTaken ? "frames, as if it were right" : "nothing in time", clause: "RFC 6455 §4.1")
    }

    private func wrong(_ key: String, _ expected: String, _ seen: String, _ clause: String) -> LiveComplaint {
        LiveComplaint(.answeredWrongly, key, expected: expected, seen: seen, clause: clause)
    }

    /// What is wrong with a request.
    static func violation(_ head: [UInt8]) -> HandshakeViolation? {
        var parser = RequestParser()
        do throws(HandshakeViolation) {
            guard case .complete(let head, _) = try parser.receive(head.span) else {
                return parser.truncation
            }
            _ = try HandshakeRequest(head)
            return nil
        } catch {
            return error
        }
    }

    /// The kind without what it holds.
    private static func name(_ violation: HandshakeViolation) -> String {
        String("\(violation.kind)".prefix { $0 != "(" })
    }
}
