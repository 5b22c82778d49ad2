internal import WebSocketWire

/// The last bytes of a stream that nobody looked into, to be looked into when it has ended.
///
/// Two parts take turns, so that what is kept is never less than `most` bytes once there were so many.
struct StreamTail {
    /// Bytes that came one after the other, and how the stream stood before them.
    struct Part {
        var scanner: FrameScanner
        var frames: UInt64
        var isInsideMessage: Bool
        var bytes: [UInt8]
        /// When the last of them came.
        var mark: Mark
    }

    /// So many bytes of a read are kept.
    static let most = 512

    private var older: Part?
    private var newer: Part?

    var isEmpty: Bool { newer == nil }
    var parts: [Part] { [older, newer].compactMap { $0 } }

    mutating func keep(
        _ scanner: borrowing FrameScanner, frames: UInt64, isInsideMessage: Bool, _ bytes: Span<UInt8>,
        _ clock: MarkClock
    ) {
        guard !bytes.isEmpty else { return }
        if let newer, newer.bytes.count + bytes.count <= 2 * Self.most,
            newer.scanner.offset &+ UInt64(newer.bytes.count) == scanner.offset
        {
            self.newer?.bytes.append(contentsOf: bytes)
            self.newer?.mark = clock.mark()
            return
        }
        swap(&older, &newer)
        if newer == nil {
            newer = Part(
                scanner: copy scanner, frames: frames, isInsideMessage: isInsideMessage, bytes: [],
                mark: clock.mark())
            newer?.bytes.reserveCapacity(2 * Self.most)
        }
        newer?.begin(copy scanner, frames, isInsideMessage, bytes, clock.mark())
    }
}

extension StreamTail.Part {
    /// Begins anew, with the memory it has.
    fileprivate mutating func begin(
        _ scanner: FrameScanner, _ frames: UInt64, _ isInsideMessage: Bool, _ bytes: Span<UInt8>, _ mark: Mark
    ) {
        self.scanner = scanner
        self.frames = frames
        self.isInsideMessage = isInsideMessage
        self.mark = mark
        self.bytes.removeAll(keepingCapacity: true)
        self.bytes.append(contentsOf: bytes)
    }
}
