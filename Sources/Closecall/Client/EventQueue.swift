internal import Reactor

/// Events on their way to one task that reads them at its own pace.
///
/// It holds at most `highWater` bytes of messages before the socket stops reading: a slow reader makes the
/// server slow, not our memory big.
final class EventQueue: Sendable {
    static let highWater = 1 << 20

    private struct State {
        var events: [WebSocketEvent] = []
        var next = 0
        var bytes = 0
        var isFinished = false
        var reader: CheckedContinuation<WebSocketEvent?, Never>?
    }

    private let state = Locked(State())
    private let onRoom: @Sendable () -> Void

    /// - Parameter onRoom: called when the queue, after having been full, has room again.
    init(onRoom: @escaping @Sendable () -> Void) {
        self.onRoom = onRoom
    }

    /// Whether the socket should stop reading for now.
    var isFull: Bool { state.withLock { $0.bytes >= Self.highWater } }

    /// Adds an event, or hands it to who waits for one. `close` is the last.
    func push(_ event: WebSocketEvent) {
        let reader = state.withLock { state -> CheckedContinuation<WebSocketEvent?, Never>? in
            guard !state.isFinished else { return nil }
            if case .close = event { state.isFinished = true }
            if let reader = state.reader {
                state.reader = nil
                return reader
            }
            state.events.append(event)
            state.bytes += event.size
            return nil
        }
        reader?.resume(returning: event)
    }

    /// The next event; nil after `close`, or when the waiting task is cancelled.
    func next() async -> WebSocketEvent? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard let answer = take(orWait: continuation) else { return }
                continuation.resume(returning: answer.event)
                if answer.madeRoom { onRoom() }
            }
        } onCancel: {
            cancel()
        }
    }

    private struct Answer {
        var event: WebSocketEvent?
        var madeRoom = false
    }

    private func take(orWait continuation: CheckedContinuation<WebSocketEvent?, Never>) -> Answer? {
        state.withLock { state in
            if state.next < state.events.count { return Self.pop(&state) }
            if state.isFinished || Task.isCancelled { return Answer(event: nil) }
            state.reader = continuation
            return nil
        }
    }

    private static func pop(_ state: inout State) -> Answer {
        let event = state.events[state.next]
        state.next += 1
        if state.next == state.events.count || state.next > 64 {
            state.events.removeFirst(state.next)
            state.next = 0
        }
        let wasFull = state.bytes >= highWater
        state.bytes -= event.size
        return Answer(event: event, madeRoom: wasFull && state.bytes < highWater)
    }

    private func cancel() {
        let reader = state.withLock { state in
            let reader = state.reader
            state.reader = nil
            return reader
        }
        reader?.resume(returning: nil)
    }
}

/// Who reads a queue. When the last reader drops it, the socket stops filling the queue, and stops minding
/// that it is full.
final class EventSubscription: Sendable {
    let queue: EventQueue
    private let onDrop: @Sendable () -> Void

    init(_ queue: EventQueue, onDrop: @escaping @Sendable () -> Void) {
        self.queue = queue
        self.onDrop = onDrop
    }

    deinit { onDrop() }
}

extension WebSocketEvent {
    /// What holding on to it costs, roughly.
    var size: Int {
        guard case .message(let message) = self else { return Occurrence.overhead }
        return Occurrence.overhead + message.data.size
    }
}
