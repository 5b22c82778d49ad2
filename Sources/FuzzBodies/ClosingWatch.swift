package import WebSocketWire

/// What must hold of a closing handshake's actions, whatever happens to it.
package struct ClosingWatch {
    /// The event that ended it.
    package private(set) var ending: CloseEvent?
    private var hasSent = false
    private var hasFinished = false
    private var hasAborted = false
    private var hasFailed = false
    private var transportIsGone = false
    private var armed: ClosingHandshake.Timer?

    package init() {}

    /// Whether nothing more may be sent.
    package var hasSentOrEnded: Bool { hasSent || hasFailed || ending != nil || hasFinished }

    /// Notes what happened and what was answered.
    package mutating func take(
        _ input: ClosingHandshake.Input, answeredBy actions: [ClosingHandshake.Action]
    ) {
        precondition(ending == nil || actions.isEmpty, "something is done after the end")
        switch input {
        case .timeout(let timer):
            precondition(armed == timer || actions.isEmpty, "a timer that was not armed has an effect")
            if armed == timer { armed = nil }
        case .peerOffence: hasFailed = hasFailed || !actions.isEmpty
        case .transportFailed: transportIsGone = true
        case .localClose, .peerClose, .transportFinished: break
        }
        for action in actions { take(action) }
        precondition(ending == nil || armed == nil, "a timer stays armed after the end")
        precondition(
            ending == nil || hasFinished || hasAborted || transportIsGone,
            "our side of the transport stays open")
    }

    private mutating func take(_ action: ClosingHandshake.Action) {
        precondition(ending == nil, "something is done after the close event")
        switch action {
        case .send:
            precondition(!hasSent, "a second Close")
            precondition(!hasFinished && !hasAborted && !transportIsGone, "a Close when nothing can be sent")
            hasSent = true
        case .arm(let timer, let duration):
            precondition(armed == nil, "two timers at once")
            precondition(duration > .zero, "a timer without a wait")
            armed = timer
        case .cancel(let timer):
            precondition(armed == timer, "a timer is cancelled that was not armed")
            armed = nil
        case .finish:
            precondition(!hasFinished && !hasAborted, "the transport is finished twice")
            hasFinished = true
        case .abort:
            precondition(!hasAborted, "the transport is dropped twice")
            hasAborted = true
        case .dispatchError: precondition(hasFailed, "an error event without an offence")
        case .dispatchClose(let event):
            precondition(event.type == "close", "the last event is not close")
            ending = event
        }
    }
}
