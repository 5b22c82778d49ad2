internal import WebSocketWire

/// What one side's API says, as a story tells it.
struct SideReport {
    let leg: Leg
    let verdict: Verdict

    /// What there is to tell in one word or two.
    enum Gist: Hashable {
        case code(UInt16, wasClean: Bool)
        case errorOnly
        case nothing
    }

    var gist: Gist {
        switch verdict.outcome {
        case .event(let event): .code(event.code, wasClean: event.wasClean)
        case .errorOnly: .errorOnly
        case .pending: .nothing
        }
    }
}

extension Plot {
    /// What each side reports.
    var reports: [SideReport] {
        let both = [(Leg.client, ending.client), (.server, ending.server)]
        return both.compactMap { leg, verdict in verdict.map { SideReport(leg: leg, verdict: $0) } }
    }

    /// Those that are not plain from what the story says anyway.
    var tellingReports: [SideReport] {
        switch ending.cause {
        case .notWebSocket: []
        case .handshakeRefused, .handshakeInvalid, .unreachable, .handshakeTimeout:
            reports.filter { $0.leg == .client }
        case .noStatus: reports
        case .unknown: hasEnded ? reports : []
        case .closed, .closedByBoth, .leftOpen, .closeUnanswered, .malformedClose, .dropped,
            .protocolViolation, .messageTooBig, .invalidUTF8, .deflateDamage, .refusedFrames, .tlsFailure,
            .idleTimeout, .killed, .shutDown:
            reports.filter { !isExpected($0) }
        }
    }

    /// Whether a side reports, cleanly, what the other's Close says.
    private func isExpected(_ report: SideReport) -> Bool {
        guard case .code(let code, wasClean: true) = report.gist else { return false }
        return ending[report.leg.other].outgoing.close.map { ($0.code ?? 1005) == code } ?? false
    }
}
