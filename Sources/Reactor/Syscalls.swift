internal import CLinux
internal import Glibc

/// Every system call of this module. Interrupted ones are made again; a socket that is not ready is no error.
///
/// One place, so that one reading checks all of them, and so that tests can make any of them fail (`SyscallFaults`).
/// Those on files stand in `Syscalls+Files`.
enum Syscalls {
    /// What a read found.
    enum ReadResult {
        /// `isFull`: all the room was used, so there may be more.
        case bytes(Int, isFull: Bool)
        case endOfFile
        case wouldBlock
        case failed(SystemError)
    }

    /// What a write managed.
    enum WriteResult {
        /// `isFull`: not all was taken, so the socket takes no more for now.
        case bytes(Int, isFull: Bool)
        case wouldBlock
        case failed(SystemError)
    }

    /// What a listener had.
    enum AcceptResult: ~Copyable {
        case connection(Descriptor, peer: SocketAddress)
        case wouldBlock
        case failed(SystemError)
    }
}

// MARK: Sockets

extension Syscalls {
    static func streamSocket(_ family: Int32) throws(SystemError) -> Descriptor {
        Descriptor(owning: Int32(try check(.socket) { closecall_stream_socket(family) }))
    }

    static func bind(_ socket: Int32, _ address: SocketAddress) throws(SystemError) {
        var kernel = address.kernelAddress
        // Safe: the structure outlives the call, and its length says how much of it counts.
        _ = try check(.bind, address) { unsafe closecall_bind(socket, &kernel.storage, kernel.length) }
    }

    static func listen(_ socket: Int32, backlog: Int32) throws(SystemError) {
        _ = try check(.listen) { Glibc.listen(socket, backlog) }
    }

    /// Starts a connection; true when it is there at once, as on Unix sockets.
    static func connect(_ socket: Int32, _ address: SocketAddress) throws(SystemError) -> Bool {
        var kernel = address.kernelAddress
        // Safe: the structure outlives the call, and its length says how much of it counts.
        let result = call(.connect) { unsafe closecall_connect(socket, &kernel.storage, kernel.length) }
        if result >= 0 { return true }
        if -result == EINPROGRESS { return false }
        throw SystemError(Int32(-result), operation: "connect", subject: "\(address)")
    }

    static func accept(_ listener: Int32) -> AcceptResult {
        var kernel = KernelAddress()
        // Safe: the structure outlives the call, and its length is handed in and out.
        let result = call(.accept) { unsafe closecall_accept(listener, &kernel.storage, &kernel.length) }
        if result >= 0 {
            return .connection(
                Descriptor(owning: Int32(result)), peer: SocketAddress(kernel) ?? .unix(path: ""))
        }
        if -result == EAGAIN { return .wouldBlock }
        return .failed(SystemError(Int32(-result), operation: "accept"))
    }

    static func localAddress(_ socket: Int32) throws(SystemError) -> SocketAddress {
        var kernel = KernelAddress()
        // Safe: the structure outlives the call, and its length is handed in and out.
        _ = try check(.getsockname) {
            unsafe closecall_getsockname(socket, &kernel.storage, &kernel.length)
        }
        guard let address = SocketAddress(kernel) else {
            throw SystemError(EAFNOSUPPORT, operation: "getsockname")
        }
        return address
    }

    static func setOption(_ socket: Int32, _ level: Int32, _ option: Int32, _ value: Int32)
        throws(SystemError)
    {
        var value = value
        // Safe: the pointed-to integer has the length that is said.
        _ = try check(.setsockopt) { unsafe setsockopt(socket, level, option, &value, 4) }
    }

    static func option(_ socket: Int32, _ level: Int32, _ option: Int32) throws(SystemError) -> Int32 {
        var value: Int32 = 0
        var length: socklen_t = 4
        // Safe: the pointed-to integer has the length that is said.
        _ = try check(.getsockopt) { unsafe getsockopt(socket, level, option, &value, &length) }
        return value
    }

