/// Who listens to a socket, by event type: the `on…` handlers, added listeners, and event queues.
///
/// A value with no lock of its own: the socket keeps it behind one.
struct EventListeners {
    typealias Callback = @Sendable (WebSocketEvent) -> Void

    /// The web's `on…` attributes. As there, a handler keeps the place in the order that it was first given.
    private struct Entry {
        let token: ListenerToken
        var callback: Callback?
        let isOnce: Bool
    }

    private var entries: [String: [Entry]] = [:]
    private var handlerTokens: [String: ListenerToken] = [:]
    private var lastToken: UInt64 = 0
    private(set) var queues: [ListenerToken: EventQueue] = [:]

    /// Whether anybody ever listened to anything: until then events wait for them.
    private(set) var hasBeenUsed = false

    mutating func add(_ type: String, isOnce: Bool, _ callback: @escaping Callback) -> ListenerToken {
        let token = newToken()
        entries[type, default: []].append(Entry(token: token, callback: callback, isOnce: isOnce))
        return token
    }

    mutating func remove(_ token: ListenerToken) {
        for type in entries.keys { entries[type]?.removeAll { $0.token == token } }
    }

    mutating func removeAll() {
        entries = [:]
        handlerTokens = [:]
        queues = [:]
    }

    mutating func setHandler(_ type: String, _ callback: Callback?) {
        if let token = handlerTokens[type],
            let place = entries[type]?.firstIndex(where: { $0.token == token })
        {
            entries[type]?[place].callback = callback
        } else if let callback {
            handlerTokens[type] = add(type, isOnce: false, callback)
        }
    }

    mutating func add(_ queue: EventQueue) -> ListenerToken {
        let token = newToken()
        queues[token] = queue
        return token
    }

    mutating func removeQueue(_ token: ListenerToken) {
        queues[token] = nil
    }

    /// Who is to be called for an event, in order; those who wanted one event only are gone after that.
    mutating func callbacks(for type: String) -> [Callback] {
        let callbacks = (entries[type] ?? []).compactMap(\.callback)
        entries[type]?.removeAll(where: \.isOnce)
        return callbacks
    }

    private mutating func newToken() -> ListenerToken {
        hasBeenUsed = true
        lastToken += 1
        return ListenerToken(number: lastToken)
    }
}

/// What `addEventListener` answers and `removeEventListener` takes: closures cannot be told apart.
public struct ListenerToken: Hashable, Sendable {
    let number: UInt64
}
