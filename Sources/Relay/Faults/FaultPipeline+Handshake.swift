internal import Faults
internal import Observer
internal import Scenarios
internal import WebSocketWire

extension FaultPipeline {
    /// A head goes on: as `bytes` unless a rule is about it.
    ///
    /// - Parameters:
    ///   - head: what it says.
    ///   - bytes: as it came, or as it was rewritten.
    ///   - opensWebSocket: whether it is a request for a WebSocket, or the final answer to one.
    func head(
        _ head: DraftHead, _ bytes: [UInt8], opensWebSocket: Bool, at now: Moment,
        into actions: inout [Action]
    ) {
        let direction: Direction
        switch head {
        case .request(let request):
            begin(request, at: now, into: &actions)
            direction = .toServer
        case .response: direction = .toClient
        }
        let lane = lane(direction)
        guard opensWebSocket, let identity else {
            return emit(bytes, lane, startsUnit: true, at: now, into: &actions)
        }
        lane.handshakes += 1
        var plan = Plan(direction, [.head(head)])
        var last: CompiledRule?
        let occasion = RuleFiring.Occasion.handshake(lane.handshakes)
        for index in lane.rules.indices where lane.rules[index].when.subject == .handshake {
            let age = age(at: now)
            guard let dice = lane.rules[index].fires(at: age, occasion, identity, ruleSet.replay) else {
                continue
            }
            let rule = lane.rules[index].compiled
            note(rule, lane, occasion, dice, into: &actions)
            apply(rule, to: &plan, dice)
            last = rule
            hasMeddledWithHandshake = true
        }
        // An untouched head leaves as it was written, spaces and all.
        plan.items = plan.items.map { item in
            if case .head(let new) = item, new == head { .bytes(bytes) } else { item }
        }
        perform(plan, lane, last, until: nil, at: now, into: &actions)
    }
}