    /// The error that the kernel keeps for `socket`, which asking clears.
    static func takePendingError(_ socket: Int32, operation: String, subject: String = "") -> SystemError? {
        let code = (try? option(socket, SOL_SOCKET, SO_ERROR)) ?? 0
        return code == 0 ? nil : SystemError(code, operation: operation, subject: subject)
    }

    /// Ends the writing half: the peer reads everything before it and then an end of file.
    static func shutdownWriting(_ socket: Int32) throws(SystemError) {
        _ = try check(.shutdown) { shutdown(socket, Int32(SHUT_WR)) }
    }

    /// How much the peer has not acknowledged yet; on a Unix socket, memory for what it has not read.
    static func unsentBytes(_ socket: Int32) -> Int {
        max(0, call(.ioctl) { closecall_unsent_bytes(socket) })
    }

    /// Whether the peer has sent something that nobody has read.
    static func hasUnread(_ socket: Int32) -> Bool {
        call(.ioctl) { closecall_unread_bytes(socket) } > 0
    }

    static func resetOnClose(_ socket: Int32) throws(SystemError) {
        _ = try check(.setsockopt) { closecall_reset_on_close(socket) }
    }
}

// MARK: Bytes

extension Syscalls {
    static func receive(
        _ socket: Int32, into buffer: borrowing ReadBuffer, atMost limit: Int = .max
    ) -> ReadResult {
        var room = min(buffer.capacity, limit)
        #if DEBUG
            if let limit = faults?.limit(.recv) { room = min(room, limit) }
        #endif
        // Safe: the buffer is alive while borrowed and has `capacity` bytes.
        return found(.recv, call(.recv) { unsafe closecall_receive(socket, buffer.start, room) }, of: room)
    }

    private static func found(_ name: SystemCall, _ result: Int, of room: Int) -> ReadResult {
        if result > 0 { return .bytes(result, isFull: result == room) }
        if result == 0 { return .endOfFile }
        if -result == EAGAIN { return .wouldBlock }
        return .failed(SystemError(Int32(-result), operation: name.rawValue))
    }

    /// Sends what stands in `bytes`. `more` holds a last short segment back, for what follows at once.
    static func send(_ socket: Int32, _ bytes: Span<UInt8>, more: Bool) -> WriteResult {
        // Safe: the pointer does not leave the closure.
        unsafe bytes.withUnsafeBufferPointer { buffer in
            var count = buffer.count
            #if DEBUG
                if let limit = faults?.limit(.send) { count = min(count, limit) }
            #endif
            let flags = Int32(MSG_NOSIGNAL) | (more ? Int32(MSG_MORE) : 0)
            // Safe: the span's bytes stay in place for the length of the closure.
            return written(
                .send, call(.send) { unsafe closecall_send(socket, buffer.baseAddress, count, flags) },
                of: buffer.count)
        }
    }

    /// Sends several pieces in one call. The pieces must stay in place meanwhile.
    @unsafe static func send(
        _ socket: Int32, vectors: UnsafeMutableBufferPointer<iovec>, more: Bool
    ) -> WriteResult {
        // Safe: the caller keeps the pieces in place, and the header outlives the call.
        let total = unsafe vectors.reduce(0) { unsafe $0 + $1.iov_len }
        var message = unsafe msghdr()
        unsafe message.msg_iov = vectors.baseAddress
        unsafe message.msg_iovlen = vectors.count
        // `writev` would raise SIGPIPE; only `sendmsg` can be told not to.
        let flags = Int32(MSG_NOSIGNAL) | (more ? Int32(MSG_MORE) : 0)
        // Safe: the header outlives the call, and points at what the caller keeps in place.
        return written(.sendmsg, call(.sendmsg) { unsafe sendmsg(socket, &message, flags) }, of: total)
    }

    private static func written(_ name: SystemCall, _ result: Int, of attempted: Int) -> WriteResult {
        if result >= 0 { return .bytes(result, isFull: result < attempted) }
        // Without buffers the kernel cannot take the bytes now; like a full socket, that passes.
        if -result == EAGAIN || -result == ENOBUFS { return .wouldBlock }
        return .failed(SystemError(Int32(-result), operation: name.rawValue))
    }
}

// MARK: Pipes

