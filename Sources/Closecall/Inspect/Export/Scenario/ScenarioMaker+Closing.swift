internal import Observer
internal import WebSocketWire

// MARK: - Endings with a Close

extension ScenarioMaker {
    /// What became of a direction's Close.
    private enum Passage {
        case none
        case whole
        case changed(to: [UInt8])
        case swallowed
        case injected([UInt8])
    }

    /// Closes as they were sent, and rules for what became of them.
    func closings() -> [ScenarioSketch] {
        var sketches = [closing(endsAbruptly: isAbrupt)]
        if isUnanswered { sketches.append(closing(endsAbruptly: !isAbrupt)) }
        // Whoever closes by himself and gets the injected Close answers it all the same: mostly that says as much.
        if hasInjected { sketches.append(closing(endsAbruptly: isAbrupt, playsInjected: true)) }
        return sketches
    }

    private var hasInjected: Bool {
        Direction.allCases.contains { if case .injected = passage($0) { true } else { false } }
    }

    private func passage(_ direction: Direction) -> Passage {
        let sent = ending[direction.source].outgoing.close
        let got = ending[direction.target].incoming.close
        switch (sent, got) {
        case (nil, nil): return .none
        case (nil, let got?): return .injected(got.payload)
        case (_?, nil): return .swallowed
        case (let sent?, let got?):
            // What was got before it was sent was somebody else's.
            if got.mark < sent.mark, got.mark.step != sent.mark.step { return .injected(got.payload) }
            if got.payload == sent.payload, got.violation == nil, !isTooLong(got) { return .whole }
            return .changed(to: tale.close(direction) ?? got.payload)
        }
    }

    private func isTooLong(_ close: CloseFrame) -> Bool { close.header.payloadLength > 125 }

    /// Whether nobody answered a Close that came, or one got lost.
    private var isUnanswered: Bool {
        Leg.allCases.contains { leg in
            ending[leg].incoming.close != nil && ending[leg].outgoing.close == nil
                || ending[leg].outgoing.close != nil && ending[leg].incoming.close == nil
        }
    }

    /// Whether the connection ended right behind a Close, rather than by somebody's patience.
    private var isAbrupt: Bool {
        let closes = Leg.allCases.compactMap { ending[$0].outgoing.close ?? ending[$0].incoming.close }
        let ends = Leg.allCases.flatMap { [ending[$0].ended, ending[$0].told] }.compactMap(\.self)
        guard let close = closes.map(\.mark.at).min(), let end = ends.map(\.mark.at).min() else {
            return false
        }
        return end - close < .milliseconds(1500)
    }

    private func closing(endsAbruptly: Bool, playsInjected: Bool = false) -> ScenarioSketch {
        let packet = Direction.allCases.compactMap { tale.closed[$0] }.min() ?? .max
        var builder = play(before: packet)
        let initiators = Leg.allCases.filter { isInitiator($0) }
        for leg in initiators { begin(leg, &builder) }
        for direction in Direction.allCases {
            pass(direction, endsAbruptly: endsAbruptly, playsInjected: playsInjected, &builder)
        }
        if builder.sketch.rules.isEmpty { behaviour(initiators, &builder) }
        if builder.sketch.rules.isEmpty, let unanswered = unansweredDirection {
            leaveUnanswered(unanswered, endsAbruptly: endsAbruptly, &builder)
        }
        return builder.sketch
    }

    /// Whether a side closed before it knew of the other's Close.
    private func isInitiator(_ leg: Leg) -> Bool {
        guard let own = ending[leg].outgoing.close else { return false }
        return ending[leg].incoming.close.map { own.mark < $0.mark || own.mark.step == $0.mark.step } ?? true
    }

    private func begin(_ leg: Leg, _ builder: inout PlayBuilder) {
        guard let close = ending[leg].outgoing.close else { return }
        // What no API sends is put into it by a rule.
        let isLegal = close.violation == nil
        builder.close(
            leg, code: isLegal ? close.code : 1000, reason: isLegal ? close.reason : "")
    }

    private func pass(
        _ direction: Direction, endsAbruptly: Bool, playsInjected: Bool, _ builder: inout PlayBuilder
    ) {
        let when = "direction: \(direction), kind: close"
        switch passage(direction) {
        case .none: break
        case .whole:
            if let answer = otherAnswer(direction) {
                builder.rule(when, "replace: { payload: \(written(close: answer)) }")
            }
        case .changed(let payload):
            builder.rule(when, "replace: { payload: \(written(close: payload)) }")
        case .swallowed:
            if case .injected = passage(direction.other) {
                builder.rule(when, "swallow-close: { answer: true }")
            } else if endsAbruptly {
                builder.rule(when, "tcp-close-first: { how: \(wasReset ? "reset" : "fin"), pass: false }")
            } else {
                builder.rule(when, "swallow-close")
            }
        case .injected(let payload):
            if case .swallowed = passage(direction.other) { return }
            inject(payload, direction, isPlayed: playsInjected, &builder)
        }
    }

    /// An answer that does not say what the Close said: the played peers echo it.
    private func otherAnswer(_ direction: Direction) -> [UInt8]? {
        let side = ending[direction.source]
        guard let own = side.outgoing.close, let got = side.incoming.close, !isInitiator(direction.source),
            got.violation == nil, !isTooLong(got), got.payload != own.payload
        else { return nil }
        return own.payload
    }

    private func inject(
        _ payload: [UInt8], _ direction: Direction, isPlayed: Bool, _ builder: inout PlayBuilder
    ) {
        if !isPlayed, let when = builder.lastUnit {
            let to = when.hasPrefix("direction: \(direction),") ? "peer" : "sender"
            builder.rule(when, "inject: { opcode: close, payload: \(written(close: payload)), to: \(to) }")
        } else if let close = try? ClosePayload(parsing: payload.span) {
            builder.close(direction.source, code: close.code?.rawValue, reason: close.reason)
        } else {
            builder.close(direction.source, code: 1000, reason: "")
            builder.rule(
                "direction: \(direction), kind: close", "replace: { payload: \(written(close: payload)) }")
        }
    }

    /// What makes an ending besides what Closes say.
    private func behaviour(_ initiators: [Leg], _ builder: inout PlayBuilder) {
        switch ending.cause {
        case .closedByBoth:
            builder.rule("direction: both, kind: close", "delay-close: 100ms")
        case .leftOpen:
            builder.rule("direction: toClient", "hold-open")
        default: break
        }
    }

    /// The direction of a Close that came and was not answered.
    private var unansweredDirection: Direction? {
        Direction.allCases.first { direction in
            ending[direction.target].incoming.close != nil && ending[direction.target].outgoing.close == nil
        }
    }

    private func leaveUnanswered(
        _ direction: Direction, endsAbruptly: Bool, _ builder: inout PlayBuilder
    ) {
        if endsAbruptly {
            builder.rule(
                "direction: \(direction), kind: close",
                "tcp-close-first\(wasReset ? ": { how: reset }" : "")")
        } else {
            builder.rule("direction: \(direction.other), kind: close", "swallow-close")
        }
    }
}

extension Direction {
    /// The other way.
    var other: Direction { target.onward }
}
