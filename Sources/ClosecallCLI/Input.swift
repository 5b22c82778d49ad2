internal import Reactor

/// Lines that a verb reads, one when it asks for one: nothing is read ahead of a verb that is busy.
final class Input: Sendable {
    /// A longer line is handed out in pieces: a file without line ends must not fill our memory.
    private static let longestLine = 64 << 20

    let isTerminal: Bool
    private let splitter: Locked<LineSplitter>
    /// A loop that nothing else runs on, and which may therefore wait for a person: the threads of Swift's
    /// tasks may not.
    private let reader = Locked<EventLoop?>(nil)

    /// - Parameter read: waits for bytes; none at the end.
    init(isTerminal: Bool, read: @escaping @Sendable () -> [UInt8]) {
        self.isTerminal = isTerminal
        splitter = Locked(LineSplitter(longestLine: Self.longestLine, read: read))
    }

    /// Nothing to read.
    static let empty = Input(isTerminal: false) { [] }

    /// The next line without its end; nil when there are no more.
    func line() async -> String? {
        guard let loop = try? readerLoop() else { return nil }
        return await withCheckedContinuation { continuation in
            let isRunning = loop.submit { [self] in
                continuation.resume(returning: splitter.withLock { $0.next() })
            }
            if !isRunning { continuation.resume(returning: nil) }
        }
    }

    private func readerLoop() throws(SystemError) -> EventLoop {
        try reader.withLock { reader throws(SystemError) in
            if let reader { return reader }
            let started = try EventLoop.start(name: "input")
            reader = started
            return started
        }
    }

    deinit {
        reader.withLock { $0 }?.stop()
    }
}

/// Cuts bytes into lines.
private struct LineSplitter: Sendable {
    let longestLine: Int
    let read: @Sendable () -> [UInt8]
    private var bytes: [UInt8] = []
    private var start = 0
    private var isAtEnd = false

    init(longestLine: Int, read: @escaping @Sendable () -> [UInt8]) {
        self.longestLine = longestLine
        self.read = read
    }

    mutating func next() -> String? {
        var searched = start
        while true {
            if let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) { return take(to: end) }
            if bytes.count - start >= longestLine { return take(to: bytes.endIndex) }
            if isAtEnd { return start < bytes.endIndex ? take(to: bytes.endIndex) : nil }
            bytes.removeFirst(start)
            start = 0
            searched = bytes.endIndex
            let more = read()
            isAtEnd = more.isEmpty
            bytes += more
        }
    }

    private mutating func take(to end: Int) -> String {
        var line = bytes[start..<end]
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        start = min(end + 1, bytes.endIndex)
        return String(decoding: line, as: UTF8.self)
    }
}
