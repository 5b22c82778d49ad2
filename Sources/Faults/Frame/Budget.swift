/// Keeps a fault from making more bytes than a session can bear.
struct Budget {
    private var rest: Int

    init(_ bytes: Int) {
        rest = bytes
    }

    /// Whether a frame with such a payload can still be made; it is counted then, with a header's bytes.
    mutating func allows(_ payload: Int) -> Bool {
        let size = max(0, min(payload, largestInvention)) + 14
        guard size <= rest else { return false }
        rest -= size
        return true
    }
}

/// What a fault makes of its parameters alone is no larger than this in all, in bytes of payload.
let largestInvention = 16 << 20
