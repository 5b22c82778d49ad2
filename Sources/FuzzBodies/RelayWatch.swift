internal import Observer
internal import Relay

/// What a driver knows of a session, which says what can happen, and what the session may do.
struct RelayWatch {
    var now = Moment(microseconds: 0)
    var wake: Moment?
    var hasBegun = false
    private(set) var isOver = false
    /// Whether the session itself broke off what a peer was saying.
    private(set) var isCutShort = false
    private var gone: Set<Leg> = []
    private var ended: Set<Leg> = []
    private var broken: Set<Leg> = []
    private var finished: Set<Leg> = []
    private var paused: Set<Leg> = []
    private var hasShutDown = false

    func isRead(_ leg: Leg) -> Bool {
        !gone.contains(leg) && !ended.contains(leg) && !broken.contains(leg)
    }

    func canHappen(_ event: RelayEvents.Event) -> Bool {
        switch event {
        case .bytes(_, let leg): isRead(leg)
        case .ends(let leg, let how):
            !gone.contains(leg) && !broken.contains(leg) && (!ended.contains(leg) || !how.isHalf)
        case .waiting(_, let leg): !gone.contains(leg)
        case .isGone(let leg): !gone.contains(leg)
        case .shutDown: !hasShutDown && !isOver
        case .unreachable: !hasBegun && gone.isEmpty && ended.isEmpty && !hasShutDown
        case .seconds: !isOver
        }
    }

    mutating func happened(_ event: RelayEvents.Event) {
        switch event {
        case .ends(let leg, let how): if how.isHalf { ended.insert(leg) } else { broken.insert(leg) }
        case .isGone(let leg): gone.insert(leg)
        case .shutDown: hasShutDown = true
        case .unreachable: gone.insert(.server)
        case .bytes, .waiting, .seconds: break
        }
    }

    mutating func happened(_ action: Action) {
        precondition(!isOver, "something came after the end")
        switch action {
        case .forward(let range, let leg):
            precondition(!range.isEmpty, "nothing is forwarded")
            precondition(!gone.contains(leg), "bytes are forwarded to a leg that is gone")
        case .write(_, let leg): precondition(!gone.contains(leg), "bytes are written to a leg that is gone")
        case .pause(let leg): precondition(paused.insert(leg).inserted, "a leg is paused twice")
        case .resume(let leg): precondition(paused.remove(leg) != nil, "a leg is resumed that was not paused")
        case .end(let leg, let how):
            precondition(!gone.contains(leg), "a leg is ended that is gone")
            if how == .reset {
                if isRead(leg) { isCutShort = true }
                broken.insert(leg)
            }
        case .wake(let moment): wake = moment
        case .note(.answered): isCutShort = true
        case .note: break
        case .over:
            precondition(gone.count == 2, "the session is over before its legs are gone")
            isOver = true
        }
    }
}

extension LegEnd {
    fileprivate var isHalf: Bool {
        switch self {
        case .finished, .truncated: true
        case .reset, .failed: false
        }
    }
}
