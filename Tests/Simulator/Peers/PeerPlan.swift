/// What a simulated peer does.
package struct PeerPlan {
    package enum Step: Hashable {
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

    package enum Reading: Hashable {
        case eager
        /// So many bytes, each time after so many microseconds.
        case slow(Int, every: Int)
        case never
    }

    /// All it would send.
    package var bytes: [UInt8] = []
    package var steps: [Step] = []
    package var reading = Reading.eager
    /// Where the frames begin in `bytes`, if there are frames.
    package var framesStart: Int?
    package var frames: [FrameMark] = []

    /// How many bytes it gets to write.
    var sent: Int {
        steps.reduce(0) { sum, step in if case .send(let count) = step { sum + count } else { sum } }
    }
}

/// Where a frame stands in its direction's frames.
package struct FrameMark {
    let headerEnd: Int
    let end: Int
    let endsMessage: Bool
    /// Whether its message goes on behind it.
    let isFragment: Bool
    /// A Close frame's payload, unmasked.
    var closePayload: [UInt8]?
}
