internal import Reactor

/// What threads want done on a loop for one socket, in the order they asked.
///
/// What is asked on the loop itself is done at once, if nothing of this socket's is before it: so that what a
/// callback sends goes out before the loop looks at what came behind the message.
final class JobLine: Sendable {
    typealias Job = @Sendable () -> Void

    private let loop: EventLoop
    private let waiting = Locked<[Job]>([])

    init(on loop: EventLoop) {
        self.loop = loop
    }

    func add(_ job: @escaping Job) {
        let isOnLoop = loop.isOnLoop
        let (isNext, isFirst) = waiting.withLock { waiting in
            if isOnLoop, waiting.isEmpty { return (true, false) }
            waiting.append(job)
            return (false, waiting.count == 1)
        }
        if isNext { return job() }
        if isFirst { loop.submit { self.work() } }
    }

    private func work() {
        while let job = takeFirst() { job() }
    }

    private func takeFirst() -> Job? {
        waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    }
}
