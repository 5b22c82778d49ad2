import Synchronization

/// What went to the standard error.
final class Complaint: Sendable {
    private let lines = Mutex("")

    func add(_ text: String) { lines.withLock { $0 += text } }

    var text: String { lines.withLock { $0 } }
}
