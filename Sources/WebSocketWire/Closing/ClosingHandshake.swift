/// The closing handshake as one endpoint goes through it (RFC 6455 §7).
///
/// It sees neither bytes nor sockets nor a clock. Whoever drives it says what happened, and performs the
/// actions that come back, in their order. Where the RFC leaves a choice it does what browsers were measured
/// to do: echo the peer's code *and* reason, wait two seconds for the server to end the transport and call the
/// ending clean even if it never does.
///
/// What happens when is in `ClosingHandshake+Table.swift`, all of it. This file says what the words there mean.
public struct ClosingHandshake: Sendable {
    /// How far the ending has come, named by what is awaited.
    public enum State: Hashable, Sendable {
        /// No Close was sent or received.
        case open
        /// We sent a Close. Messages may still arrive.
        case awaitingPeerClose
        /// Both Closes are exchanged, and it is the server's turn to end the transport. We are the client.
        case awaitingServerFinish
        /// We ended our direction of the transport; the peer's is still open.
        case awaitingTransportEnd
        /// Over; the event is the one that was dispatched.
        case closed(CloseEvent)
    }

    /// Something that happened.
    public enum Input: Hashable, Sendable {
        /// The application closes.
        case localClose(ClosePayload)
        /// A legal Close frame arrived.
        case peerClose(ClosePayload)
        /// The peer broke the protocol. The payload says so to it: ``ClosePayload/failing(_:reason:)``.
        case peerOffence(ClosePayload)
        /// The peer ended its direction of the transport (FIN, or TLS close_notify).
        case transportFinished
        /// The transport is gone in both directions (RST, or an error).
        case transportFailed
        /// That timer ran out.
        case timeout(Timer)
    }

    /// A wait that has a limit. At most one is armed.
    public enum Timer: CaseIterable, Hashable, Sendable {
        /// For the peer's Close, after ours.
        case peerClose
        /// For the peer to end the transport.
        case transportEnd
    }

    /// What is to be done now.
    public enum Action: Hashable, Sendable {
        /// Send a Close frame, behind all that was sent before.
        case send(ClosePayload)
        /// Deliver a `timeout` after so long.
        case arm(Timer, after: Duration)
        /// Deliver no `timeout` any more.
        case cancel(Timer)
        /// End our direction of the transport, behind all that was sent; go on reading, or the Close may be
        /// lost in a reset.
        case finish
        /// Drop the transport at once.
        case abort
        /// Dispatch an `error` event; the close event follows.
        case dispatchError
        /// Dispatch this event. It is the last action, and nothing follows.
        case dispatchClose(CloseEvent)
    }

    /// Which end this is. The server ends the transport first (RFC 6455 §7.1.1).
    public let role: EndpointRole
    /// How long each wait may last.
    public let limits: ClosingLimits
    /// What is awaited.
    public private(set) var state: State = .open
    /// Both Closes and their order.
    public private(set) var record = CloseRecord()

    /// The handshake of a connection that has just opened.
    public init(role: EndpointRole, limits: ClosingLimits = ClosingLimits()) {
        self.role = role
        self.limits = limits
    }

    /// True until our Close: nothing may be sent after it (RFC 6455 §5.5.1).
    public var maySend: Bool { state == .open }

    /// True until the peer's Close: what comes after it is to be ignored (RFC 6455 §1.4).
    public var mayReceive: Bool { state == .open || state == .awaitingPeerClose }

    /// Takes what happened and says what to do about it; often nothing.
    public mutating func handle(_ input: Input) -> [Action] {
        guard let rule = Self.rule(role, state.phase, input.kind) else { return [] }
        note(input)
        var actions: [Action] = []
        actions.reserveCapacity(rule.steps.count + 1)
        for step in rule.steps { perform(step, for: input, into: &actions) }
        state = state(in: rule.next)
        return actions
    }

    private mutating func note(_ input: Input) {
        switch input {
        case .peerClose(let payload): record.noteReceived(payload)
        case .peerOffence: record.noteFailed()
        case .localClose, .transportFinished, .transportFailed, .timeout: break
        }
    }

    private mutating func perform(_ step: Step, for input: Input, into actions: inout [Action]) {
        switch step {
        case .send:
            // The answer to a Close is the same Close again (RFC 6455 §5.5.1).
            guard let payload = input.payload else { preconditionFailure("nothing to send on \(input)") }
            record.noteSent(payload)
            actions.append(.send(payload))
        case .arm(let timer): actions.append(.arm(timer, after: limits[timer]))
        case .cancel(let timer): actions.append(.cancel(timer))
        case .finish: actions.append(.finish)
        case .abort: actions.append(.abort)
        case .dispatch:
            if record.failed { actions.append(.dispatchError) }
            actions.append(.dispatchClose(record.verdict))
        }
    }

    private func state(in phase: Phase) -> State {
        switch phase {
        case .open: .open
        case .awaitingPeerClose: .awaitingPeerClose
        case .awaitingServerFinish: .awaitingServerFinish
        case .awaitingTransportEnd: .awaitingTransportEnd
        case .closed: .closed(record.verdict)
        }
    }
}

extension ClosingHandshake.Input {
    fileprivate var payload: ClosePayload? {
        switch self {
        case .localClose(let payload), .peerClose(let payload), .peerOffence(let payload): payload
        case .transportFinished, .transportFailed, .timeout: nil
        }
    }
}
