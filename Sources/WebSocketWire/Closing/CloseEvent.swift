/// How a connection ended, as the web tells it: the `CloseEvent` of the WebSockets standard.
///
/// A value, where the web has an object. So "read-only" is said by `private(set)`, and the socket hands each
/// listener a copy.
public struct CloseEvent: Sendable {
    /// The name of the event; "close" when a socket dispatched it.
    public private(set) var type: String
    /// The peer's close code, or 1005 (it sent none) or 1006 (no closing handshake); 0 if nobody set it.
    public private(set) var code: UInt16
    /// The peer's words for why, often empty.
    public private(set) var reason: String
    /// True if both ends sent a Close before the connection ended (RFC 6455 §7.1.4).
    public private(set) var wasClean: Bool
    /// False for a socket's event: a socket has no parent to bubble to.
    public private(set) var bubbles: Bool
    /// False for a socket's event: the connection is gone whatever a listener does.
    public private(set) var cancelable: Bool
    /// The socket that dispatched it; nil before.
    public private(set) var target: (any EventTarget)?
    /// When it was dispatched, since the time origin of the one who did; zero before.
    public private(set) var timeStamp: Duration = .zero
    /// True once a socket has handed it to its listeners.
    public private(set) var isDispatched = false

    /// An event of any name, with the web's defaults.
    public init(
        type: String, code: UInt16 = 0, reason: String = "", wasClean: Bool = false, bubbles: Bool = false,
        cancelable: Bool = false
    ) {
        self.type = type
        self.code = code
        self.reason = reason
        self.wasClean = wasClean
        self.bubbles = bubbles
        self.cancelable = cancelable
    }

    /// Sets all that an event of this kind has, unless it was dispatched already.
    @available(*, deprecated, message: "Use CloseEvent(type:code:reason:wasClean:bubbles:cancelable:)")
    public mutating func initCloseEvent(
        _ type: String, bubbles: Bool, cancelable: Bool, wasClean: Bool, code: UInt16, reason: String
    ) {
        guard !isDispatched else { return }
        self = CloseEvent(
            type: type, code: code, reason: reason, wasClean: wasClean, bubbles: bubbles,
            cancelable: cancelable)
    }

    /// The event as listeners get it: named "close", from `target`, at `timeStamp`.
    package func dispatched(to target: any EventTarget, at timeStamp: Duration) -> CloseEvent {
        var event = self
        event.type = "close"
        event.target = target
        event.timeStamp = timeStamp
        event.isDispatched = true
        return event
    }
}

extension CloseEvent: Hashable {
    /// Compares what the event says, not to whom and when it was said: the same ending of two connections is
    /// the same, and a test can write down the event it expects. Strings are compared as bytes, for Swift's are
    /// equal already when they look alike.
    public static func == (left: CloseEvent, right: CloseEvent) -> Bool {
        left.type.utf8.elementsEqual(right.type.utf8) && left.code == right.code
            && left.wasClean == right.wasClean
            && left.bubbles == right.bubbles && left.cancelable == right.cancelable
            && left.reason.utf8.elementsEqual(right.reason.utf8)
    }

    /// Hashes part of what ``==(_:_:)`` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(type)
        hasher.combine(code)
        hasher.combine(wasClean)
        for byte in reason.utf8 { hasher.combine(byte) }
    }
}

extension CloseEvent: CustomStringConvertible {
    /// `CloseEvent(code: 1006, reason: "", wasClean: false)`, with the type if that is not "close".
    public var description: String {
        let name = type == "close" ? "" : "type: \(type.debugDescription), "
        return "CloseEvent(\(name)code: \(code), reason: \(reason.debugDescription), wasClean: \(wasClean))"
    }
}
