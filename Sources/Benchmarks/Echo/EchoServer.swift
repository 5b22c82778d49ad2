/// An echo server that costs little: it is what stands behind every relay that is measured.
final class EchoServer {
    private let poller: Poller
    private var doors: [Door] = []

    init(poller: Poller) {
        self.poller = poller
    }

    /// Listens, and answers where; port 0 picks one.
    func listen(at address: Address) throws(Failure) -> Address {
        let descriptor = try Sockets.listen(at: address)
        let door = Door(descriptor, poller: poller)
        _ = try poller.add(door, descriptor, for: .readable)
        doors.append(door)
        return try Sockets.localAddress(descriptor)
    }

    /// A listening socket.
    private final class Door: Pollable {
        private let descriptor: Int32
        private let poller: Poller

        init(_ descriptor: Int32, poller: Poller) {
            self.descriptor = descriptor
            self.poller = poller
        }

        func ready(_ events: Readiness, _ area: inout [UInt8]) throws(Failure) {
            while let client = try Sockets.accept(descriptor) {
                try EchoSession(client, poller: poller).start()
            }
        }
    }
}