extension Syscalls {
    /// A pipe's reading and writing end, with room for `size` bytes if the kernel grants it.
    static func makePipe(size: Int32) throws(SystemError) -> (reader: Int32, writer: Int32) {
        var ends: (reader: Int32, writer: Int32) = (-1, -1)
        // Safe: both numbers outlive the call, which writes one each.
        _ = try check(.pipe) { unsafe closecall_pipe(&ends.reader, &ends.writer, size) }
        return ends
    }

    /// Moves up to `count` bytes from a socket into a pipe, unseen.
    static func splice(_ socket: Int32, intoPipe writer: Int32, _ count: Int) -> ReadResult {
        let room = spliced(count)
        return found(.splice, call(.splice) { closecall_splice(socket, writer, room, 0) }, of: room)
    }

    /// Moves up to `count` bytes from a pipe into a socket. SIGPIPE, which it raises when the peer is gone, is
    /// blocked on a loop's thread; nobody ever takes it.
    static func splice(pipe reader: Int32, into socket: Int32, _ count: Int, more: Bool) -> WriteResult {
        let room = spliced(count)
        return written(
            .splice, call(.splice) { closecall_splice(reader, socket, room, more ? 1 : 0) }, of: count)
    }

    private static func spliced(_ count: Int) -> Int {
        #if DEBUG
            if let limit = faults?.limit(.splice) { return min(count, limit) }
        #endif
        return count
    }
}

// MARK: The loop's own

extension Syscalls {
    static func makeEpoll() throws(SystemError) -> Descriptor {
        Descriptor(owning: Int32(try check(.epollCreate) { epoll_create1(Int32(EPOLL_CLOEXEC)) }))
    }

    static func makeWakeup() throws(SystemError) -> Descriptor {
        let flags = Int32(EFD_CLOEXEC | EFD_NONBLOCK)
        return Descriptor(owning: Int32(try check(.eventfd) { eventfd(0, flags) }))
    }

    /// Makes a wait on `wakeup` return. A full counter is as good: it is readable already.
    static func wake(_ wakeup: Int32) {
        _ = call(.eventfd) { eventfd_write(wakeup, 1) }
    }

    static func clearWakeup(_ wakeup: Int32) {
        var count: eventfd_t = 0
        // Safe: the counter outlives the call.
        _ = call(.eventfd) { unsafe eventfd_read(wakeup, &count) }
    }

    static func epollAdd(_ epoll: Int32, _ socket: Int32, _ events: UInt32, tag: UInt64) throws(SystemError) {
        _ = try check(.epollControl) { closecall_epoll_control(epoll, EPOLL_CTL_ADD, socket, events, tag) }
    }

    static func epollModify(_ epoll: Int32, _ socket: Int32, _ events: UInt32, tag: UInt64)
        throws(SystemError)
    {
        _ = try check(.epollControl) { closecall_epoll_control(epoll, EPOLL_CTL_MOD, socket, events, tag) }
    }

    /// Closing a descriptor is enough where no other refers to the same socket.
    static func epollRemove(_ epoll: Int32, _ socket: Int32) {
        _ = call(.epollControl) { closecall_epoll_control(epoll, EPOLL_CTL_DEL, socket, 0, 0) }
    }

    /// Waits for events for at most `microseconds` (nil: without end) and answers how many there are.
    static func epollWait(
        _ epoll: Int32, _ events: borrowing EventBuffer, microseconds: UInt64?
    ) throws(SystemError) -> Int {
        let wait = microseconds.map { Int64(clamping: $0) } ?? -1
        // Safe: the buffer is alive while borrowed and has `capacity` events.
        let precise = callOnce(.epollWait) {
            unsafe closecall_epoll_wait_precise(epoll, events.start, Int32(events.capacity), wait)
        }
        if precise >= 0 { return precise }
        switch Int32(-precise) {
        case EINTR: return 0
        // An old kernel, or a sandbox that does not know the call: milliseconds, rounded up.
        case ENOSYS, EPERM:
            let milliseconds = wait < 0 ? -1 : Int32(clamping: wait / 1000 + (wait % 1000 == 0 ? 0 : 1))
            let coarse = callOnce(.epollWait) {
                unsafe epoll_wait(epoll, events.start, Int32(events.capacity), milliseconds)
            }
            if coarse >= 0 || -coarse == EINTR { return max(coarse, 0) }
            throw SystemError(Int32(-coarse), operation: "epoll_wait")
        case let code: throw SystemError(code, operation: "epoll_pwait2")
        }
    }

