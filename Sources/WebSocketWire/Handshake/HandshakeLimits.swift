/// How much of a head is read before it is refused. A peer may send less, slower, or nothing; it cannot make
/// us keep more.
public struct HandshakeLimits: Hashable, Sendable {
    /// Bytes in one line, its CR LF not counted.
    public var line: Int
    /// Header lines.
    public var headers: Int
    /// Bytes in the head, line ends included.
    public var head: Int

    /// Limits; the defaults let through any head that today's servers (8 to 32 KiB) do.
    public init(line: Int = 16 * 1024, headers: Int = 128, head: Int = 64 * 1024) {
        self.line = line
        self.headers = headers
        self.head = head
    }
}
