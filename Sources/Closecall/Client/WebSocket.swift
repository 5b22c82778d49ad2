internal import Reactor
public import WebSocketWire

/// The browser's `WebSocket`, for Swift programs: the same names, the same rules, the same `CloseEvent`.
///
/// ```swift
/// let socket = try WebSocket("ws://127.0.0.1:9000/chat", ["v1"]) { socket in
///     socket.onopen = { _ in try? socket.send("hello") }
///     socket.onclose = { event in print(event.code, event.reason, event.wasClean) }
/// }
/// for await event in socket.events { … }
/// ```
///
/// Callbacks come one at a time, in order, on the thread of an event loop: do not block it. A page's script
/// cannot miss an event, because nothing is dispatched before it has run to its end; a Swift program runs
/// beside the loop. So events wait until somebody listens, and the closure at the end of the initialiser
/// runs before the first one can be dispatched: attach there whatever belongs together.
///
/// A socket that is not closed stays alive even if nobody holds it. One that is closed lets go of its
/// handlers and listeners, so that they may hold it.
public final class WebSocket: EventTarget {
    /// How far a socket has come.
    public enum ReadyState: UInt16, Hashable, Sendable {
        /// The connection is being made.
        case connecting = 0
        /// Messages can be sent and come.
        case open = 1
        /// An end has begun, from either side.
        case closing = 2
        /// It is over.
        case closed = 3
    }

    struct State {
        var readyState = ReadyState.connecting
        var subprotocol = ""
        var extensions = ""
        var story: String?
        var bufferedAmount = 0
        var binaryType = BinaryType.blob
        var listeners = EventListeners()
        var handlers = Handlers()
        /// What waits for a first listener, or for that before it.
        var waiting: [Occurrence] = []
        var waitingSize = 0
        /// The close event, once it was dispatched.
        var end: Occurrence?

        /// Nothing comes after a close event: whoever listened is let go, as listeners tend to hold the socket.
        mutating func isOver(with end: Occurrence) {
            self.end = end
            handlers = Handlers()
            listeners.removeAll()
        }
    }

    /// The `on…` handlers as they were set.
    struct Handlers {
        var open: (@Sendable (Event) -> Void)?
        var message: (@Sendable (MessageEvent) -> Void)?
        var error: (@Sendable (Event) -> Void)?
        var close: (@Sendable (CloseEvent) -> Void)?
    }

    /// The URL as it was resolved: with its path, without a default port.
    public let url: String

    let state = Locked(State())
    let origin: String
    private let began = ContinuousClock.now
    private let connection: ClientConnection

    /// Begins to connect.
    ///
    /// - Parameters:
    ///   - url: `ws:` or `wss:` (`http:` and `https:` stand for them, as on the web), without a fragment.
    ///   - protocols: subprotocols in order of preference; each a token, none twice.
    ///   - options: what a browser decides by itself.
    ///   - configure: runs before the connection is begun.
    /// - Throws: `SyntaxError` for a URL or a subprotocol that cannot be.
    public init(
        _ url: String, _ protocols: [String] = [], options: WebSocketOptions = WebSocketOptions(),
        configure: (WebSocket) -> Void = { _ in }
    ) throws(DOMException) {
        let parsed = try Self.parse(url)
        self.url = parsed.description
        origin = "\(parsed.isSecure ? "wss" : "ws")://\(parsed.hostHeader)"
        connection = try ClientConnection(to: parsed, protocols: protocols, options: options)
        configure(self)
        connection.start(for: self)
    }

    /// Begins to connect with one subprotocol.
    public convenience init(
        _ url: String, _ protocol: String, options: WebSocketOptions = WebSocketOptions(),
        configure: (WebSocket) -> Void = { _ in }
    ) throws(DOMException) {
        try self.init(url, [`protocol`], options: options, configure: configure)
    }

    private static func parse(_ text: String) throws(DOMException) -> WebSocketURL {
        do throws(WebSocketURLError) {
            return try WebSocketURL(text)
        } catch {
            throw DOMException(.syntaxError, "\(error)")
        }
    }
}

// MARK: State

extension WebSocket {
    /// How far it has come.
    public var readyState: ReadyState { state.withLock(\.readyState) }

