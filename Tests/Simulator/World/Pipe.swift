/// One direction of a simulated TCP connection. The bytes stand still in their sender's stream; what moves are
/// marks along it: written to the sender's kernel, arrived at the receiver's, read there.
struct Pipe {
    /// What stands behind the last byte.
    enum End: Hashable {
        /// A FIN; under TLS with a close_notify.
        case finished
        /// Under TLS a FIN without one.
        case truncated
    }

    /// How many bytes the two kernels hold together.
    let window: Int
    private(set) var written = 0
    private(set) var arrived = 0
    private(set) var read = 0
    private(set) var end: End?
    private(set) var hasEndArrived = false
    private(set) var isReset = false
    private(set) var hasResetArrived = false
    /// Whether something is on its way and its arrival is planned.
    var isMoving = false

    init(window: Int) { self.window = window }

    var free: Int { max(0, window - (written - read)) }
    var inFlight: Int { written - arrived }
    var available: Int { arrived - read }
    /// What the kernels hold.
    var unread: Int { written - read }
    /// The end, once it has arrived.
    var arrivedEnd: End? { hasEndArrived ? end : nil }

    var hasSomethingToMove: Bool {
        // A FIN that a reset has overtaken is never heard of.
        isReset ? !hasResetArrived : inFlight > 0 || (end != nil && !hasEndArrived)
    }

    mutating func write(_ count: Int) { written += count }
    mutating func take(_ count: Int) { read += count }

    mutating func finish(_ how: End) {
        if end == nil { end = how }
    }

    /// Nothing more is written. What is in flight may be lost.
    mutating func reset(losing: Bool) {
        isReset = true
        if losing { written = arrived }
    }

    /// The receiver is gone: what arrives is dropped.
    mutating func drain() { read = arrived }

    mutating func arrive(_ count: Int, endsToo: Bool) {
        arrived += count
        guard arrived == written, endsToo else { return }
        if isReset { hasResetArrived = true } else if end != nil { hasEndArrived = true }
    }
}
