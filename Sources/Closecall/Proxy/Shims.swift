internal import Reactor

// Until the reactor has them.
extension Listener {
    static func group(at address: SocketAddress, on loops: [EventLoop]) throws(SystemError) -> [Listener] {
        try loops.prefix(1).map { (loop) throws(SystemError) in try Listener(at: address, on: loop) }
    }
    func pauseAccepting() {}
    func resumeAccepting() {}
}
