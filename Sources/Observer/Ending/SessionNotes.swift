/// What happened in a session beside what its peers sent: our own doings, and the scenario's.
struct SessionNotes {
    /// Something that can end a session, and when it was.
    struct Event {
        let cause: Cause
        let by: Culprit
        let mark: Mark
    }

    /// In their order.
    private(set) var events: [Event] = []
    /// Why bytes could not be understood.
    private(set) var opaqueReason: String?
    /// The status that we answered with in the server's place.
    private(set) var answeredStatus: Int?

    mutating func note(_ evidence: Evidence, _ mark: Mark) {
        switch evidence {
        case .unreachable(let reason): add(.unreachable(reason), .network, mark)
        case .insecure(let leg, let reason): add(.tlsFailure(leg, reason), Culprit(leg), mark)
        case .timedOut(.handshake): add(.handshakeTimeout, .proxy, mark)
        case .timedOut(.idle): add(.idleTimeout, .proxy, mark)
        case .cut(let leg, let rule): add(.killed(leg: leg), .fault(rule: rule), mark)
        case .shutDown: add(.shutDown, .proxy, mark)
        case .answered(let status): answeredStatus = status
        case .opaque(let reason): opaqueReason = reason
        case .request, .response, .upgraded, .closeFrame, .ended, .lost, .identified, .fired: break
        }
    }

    private mutating func add(_ cause: Cause, _ by: Culprit, _ mark: Mark) {
        events.append(Event(cause: cause, by: by, mark: mark))
    }
}
