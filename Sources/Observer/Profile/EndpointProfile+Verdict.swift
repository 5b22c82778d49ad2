internal import WebSocketWire

extension EndpointProfile {
    /// What an endpoint of this kind reports when it has lived through this; nil where no WebSocket was asked for,
    /// or a server gave none.
    public func verdict(of life: Experience) -> Verdict? {
        switch opening(of: life) {
        case .unasked: nil
        case .awaited, .elsewhere: verdict(.pending, opened: false)
        case .silent: verdict(.pending, opened: false)
        case .failed(let isError): failedHandshake(isError: isError)
        case .opened(let mark): closing(of: life, openedAt: mark)
        }
    }

    private func failedHandshake(isError: Bool) -> Verdict {
        switch traits.failedHandshake {
        case .event: verdict(.event(.abnormal), opened: false, isError: isError)
        case .errorOnly: verdict(.errorOnly, opened: false, isError: true)
        }
    }

    func verdict(_ outcome: Verdict.Outcome, opened: Bool = true, isError: Bool = false) -> Verdict {
        Verdict(name, outcome, opened: opened, error: isError)
    }

    /// Whether a limit that began to run at `start` ran out before what came `next`; nil for nothing so far.
    func isOver(
        _ limit: Traits.Limited<Traits.TimeLimit>, since start: Mark, next: Mark?, in life: Experience
    ) -> Bool {
        guard case .limit(let limit) = limit else { return false }
        guard let next, next == life.ended?.mark else {
            return limit.isFixed && (next?.at ?? life.now) - start.at >= limit.after
        }
        // Its own end is what makes the limit seen, and the timer began a little before we saw what it is about.
        let waited = next.at - start.at + Self.haste
        return waited >= limit.after && (limit.isFixed || waited <= limit.after + .seconds(1))
    }

    /// What an endpoint does at once it may seem to do a little sooner, seen from here.
    static let haste = Duration.milliseconds(100)
}

extension CloseEvent {
    /// No closing handshake: 1006 (RFC 6455 §7.1.5).
    static let abnormal = CloseEvent(type: "close", code: 1006)
}
