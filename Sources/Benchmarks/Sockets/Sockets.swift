internal import CLinux
internal import Glibc

/// The system calls of the load tool and the echo server, bare: what is measured stands between the two, and
/// must not share its network code with them.
enum Sockets {
    /// What a read found.
    enum Received {
        case bytes(Int)
        case end
        case nothing
        case failed(String)
    }

    /// The listener's queue: with less, 64 clients that come at once stall.
    static let backlog: Int32 = 1024

    static func listen(at address: Address) throws(Failure) -> Int32 {
        let descriptor = try make()
        set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
        try bind(descriptor, to: address)
        guard Glibc.listen(descriptor, backlog) == 0 else { throw failure("listen on \(address)") }
        return descriptor
    }

    /// Starts a connection, from the address `source` when there is one. It is there, or refused, once writable.
    static func connect(to target: Address, from source: UInt32?) throws(Failure) -> Int32 {
        let descriptor = try make()
        set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        if let source {
            // The port is chosen when the target is known, so that two targets may share it.
            set(descriptor, Int32(IPPROTO_IP), IP_BIND_ADDRESS_NO_PORT, 1)
            try bind(descriptor, to: Address(host: source, port: 0))
        }
        var storage = kernelAddress(target)
        // Safe: the structure outlives the call, and the length is its own.
        let result = unsafe closecall_connect(descriptor, &storage, length)
        guard result == 0 || errno == EINPROGRESS else { throw failure("connect to \(target)") }
        return descriptor
    }

    /// The next client, nil when there is none at the moment.
    static func accept(_ listener: Int32) throws(Failure) -> Int32? {
        var storage = sockaddr_storage()
        var room = length
        // Safe: the structure outlives the call, which is told its length.
        let descriptor = unsafe closecall_accept(listener, &storage, &room)
        if descriptor >= 0 {
            set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
            return descriptor
        }
        guard errno == EAGAIN || errno == ECONNABORTED || errno == EINTR else { throw failure("accept") }
        return nil
    }

    /// Why a started connection failed, nil when it did not.
    static func connectError(_ descriptor: Int32) -> String? {
        var code: Int32 = 0
        var room = socklen_t(4)
        // Safe: the integer outlives the call, which is told its length.
        let result = unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &room)
        return result == 0 && code == 0 ? nil : text(result == 0 ? code : errno)
    }

    static func localAddress(_ descriptor: Int32) throws(Failure) -> Address {
        var storage = sockaddr_storage()
        var room = length
        // Safe: the structure outlives the call, which is told its length.
        guard unsafe closecall_getsockname(descriptor, &storage, &room) == 0 else {
            throw failure("getsockname")
        }
        // Safe: an IPv4 socket's address is a `sockaddr_in`, which fits into the storage.
        let address = unsafe withUnsafeBytes(of: storage) { unsafe $0.load(as: sockaddr_in.self) }
        return Address(
            host: UInt32(bigEndian: address.sin_addr.s_addr), port: UInt16(bigEndian: address.sin_port))
    }

    static func receive(_ descriptor: Int32, into area: inout [UInt8]) -> Received {
        while true {
            // Safe: the array stays in place for the length of the call, which is told its count.
            let count = unsafe area.withUnsafeMutableBytes {
                unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
            }
            if count > 0 { return .bytes(count) }
            if count == 0 { return .end }
            if errno == EAGAIN { return .nothing }
            if errno != EINTR { return .failed(text(errno)) }
        }
    }

    /// Sends what stands in `bytes` from `start` on; how many bytes it was, 0 when the socket is full.
    static func send(_ descriptor: Int32, _ bytes: [UInt8], from start: Int) throws(Failure) -> Int {
        while true {
            // Safe: the array stays in place for the length of the call, which is told what is left of it.
            let count = unsafe bytes.span.extracting(start...).withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count >= 0 { return count }
            if errno == EAGAIN || errno == ENOBUFS { return 0 }
            if errno != EINTR { throw failure("send") }
        }
    }

    static func finishWriting(_ descriptor: Int32) {
        _ = shutdown(descriptor, Int32(SHUT_WR))
    }

    static func close(_ descriptor: Int32) {
        _ = Glibc.close(descriptor)
    }

    /// Closes with a reset: nothing of it stays in the kernel, as TIME_WAIT would.
    static func abort(_ descriptor: Int32) {
        _ = closecall_reset_on_close(descriptor)
        close(descriptor)
    }

    /// Allows this process as many descriptors as it may have, and answers how many that is.
    static func raiseDescriptorLimit() -> Int {
        var limit = rlimit()
        // Safe: the structure outlives the calls.
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
        var wanted = rlimit(rlim_cur: max(limit.rlim_max, 65536), rlim_max: max(limit.rlim_max, 65536))
        // Safe: as above. Raising the hard limit takes rights that we may not have.
        if unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &wanted) == 0 {
            return Int(clamping: wanted.rlim_cur)
        }
        limit.rlim_cur = limit.rlim_max
        // Safe: as above.
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return Int(clamping: limit.rlim_cur)
    }
}

extension Sockets {
    private static let length = socklen_t(MemoryLayout<sockaddr_in>.size)

    private static func make() throws(Failure) -> Int32 {
        let descriptor = closecall_stream_socket(AF_INET)
        guard descriptor >= 0 else { throw failure("socket") }
        return descriptor
    }

    private static func bind(_ descriptor: Int32, to address: Address) throws(Failure) {
        var storage = kernelAddress(address)
        // Safe: the structure outlives the call, and the length is its own.
        guard unsafe closecall_bind(descriptor, &storage, length) == 0 else {
            throw failure("bind to \(address)")
        }
    }

    private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        // Safe: the integer outlives the call, which is told its length.
        _ = unsafe setsockopt(descriptor, level, option, &value, 4)
    }

    private static func kernelAddress(_ address: Address) -> sockaddr_storage {
        var kernel = sockaddr_in()
        kernel.sin_family = sa_family_t(AF_INET)
        kernel.sin_port = address.port.bigEndian
        kernel.sin_addr.s_addr = address.host.bigEndian
        var storage = sockaddr_storage()
        // Safe: the storage is made to hold any socket address.
        unsafe withUnsafeMutableBytes(of: &storage) { unsafe $0.storeBytes(of: kernel, as: sockaddr_in.self) }
        return storage
    }

    private static func failure(_ operation: String) -> Failure {
        .unable("\(operation): \(text(errno))")
    }

    static func text(_ code: Int32) -> String {
        // Safe: the text is static and ends with a zero.
        guard let text = unsafe closecall_error_text(code) else { return "error \(code)" }
        // Safe: as above.
        return unsafe String(cString: text)
    }
}

extension [UInt8] {
    /// Lets `body` work on the first `count` bytes, which may be changed in place.
    @inline(__always)
    mutating func withFirst(
        _ count: Int, _ body: (inout MutableSpan<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        precondition(count <= self.count)
        // Safe: the array stays in place for the length of the closure, which the span cannot leave.
        try unsafe withUnsafeMutableBufferPointer { (buffer) throws(Failure) in
            guard let start = buffer.baseAddress else { return }
            // Safe: as above, and there are `count` bytes.
            var span = unsafe MutableSpan(_unsafeStart: start, count: count)
            try body(&span)
        }
    }
}