    /// The subprotocol that the server chose; "" before, and when it chose none.
    public var `protocol`: String { state.withLock(\.subprotocol) }

    /// The extensions that were agreed, as the server wrote them; "" before, and when there are none.
    public var extensions: String { state.withLock(\.extensions) }

    /// What went wrong, in a sentence, which the web keeps from its pages: why a connection could not be made,
    /// or which rule the server broke. Nil when nothing did.
    public var story: String? { state.withLock(\.story) }

    /// Payload bytes handed to `send` that the network has not taken yet. After a close it only grows.
    public var bufferedAmount: Int { state.withLock(\.bufferedAmount) }

    /// How binary messages are handed out from now on.
    public var binaryType: BinaryType {
        get { state.withLock(\.binaryType) }
        set { state.withLock { $0.binaryType = newValue } }
    }
}

// MARK: Sending

extension WebSocket {
    /// Sends a text message.
    ///
    /// - Throws: `InvalidStateError` while connecting. After a close it does nothing, as on the web.
    public func send(_ text: String) throws(DOMException) {
        try send(size: text.utf8.count) { $0.send(text: text) }
    }

    /// Sends a binary message.
    ///
    /// - Throws: `InvalidStateError` while connecting. After a close it does nothing, as on the web.
    public func send(_ bytes: [UInt8]) throws(DOMException) {
        try send(size: bytes.count) { $0.send(binary: bytes) }
    }

    /// Sends a binary message.
    public func send(_ blob: Blob) throws(DOMException) {
        try send(blob.bytes)
    }

    /// Sends a ping, which browsers do not offer. Only while open; at most 125 bytes.
    public func ping(_ payload: [UInt8] = []) throws(DOMException) {
        guard payload.count <= 125 else {
            throw DOMException(.syntaxError, "a ping carries at most 125 bytes, not \(payload.count)")
        }
        try send(size: 0) { $0.ping(payload) }
    }

    private func send(
        size: Int, _ body: @escaping @Sendable (ClientConnection) -> Void
    ) throws(DOMException) {
        let readyState = state.withLock { state in
            if state.readyState != .connecting { state.bufferedAmount += size }
            return state.readyState
        }
        switch readyState {
        case .connecting:
            throw DOMException(.invalidStateError, "send() while still connecting: wait for the open event")
        case .open: connection.submit { body($0) }
        case .closing, .closed: break
        }
    }
}

// MARK: Closing

extension WebSocket {
    /// Begins the closing handshake with an empty Close frame: the server sees 1005.
    public func close() {
        close(ClosePayload.empty)
    }

    /// Begins the closing handshake.
    ///
    /// - Throws: `InvalidAccessError` for a code other than 1000 and 3000 to 4999; before anything is sent,
    ///   and whatever the state.
    public func close(code: Int) throws(DOMException) {
        close(try CloseArguments(code: code, reason: nil).payload)
    }

    /// Begins the closing handshake with a reason, which brings the code 1000 along.
    ///
    /// - Throws: `SyntaxError` for a reason of more than 123 bytes of UTF-8.
    public func close(reason: String) throws(DOMException) {
        close(try CloseArguments(code: nil, reason: reason).payload)
    }

    /// Begins the closing handshake with a code and a reason.
    public func close(code: Int, reason: String) throws(DOMException) {
        close(try CloseArguments(code: code, reason: reason).payload)
    }

    /// The same with a reason in UTF-16, as scripts have it.
    ///
    /// - Throws: `SyntaxError` also for an unpaired surrogate.
    public func close(code: Int? = nil, reason: [UInt16]) throws(DOMException) {
        close(try CloseArguments(code: code, reason: reason).payload)
    }

    private func close(_ payload: ClosePayload) {
        let before = state.withLock { state in
            let before = state.readyState
            if before == .connecting || before == .open { state.readyState = .closing }
            return before
        }
        switch before {
        case .connecting: connection.submit { $0.abort() }
        case .open: connection.submit { $0.close(payload) }
        case .closing, .closed: break
        }
    }
}

// MARK: Listening

