internal import Faults
public import Observer
internal import WebSocketWire

extension RelaySession {
    /// The time that was asked for has come.
    public mutating func woke(at now: Moment, into actions: inout [Action]) {
        beginStep(at: now)
        let before = actions.count
        defer { show(actions, from: before) }
        if heldSince != nil || isClosing {
            // Nobody could be quicker, or nobody has anything left to be late with: a time that was asked for before
            // the end is not taken back.
        } else if let deadline = handshakeDeadline, deadline <= now {
            handshakeDeadline = nil
            handshakeTookTooLong(into: &actions)
        } else if let idleTimeout = options.idleTimeout, lastActivity + idleTimeout <= now {
            actions.append(.note(.timedOut(.idle)))
            return closeBoth(into: &actions)
        }
        if let faults {
            if isRunning { faults.woke(at: now, into: &actions) }
            followFaults(into: &actions)
        }
        if let nextWake { actions.append(.wake(at: nextWake)) }
    }

    /// Whether there are two legs with something between them.
    private var isRunning: Bool {
        switch phase {
        case .http, .framed, .opaque: true
        case .answering, .closing: false
        }
    }

    private var isClosing: Bool { if case .closing = phase { true } else { false } }

    /// The next time at which something could be too late. The idle timeout is not moved with every byte: it is
    /// looked at when it might be due, and put off then.
    var nextWake: Moment? {
        if isClosing { return nil }
        let idle = heldSince == nil ? options.idleTimeout.map { lastActivity + $0 } : nil
        let deadline = heldSince == nil ? handshakeDeadline : nil
        guard idle != nil || deadline != nil || faults != nil else { return nil }
        let wakes = [idle, deadline, faults?.nextWake].compactMap { $0 }
        return wakes.min().flatMap { $0 == .never ? nil : $0 }
    }

    /// Says by when the handshake has to be through: a head that has begun has to end, and a request for a
    /// WebSocket has to be answered. Other requests may take as long as they like.
    mutating func watchHandshake(of http: HTTPPhase, at now: Moment, into actions: inout [Action]) {
        guard let timeout = options.handshakeTimeout, options.expectsHTTP else { return }
        let isAwaited = isHandshakeAwaited(http)
        guard isAwaited != (handshakeDeadline != nil) else { return }
        handshakeDeadline = isAwaited ? now + timeout : nil
        actions.append(.wake(at: nextWake))
    }

    private func isHandshakeAwaited(_ http: HTTPPhase) -> Bool {
        guard case .http = phase else { return false }
        return http.conversation.state == .undecided || http.conversation.isInsideHead(from: .client)
    }

    private mutating func handshakeTookTooLong(into actions: inout [Action]) {
        guard case .http(let http) = phase else {
            if case .answering = phase { closeBoth(into: &actions) }
            return
        }
        actions.append(.note(.timedOut(.handshake)))
        let isServersFault = http.conversation.outstandingRequests > 0
        let limit = options.handshakeTimeout ?? .zero
        let awaited: BadGateway.Wait = isServersFault ? .answer : .request
        answer(.gateway(.timedOut(server: options.server, awaited, after: limit)), into: &actions)
    }
}
