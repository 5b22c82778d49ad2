internal import Reactor

/// The TLS contexts of clients, one for each way of trusting: reading the system's trust store takes
/// milliseconds, and sockets come by the thousand.
enum ClientTrust {
    private static let contexts = Locked<[TLSOptions: TLSContext]>([:])

    static func context(for options: TLSOptions) throws(TLSError) -> TLSContext {
        if let known = contexts.withLock({ $0[options] }) { return known }
        let made = try TLSContext(client: options)
        contexts.withLock { $0[options] = made }
        return made
    }
}