    /// A descriptor that tells of `signals`, which the calling thread and those it will make get no more.
    static func makeSignalDescriptor(_ signals: [Int32]) throws(SystemError) -> Descriptor {
        let number = try check(.signalfd) {
            // Safe: the array stays in place for the length of the call, which is told its count.
            unsafe closecall_signal_descriptor(signals, Int32(clamping: signals.count))
        }
        return Descriptor(owning: Int32(number))
    }

    static func nextSignal(_ descriptor: Int32) -> Int32? {
        let result = call(.signalfd) { closecall_next_signal(descriptor) }
        return result > 0 ? Int32(result) : nil
    }

    static func wallTime() -> WallTime {
        var time = timespec()
        // Safe: the structure outlives the call, which cannot fail for this clock.
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return WallTime(seconds: Int64(time.tv_sec))
    }

    /// Since 1970.
    static func wallNanoseconds() -> UInt64 { nanoseconds(of: CLOCK_REALTIME) }

    static func monotonicNanoseconds() -> UInt64 { nanoseconds(of: CLOCK_MONOTONIC) }

    private static func nanoseconds(of clock: clockid_t) -> UInt64 {
        var time = timespec()
        // Safe: the structure outlives the call, which cannot fail for these clocks.
        _ = unsafe clock_gettime(clock, &time)
        return UInt64(truncatingIfNeeded: time.tv_sec) &* 1_000_000_000
            &+ UInt64(truncatingIfNeeded: time.tv_nsec)
    }

    /// Since 1970.
    static func wallMicroseconds() -> Int64 {
        var time = timespec()
        // Safe: the structure outlives the call, which cannot fail for this clock.
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) &* 1_000_000 &+ Int64(time.tv_nsec) / 1000
    }

    static func monotonicTime() -> MonotonicTime {
        var time = timespec()
        // Safe: the structure outlives the call, which cannot fail for this clock.
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(microseconds: UInt64(time.tv_sec) &* 1_000_000 &+ UInt64(time.tv_nsec) / 1000)
    }
}

// MARK: Making the call

/// The calls that tests can make fail; the raw value is the name in an error.
enum SystemCall: String, Sendable {
    case socket, bind, listen, connect, accept, getsockname, setsockopt, getsockopt, shutdown, ioctl
    case recv, send, sendmsg, pipe, splice, fcntl, unlink, eventfd, signalfd
    case open, read, write, fstat, stat, fsync, link, mkdir, flock, ftruncate, rename
    case epollCreate = "epoll_create"
    case epollControl = "epoll_ctl"
    case epollWait = "epoll_wait"
}

extension Syscalls {
    /// The result, or the negated `errno`.
    private static func callOnce(_ name: SystemCall, _ body: () -> some BinaryInteger) -> Int {
        #if DEBUG
            if let code = faults?.error(name) { return -Int(code) }
        #endif
        let result = Int(body())
        return result >= 0 ? result : -Int(errno)
    }

    static func call(_ name: SystemCall, _ body: () -> some BinaryInteger) -> Int {
        while true {
            let result = callOnce(name, body)
            if -result != EINTR { return result }
        }
    }

    static func check(
        _ name: SystemCall, _ subject: (some CustomStringConvertible)? = String?.none,
        _ body: () -> some BinaryInteger
    ) throws(SystemError) -> Int {
        let result = call(name, body)
        if result >= 0 { return result }
        throw SystemError(
            Int32(-result), operation: name.rawValue, subject: subject.map { "\($0)" } ?? "")
    }

    #if DEBUG
        /// What shall fail on this thread; a loop gets its own when it is started.
        @TaskLocal static var faults: SyscallFaults?
    #endif
}
