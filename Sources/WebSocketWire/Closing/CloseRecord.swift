/// What one endpoint knows of the ending: both Closes, their order, and who offended.
///
/// The verdict is computed from it, never stored beside it, so that the two cannot disagree.
public struct CloseRecord: Hashable, Sendable {
    /// The Close that this endpoint sent, if it sent one.
    public private(set) var sent: ClosePayload?
    /// The first Close that the peer sent, if it is legal and came in time to count.
    public private(set) var received: ClosePayload?
    /// True if the peer began; false if this endpoint did, or nobody yet.
    public private(set) var receivedFirst = false
    /// True if the peer broke the protocol and the connection was failed for it (RFC 6455 §7.1.7).
    public private(set) var failed = false

    /// Both ends have sent a Close (RFC 6455 §7.1.4 calls a connection that ends after it cleanly closed).
    public var isComplete: Bool { sent != nil && received != nil }

    /// What the application is told when the transport has ended in this state (RFC 6455 §7.1.5).
    ///
    /// It is the *peer's* code and reason. The own ones were known before, and if the peer never answered they
    /// are lost, as in browsers.
    public var verdict: CloseEvent {
        guard !failed, sent != nil, let received else {
            return CloseEvent(type: "close", code: CloseCode.abnormal.rawValue)
        }
        let code = received.code ?? .noStatus
        return CloseEvent(type: "close", code: code.rawValue, reason: received.reason, wasClean: true)
    }

    init() {}

    mutating func noteSent(_ payload: ClosePayload) {
        precondition(sent == nil, "an endpoint sends one Close")
        sent = payload
    }

    mutating func noteReceived(_ payload: ClosePayload) {
        received = payload
        receivedFirst = sent == nil
    }

    mutating func noteFailed() {
        failed = true
    }
}
