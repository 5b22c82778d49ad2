internal import Faults
internal import Observer
internal import WebSocketWire

extension RelaySession {
    /// Bytes that a scenario has a say in.
    mutating func meddle(
        _ bytes: Span<UInt8>, _ range: Range<Int>, from leg: Leg, into actions: inout [Action]
    ) {
        guard let faults else { return }
        let now = lastActivity
        guard faults.lane(leg.onward).isFramed else {
            return faults.emit(
                bytes, range, faults.lane(leg.onward), startsUnit: true, at: now, into: &actions)
        }
        switch leg {
        case .client:
            let watch = observer?.frames(from: .client)
            faults.frames(bytes, range, &toServer, .toServer, watch, at: now, into: &actions)
        case .server:
            let watch = observer?.frames(from: .server)
            faults.frames(bytes, range, &toClient, .toClient, watch, at: now, into: &actions)
        }
    }

    /// Draws the consequences of what a scenario did.
    mutating func followFaults(into actions: inout [Action]) {
        guard let faults else { return }
        if faults.hasEndedAll { phase = .closing }
        let limit = options.shaperHighWater
        hold(.client, .shaper, for: faults.toServer.shaper.queuedBytes, above: limit, into: &actions)
        hold(.server, .shaper, for: faults.toClient.shaper.queuedBytes, above: limit, into: &actions)
        let wake = faults.nextWake
        guard wake != faults.wake else { return }
        faults.wake = wake
        actions.append(.wake(at: nextWake))
    }
}
