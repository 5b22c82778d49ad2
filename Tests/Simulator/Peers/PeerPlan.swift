/// What a simulated peer does.
struct PeerPlan {
    enum Step: Hashable {
        /// Writes so many more of its bytes.
        case send(Int)
        /// Does nothing for some microseconds.
        case pause(Int)
        /// Waits until so many bytes came in all, or an end.
        case awaitBytes(Int)
        case awaitEnd
        /// A FIN; reading goes on.
        case finish
        /// Under TLS a FIN without a close_notify.
        case truncate
        /// `close()`: a FIN, or a reset where bytes are unread or still come.
        case close
        case reset
    }

    enum Reading: Hashable {
        case eager
        /// So many bytes, each time after so many microseconds.
        case slow(Int, every: Int)
        case never
    }

    /// All it would send.
    var bytes: [UInt8] = []
    var steps: [Step] = []
    var reading = Reading.eager
    /// Where the frames begin in `bytes`, if there are frames.
    var framesStart: Int?
    var frames: [FrameMark] = []

    /// How many bytes it gets to write.
    var sent: Int {
        steps.reduce(0) { sum, step in if case .send(let count) = step { sum + count } else { sum } }
    }
}

/// Where a frame stands in its direction's frames.
struct FrameMark {
    let headerEnd: Int
    let end: Int
    let endsMessage: Bool
    /// Whether its message goes on behind it.
    let isFragment: Bool
    /// A Close frame's payload, unmasked.
    var closePayload: [UInt8]?
}
