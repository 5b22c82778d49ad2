/// SHA-1 (RFC 3174), which `Sec-WebSocket-Accept` is made with (RFC 6455 §4.2.2).
///
/// It proves there that the server read the handshake, and nothing more: never use it where security
/// hangs on it, collisions can be bought.
public enum SHA1 {
    /// The 20-byte digest.
    public static func hash(_ message: Span<UInt8>) -> [UInt8] {
        let padded = pad(message)
        var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        var schedule = [UInt32](repeating: 0, count: 80)
        for block in stride(from: 0, to: padded.count, by: 64) {
            fill(&schedule, from: padded, at: block)
            mix(schedule, into: &state)
        }
        return state.flatMap(bigEndianBytes)
    }

    /// The 20-byte digest.
    public static func hash(_ message: [UInt8]) -> [UInt8] {
        hash(message.span)
    }

    /// RFC 3174 §4: a one bit, zeros, and the length in bits, to a multiple of 64 bytes.
    private static func pad(_ message: Span<UInt8>) -> [UInt8] {
        var padded: [UInt8] = []
        padded.reserveCapacity(message.count + 72)
        for index in message.indices { padded.append(message[index]) }
        padded.append(0x80)
        while padded.count % 64 != 56 { padded.append(0) }
        let bits = UInt64(message.count) * 8
        padded += bigEndianBytes(UInt32(truncatingIfNeeded: bits >> 32))
        padded += bigEndianBytes(UInt32(truncatingIfNeeded: bits))
        return padded
    }

    /// RFC 3174 §6.1 (a) and (b): sixteen words of the block, and 64 made of them.
    private static func fill(_ schedule: inout [UInt32], from padded: [UInt8], at block: Int) {
        for word in 0..<16 {
            let at = block + word * 4
            schedule[word] = padded[at..<at + 4].reduce(0) { $0 << 8 | UInt32($1) }
        }
        for word in 16..<80 {
            let mixed =
                schedule[word - 3] ^ schedule[word - 8] ^ schedule[word - 14] ^ schedule[word - 16]
            schedule[word] = rotate(mixed, by: 1)
        }
    }

    /// RFC 3174 §6.1 (c) to (e).
    private static func mix(_ schedule: [UInt32], into state: inout [UInt32]) {
        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
        for step in 0..<80 {
            let (chosen, constant): (UInt32, UInt32) =
                switch step {
                case ..<20: ((b & c) | (~b & d), 0x5A82_7999)
                case ..<40: (b ^ c ^ d, 0x6ED9_EBA1)
                case ..<60: ((b & c) | (b & d) | (c & d), 0x8F1B_BCDC)
                default: (b ^ c ^ d, 0xCA62_C1D6)
                }
            let sum = rotate(a, by: 5) &+ chosen &+ e &+ schedule[step] &+ constant
            (a, b, c, d, e) = (sum, a, rotate(b, by: 30), c, d)
        }
        for (index, word) in [a, b, c, d, e].enumerated() { state[index] &+= word }
    }

    private static func rotate(_ word: UInt32, by bits: UInt32) -> UInt32 {
        word << bits | word >> (32 - bits)
    }

    private static func bigEndianBytes(_ word: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) }
    }
}
