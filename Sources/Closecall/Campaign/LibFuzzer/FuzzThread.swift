internal import Reactor

/// A thread for work that waits for other programs: those of Swift's tasks may not.
enum FuzzThread {
    static func run<Value: Sendable>(
        _ work: @escaping @Sendable () -> Result<Value, FuzzProblem>
    ) async -> Result<Value, FuzzProblem> {
        let loop: EventLoop
        do throws(SystemError) { loop = try EventLoop.start(name: "fuzz") } catch {
            return .failure(.program("a thread", error))
        }
        let result = await withCheckedContinuation { continuation in
            let isRunning = loop.submit { continuation.resume(returning: work()) }
            if !isRunning { continuation.resume(returning: .failure(.interrupted)) }
        }
        loop.stop()
        return result
    }
}
