internal import CLinux

/// How a listening socket comes to its address.
enum ListeningSocket {
    /// Who else may listen at a TCP socket's address.
    enum Sharing {
        case never
        /// Any socket of this user that shares as well.
        case always
        /// Nobody who was there before; whoever shares may join later.
        case onceBound
    }

    /// A socket of ours at `address`, which does not listen yet.
    static func bound(to address: SocketAddress, sharing: Sharing) throws(SystemError) -> Descriptor {
        let socket = try Syscalls.streamSocket(address.kernelAddress.family)
        if case .unix = address {
            try bindUnix(socket.number, address)
        } else {
            try bindTCP(socket.number, address, sharing)
        }
        return socket
    }

    private static func bindTCP(
        _ socket: Int32, _ address: SocketAddress, _ sharing: Sharing
    ) throws(SystemError) {
        try Syscalls.setOption(socket, SOL_SOCKET, SO_REUSEADDR, 1)
        if case .always = sharing { try Syscalls.setOption(socket, SOL_SOCKET, SO_REUSEPORT, 1) }
        // Accepted sockets inherit it, which saves a call for each of them.
        try Syscalls.setOption(socket, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        try Syscalls.bind(socket, address)
        // Linux looks at the option of both sides when the later one binds.
        if case .onceBound = sharing { try Syscalls.setOption(socket, SOL_SOCKET, SO_REUSEPORT, 1) }
    }

    /// A socket file outlives its process. When nobody listens behind it any more, it is replaced.
    private static func bindUnix(_ socket: Int32, _ address: SocketAddress) throws(SystemError) {
        do throws(SystemError) {
            try Syscalls.bind(socket, address)
        } catch {
            guard error.code == EADDRINUSE, case .unix(let path) = address, isAbandoned(address) else {
                throw error
            }
            Syscalls.unlink(path)
            try Syscalls.bind(socket, address)
        }
    }

    private static func isAbandoned(_ address: SocketAddress) -> Bool {
        do throws(SystemError) {
            let probe = try Syscalls.streamSocket(AF_UNIX)
            _ = try Syscalls.connect(probe.number, address)
            return false
        } catch {
            return error.code == ECONNREFUSED
        }
    }
}

/// The file of a Unix socket, which is removed by the last listener that lets it go.
final class SocketFile: Sendable {
    private let path: String
    private let holders = Locked((now: 1, ever: 1))

    /// Nil for addresses that leave no file.
    init?(_ address: SocketAddress) {
        guard case .unix(let path) = address else { return nil }
        self.path = path
    }

    /// Whether several listeners hold it, or have.
    var isShared: Bool { holders.withLock { $0.ever > 1 } }

    /// One holder more.
    func shared() -> SocketFile {
        holders.withLock { $0 = ($0.now + 1, $0.ever + 1) }
        return self
    }

    func release() {
        let rest = holders.withLock { holders in
            holders.now -= 1
            return holders.now
        }
        if rest == 0 { Syscalls.unlink(path) }
    }
}
