internal import CLinux

/// A host name that did not become an address.
public struct ResolveError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name that was asked for.
    public let name: String
    /// The resolver's words.
    public let reason: String

    /// What failed and why.
    public var description: String { "cannot resolve “\(name)”: \(reason)" }
}

/// Names to addresses, off the loop: the C library's lookup blocks for as long as it likes.
public enum Resolver {
    /// Looks `name` up and calls `completion` on `loop` with all its addresses, in the order to try them.
    /// The system is asked at most once a second for a name it knows. On the loop only.
    public static func resolve(
        _ name: String, port: UInt16, on loop: EventLoop,
        completion: @escaping (Result<[SocketAddress], ResolveError>) -> Void
    ) {
        loop.assertOnLoop()
        if let addresses = recent.addresses(of: name, port: port, at: loop.now) {
            return loop.atEndOfTurn { completion(.success(addresses)) }
        }
        let lookup = Lookup(completion)
        let job: @Sendable () -> Void = {
            let result = lookUp(name, port)
            if case .success(let addresses) = result {
                recent.remember(addresses, of: name, port: port, at: .current)
            }
            loop.submit { lookup.complete(result) }
        }
        if !Lane.shared.run(job) {
            let error = ResolveError(name: name, reason: "no thread could be made for the lookup")
            loop.atEndOfTurn { lookup.complete(.failure(error)) }
        }
    }

    private static let recent = RecentNames()

    /// Asks the C library and waits.
    static func lookUp(_ name: String, _ port: UInt16) -> Result<[SocketAddress], ResolveError> {
        // Safe: the texts are zero-ended; the list is the C library's, walked up to its end and freed after that.
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(name, "\(port)", &hints, &list)
        guard code == 0 else {
            let words = unsafe String(cString: gai_strerror(code))
            return .failure(
                ResolveError(name: name, reason: words.prefix(1).lowercased() + words.dropFirst()))
        }
        // Safe: as above; nothing that is kept points into the list.
        defer { unsafe freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var next = unsafe list
        while let entry = unsafe next {
            if let address = unsafe address(of: entry.pointee), !addresses.contains(address) {
                addresses.append(address)
            }
            unsafe next = entry.pointee.ai_next
        }
        guard addresses.isEmpty else { return .success(addresses) }
        return .failure(ResolveError(name: name, reason: "it has no address"))
    }

    // Safe: the entries are `getaddrinfo`'s, whose lengths fit their structures.
    @unsafe private static func address(of entry: addrinfo) -> SocketAddress? {
        var kernel = KernelAddress()
        guard let source = unsafe entry.ai_addr, unsafe entry.ai_addrlen <= kernel.length else { return nil }
        unsafe withUnsafeMutableBytes(of: &kernel.storage) { bytes in
            unsafe bytes.copyMemory(
                from: unsafe UnsafeRawBufferPointer(start: source, count: Int(entry.ai_addrlen)))
        }
        return SocketAddress(kernel)
    }
}

/// Carries the completion past the helper thread.
///
// Sendable: the helper thread only passes the reference on; `completion` is touched on the loop alone.
private final class Lookup: @unchecked Sendable {
    private var completion: ((Result<[SocketAddress], ResolveError>) -> Void)?

    init(_ completion: @escaping (Result<[SocketAddress], ResolveError>) -> Void) {
        self.completion = completion
    }

    func complete(_ result: Result<[SocketAddress], ResolveError>) {
        completion.take()?(result)
    }
}

/// At most so many helper threads at once; further lookups wait their turn.
private final class Lane: Sendable {
    static let shared = Lane()
    private static let width = 8

    private struct State {
        var running = 0
        var waiting: [@Sendable () -> Void] = []
    }

    private let state = Locked(State())

    /// False when there is no thread to run it.
    func run(_ job: @escaping @Sendable () -> Void) -> Bool {
        let mayStart = state.withLock { state in
            guard state.running < Self.width else {
                state.waiting.append(job)
                return false
            }
            state.running += 1
            return true
        }
        guard mayStart else { return true }
        do throws(SystemError) {
            try LoopThread.start("resolver") { [self] in work(job) }.detach()
            return true
        } catch {
            state.withLock { $0.running -= 1 }
            return false
        }
    }

    private func work(_ first: @escaping @Sendable () -> Void) {
        var next: (@Sendable () -> Void)? = first
        while let job = next {
            job()
            next = state.withLock { state in
                guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
                state.running -= 1
                return nil
            }
        }
    }
}
