internal import Synchronization

/// Tells work on another thread to come to an end soon.
public final class StopSign: Sendable {
    private let raised = Atomic<Bool>(false)

    /// A sign that nobody has raised.
    public init() {}

    /// From any thread, more than once if need be.
    public func raise() { raised.store(true, ordering: .relaxed) }

    /// Whether somebody has raised it.
    public var isRaised: Bool { raised.load(ordering: .relaxed) }
}