extension WebSocket {
    func handler<E>(
        _ path: any KeyPath<Handlers, (@Sendable (E) -> Void)?> & Sendable
    ) -> (@Sendable (E) -> Void)? {
        state.withLock { $0.handlers[keyPath: path] }
    }

    func setHandler<E>(
        _ name: EventName<E>, _ path: any WritableKeyPath<Handlers, (@Sendable (E) -> Void)?> & Sendable,
        _ handler: (@Sendable (E) -> Void)?
    ) {
        listen { state in
            state.handlers[keyPath: path] = handler
            state.listeners.setHandler(name.type, handler.map { name.callback($0) })
        }
    }

    /// Changes who listens; what waited for a first listener is dispatched then.
    @discardableResult
    func listen<R: Sendable>(_ change: (inout State) -> R) -> R {
        let (answer, hasWaiting) = state.withLock { state in
            let answer = change(&state)
            return (answer, state.listeners.hasBeenUsed && !state.waiting.isEmpty)
        }
        // Not through the connection's owner: what waits may be the end, after which it has none.
        if hasWaiting { connection.submit { _ in self.dispatchWaiting() } }
        return answer
    }

    func subscribe() -> EventSubscription {
        let connection = connection
        let queue = EventQueue { connection.submit { $0.updateReading() } }
        let token = listen { state in
            if let end = state.end { queue.push(end.event(on: self)) }
            return state.listeners.add(queue)
        }
        return EventSubscription(queue) { [weak self] in
            self?.state.withLock { $0.listeners.removeQueue(token) }
            connection.submit { $0.updateReading() }
        }
    }
}

// MARK: Called by the connection, on the loop

extension WebSocket {
    func opened(subprotocol: String, extensions: String) {
        let isOpen = state.withLock { state in
            guard state.readyState == .connecting else { return false }
            state.readyState = .open
            state.subprotocol = subprotocol
            state.extensions = extensions
            return true
        }
        if isOpen { dispatch(.open) }
    }

    /// Messages that come after an end has begun are dropped, as browsers do.
    func received(_ data: (BinaryType) -> MessageEvent.Data) {
        let (isOpen, type) = state.withLock { ($0.readyState == .open, $0.binaryType) }
        guard isOpen else { return }
        dispatch(.message(data(type)))
    }

    /// The server has begun to close.
    func isClosing() {
        state.withLock { if $0.readyState == .open { $0.readyState = .closing } }
    }

    func explain(_ story: String) {
        state.withLock { $0.story = $0.story ?? story }
    }

    func left(_ bytes: Int) {
        state.withLock { if $0.readyState == .open { $0.bufferedAmount -= bytes } }
    }

    /// An `error` event; the close event follows.
    func failed() {
        state.withLock { $0.readyState = .closed }
        dispatch(.error)
    }

    /// The end, once.
    func ended(_ event: CloseEvent) {
        state.withLock { $0.readyState = .closed }
        dispatch(.close(event))
    }

    /// Whether somebody has more than enough events to read.
    var isOverfull: Bool {
        state.withLock { state in
            state.waitingSize >= EventQueue.highWater
                || state.listeners.queues.values.contains(where: \.isFull)
        }
    }

    func dispatchWaiting() {
        let waiting = state.withLock { state in
            let waiting = state.waiting
            state.waiting = []
            state.waitingSize = 0
            return waiting
        }
        waiting.forEach(deliver)
        connection.updateReading()
    }

    private func dispatch(_ kind: Occurrence.Kind) {
        let occurrence = Occurrence(kind: kind, age: began.duration(to: .now))
        let mustWait = state.withLock { state in
            let mustWait = !state.listeners.hasBeenUsed || !state.waiting.isEmpty
            if mustWait {
                state.waiting.append(occurrence)
                state.waitingSize += occurrence.size
            }
            return mustWait
        }
        if !mustWait { deliver(occurrence) }
    }

    private func deliver(_ occurrence: Occurrence) {
        let event = occurrence.event(on: self)
        let (callbacks, queues) = state.withLock { state in
            let listeners = (state.listeners.callbacks(for: event.type), Array(state.listeners.queues.values))
            if case .close = event { state.isOver(with: occurrence) }
            return listeners
        }
        callbacks.forEach { $0(event) }
        queues.forEach { $0.push(event) }
    }
}
