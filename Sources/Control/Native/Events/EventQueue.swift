internal import Reactor

/// Events that wait for one listener: so many, and no more. Of those that it misses it is told how many they were, in
/// their place.
final class EventQueue: Sendable {
    enum Item: Sendable {
        case event(ControlEvent)
        case missed(Int)
    }

    private struct State {
        var items: [Item] = []
        var reader: CheckedContinuation<Void, Never>?
    }

    private let proxy: String?
    private let state = Locked(State())

    /// So many may wait.
    static let most = 1000
    /// So many are taken at once: they are told in one piece.
    static let share = 64

    /// - Parameter proxy: whose events it is for; nil for those of all.
    init(about proxy: String?) { self.proxy = proxy }

    func isAbout(_ proxy: String) -> Bool { self.proxy == nil || self.proxy == proxy }

    func add(_ event: ControlEvent) {
        note { items in
            if items.count < Self.most { items.append(.event(event)) } else { Self.miss(1, &items) }
        }
    }

    func addMissed(_ count: Int) { note { Self.miss(count, &$0) } }

    private static func miss(_ count: Int, _ items: inout [Item]) {
        if case .missed(let before) = items.last {
            items[items.count - 1] = .missed(before + count)
        } else {
            items.append(.missed(count))
        }
    }

    private func note(_ change: (inout [Item]) -> Void) {
        let reader = state.withLock { state in
            change(&state.items)
            return state.reader.take()
        }
        reader?.resume()
    }

    /// Waits for some; none when the waiting task is cancelled.
    func take() async -> [Item] {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    guard state.items.isEmpty, !Task.isCancelled else { return true }
                    state.reader = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.reader.take() }?.resume()
        }
        return state.withLock { state in
            let taken = Array(state.items.prefix(Self.share))
            state.items.removeFirst(taken.count)
            return taken
        }
    }
}
