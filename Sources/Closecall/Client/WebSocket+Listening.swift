internal import Reactor
public import WebSocketWire

// How a program hears of a socket's events: the web's handlers, the web's listeners, or an async sequence.

extension WebSocket {
    /// Called when the handshake succeeded.
    public var onopen: (@Sendable (Event) -> Void)? {
        get { handler(\.open) }
        set { setHandler(.open, \.open, newValue) }
    }

    /// Called for each message.
    public var onmessage: (@Sendable (MessageEvent) -> Void)? {
        get { handler(\.message) }
        set { setHandler(.message, \.message, newValue) }
    }

    /// Called when the connection failed; `onclose` follows.
    public var onerror: (@Sendable (Event) -> Void)? {
        get { handler(\.error) }
        set { setHandler(.error, \.error, newValue) }
    }

    /// Called once, at the end.
    public var onclose: (@Sendable (CloseEvent) -> Void)? {
        get { handler(\.close) }
        set { setHandler(.close, \.close, newValue) }
    }

    /// Adds a listener for one of the events by its name in the web: "open", "message", "error", "close".
    ///
    /// Other names are accepted, and never called, as on the web.
    @discardableResult
    public func addEventListener(
        _ type: String, once: Bool = false, _ listener: @escaping @Sendable (WebSocketEvent) -> Void
    ) -> ListenerToken {
        listen { $0.listeners.add(type, isOnce: once, listener) }
    }

    /// Adds a listener that gets the event in its own type: `addEventListener(.close) { print($0.code) }`.
    @discardableResult
    public func addEventListener<E: Sendable>(
        _ name: EventName<E>, once: Bool = false, _ listener: @escaping @Sendable (E) -> Void
    ) -> ListenerToken {
        addEventListener(name.type, once: once, name.callback(listener))
    }

    /// Takes a listener away; one that is gone already is no mistake.
    public func removeEventListener(_ token: ListenerToken) {
        state.withLock { $0.listeners.remove(token) }
    }

    /// The events from now on (from the start, if nobody listened before). The last is always `close`, also
    /// where it has happened already.
    ///
    /// Each call gives a sequence of its own. A slow reader stops the socket from reading, not from keeping
    /// what it read.
    public var events: Events { Events(subscription: subscribe()) }

    /// The events of one socket, for `for await`.
    public struct Events: AsyncSequence, Sendable {
        let subscription: EventSubscription

        /// Hands the events out; all iterators of one sequence share them.
        public func makeAsyncIterator() -> Iterator { Iterator(subscription: subscription) }

        /// See `Events`.
        public struct Iterator: AsyncIteratorProtocol {
            let subscription: EventSubscription

            /// The next event; nil after `close` or when the task is cancelled.
            public mutating func next() async -> WebSocketEvent? { await subscription.queue.next() }

            /// The same, for callers with an actor of their own.
            public mutating func next(isolation: isolated (any Actor)?) async throws(Never) -> WebSocketEvent?
            {
                await subscription.queue.next()
            }
        }
    }
}

/// An event's name together with its type.
public struct EventName<E: Sendable>: Sendable {
    let type: String
    let extract: @Sendable (WebSocketEvent) -> E?

    /// A listener for any event that calls one for events of this name.
    func callback(_ listener: @escaping @Sendable (E) -> Void) -> EventListeners.Callback {
        let extract = extract
        return { event in
            if let value = extract(event) { listener(value) }
        }
    }
}

extension EventName where E == Event {
    /// The handshake succeeded.
    public static var open: EventName<Event> {
        EventName(type: "open") { if case .open(let event) = $0 { event } else { nil } }
    }
    /// The connection failed.
    public static var error: EventName<Event> {
        EventName(type: "error") { if case .error(let event) = $0 { event } else { nil } }
    }
}

extension EventName where E == MessageEvent {
    /// A message came.
    public static var message: EventName<MessageEvent> {
        EventName(type: "message") { if case .message(let event) = $0 { event } else { nil } }
    }
}

extension EventName where E == CloseEvent {
    /// The end.
    public static var close: EventName<CloseEvent> {
        EventName(type: "close") { if case .close(let event) = $0 { event } else { nil } }
    }
}
