extension ClosingHandshake {
    /// A state without its contents: a row of the table.
    enum Phase: String, CaseIterable, Sendable {
        case open, awaitingPeerClose, awaitingServerFinish, awaitingTransportEnd, closed
    }

    /// An input without its contents: a column.
    enum InputKind: String, CaseIterable, Sendable {
        case localClose, peerClose, peerOffence
        case transportFinished, transportFailed
        case peerCloseTimeout, transportEndTimeout
    }

    /// An action whose contents come from the input, the limits or the record.
    enum Step: Equatable, Sendable {
        case send, finish, abort, dispatch
        case arm(Timer)
        case cancel(Timer)
    }

    /// A cell: who, in which phase, on which input, does what, and where that leads.
    struct Rule: Sendable {
        /// Nil if both do the same.
        let role: EndpointRole?
        let phase: Phase
        let input: InputKind
        let steps: [Step]
        let next: Phase

        init(_ phase: Phase, _ input: InputKind, as role: EndpointRole? = nil, _ steps: [Step], _ next: Phase)
        {
            self.role = role
            self.phase = phase
            self.input = input
            self.steps = steps
            self.next = next
        }

        func applies(to other: EndpointRole) -> Bool { role == nil || role == other }
    }

    /// All that ever happens. What is not here changes nothing and is answered by nothing: a second Close, a
    /// Close or an offence after the peer's Close, a timer that ran out while it was being cancelled,
    /// anything after the end.
    ///
    /// - A peer that offends gets a Close unless one was sent, and then our FIN. The application hears of it at
    ///   once: no browser was seen to wait for a server that keeps the transport open after its offence.
    /// - A FIN without a Close is answered by a FIN, and is no error to the application; nor is a reset.
    static let rules: [Rule] = [
        Rule(.open, .localClose, [.send, .arm(.peerClose)], .awaitingPeerClose),
        Rule(.open, .peerClose, as: .client, [.send, .arm(.transportEnd)], .awaitingServerFinish),
        Rule(.open, .peerClose, as: .server, [.send, .finish, .arm(.transportEnd)], .awaitingTransportEnd),
        Rule(.open, .peerOffence, [.send, .finish, .dispatch], .closed),
        Rule(.open, .transportFinished, [.finish, .dispatch], .closed),
        Rule(.open, .transportFailed, [.dispatch], .closed),

        Rule(
            .awaitingPeerClose, .peerClose, as: .client,
            [.cancel(.peerClose), .arm(.transportEnd)], .awaitingServerFinish),
        Rule(
            .awaitingPeerClose, .peerClose, as: .server,
            [.cancel(.peerClose), .finish, .arm(.transportEnd)], .awaitingTransportEnd),
        Rule(.awaitingPeerClose, .peerOffence, [.cancel(.peerClose), .finish, .dispatch], .closed),
        Rule(.awaitingPeerClose, .transportFinished, [.cancel(.peerClose), .finish, .dispatch], .closed),
        Rule(.awaitingPeerClose, .transportFailed, [.cancel(.peerClose), .dispatch], .closed),
        Rule(.awaitingPeerClose, .peerCloseTimeout, [.abort, .dispatch], .closed),

        Rule(
            .awaitingServerFinish, .transportFinished, as: .client,
            [.cancel(.transportEnd), .finish, .dispatch], .closed),
        Rule(
            .awaitingServerFinish, .transportFailed, as: .client, [.cancel(.transportEnd), .dispatch], .closed
        ),
        Rule(.awaitingServerFinish, .transportEndTimeout, as: .client, [.finish, .dispatch], .closed),

        Rule(
            .awaitingTransportEnd, .transportFinished, as: .server, [.cancel(.transportEnd), .dispatch],
            .closed),
        Rule(
            .awaitingTransportEnd, .transportFailed, as: .server, [.cancel(.transportEnd), .dispatch], .closed
        ),
        Rule(.awaitingTransportEnd, .transportEndTimeout, as: .server, [.abort, .dispatch], .closed),
    ]

    /// The cell, or nil if there is nothing in it. Few enough rules to look through, few times a connection.
    static func rule(_ role: EndpointRole, _ phase: Phase, _ input: InputKind) -> Rule? {
        rules.first { $0.phase == phase && $0.input == input && $0.applies(to: role) }
    }
}

extension ClosingHandshake.State {
    var phase: ClosingHandshake.Phase {
        switch self {
        case .open: .open
        case .awaitingPeerClose: .awaitingPeerClose
        case .awaitingServerFinish: .awaitingServerFinish
        case .awaitingTransportEnd: .awaitingTransportEnd
        case .closed: .closed
        }
    }
}

extension ClosingHandshake.Input {
    var kind: ClosingHandshake.InputKind {
        switch self {
        case .localClose: .localClose
        case .peerClose: .peerClose
        case .peerOffence: .peerOffence
        case .transportFinished: .transportFinished
        case .transportFailed: .transportFailed
        case .timeout(.peerClose): .peerCloseTimeout
        case .timeout(.transportEnd): .transportEndTimeout
        }
    }
}

extension ClosingHandshake {
    /// The table as a Mermaid state diagram, for the documentation.
    package static func diagram(for role: EndpointRole) -> String {
        var lines = ["stateDiagram-v2", "    [*] --> open"]
        for rule in rules where rule.applies(to: role) {
            let steps = rule.steps.map(\.words).joined(separator: ", ")
            lines.append(
                "    \(rule.phase.rawValue) --> \(rule.next.rawValue): \(rule.input.rawValue) / \(steps)")
        }
        return (lines + ["    closed --> [*]"]).joined(separator: "\n") + "\n"
    }
}

extension ClosingHandshake.Step {
    fileprivate var words: String {
        switch self {
        case .send: "send Close"
        case .finish: "finish"
        case .abort: "abort"
        case .dispatch: "dispatch"
        case .arm(let timer): "arm \(timer)"
        case .cancel(let timer): "cancel \(timer)"
        }
    }
}
