/// Bytes on their way into a socket.
struct Outbox {
    /// What is appended here leaves with the next `flush`.
    var bytes: [UInt8] = []
    private var sent = 0

    /// How much is still to be sent.
    var count: Int { bytes.count - sent }

    /// Sends as much as the socket takes; true when nothing is left.
    mutating func flush(to descriptor: Int32) throws(Failure) -> Bool {
        while sent < bytes.count {
            let count = try Sockets.send(descriptor, bytes, from: sent)
            guard count > 0 else { return false }
            sent += count
        }
        bytes.removeAll(keepingCapacity: true)
        sent = 0
        return true
    }
}
