internal import WebSocketWire

/// Payloads of Close frames: codes that clients fall out over, and reasons that are none.
enum CloseInvention {
    /// Codes that may not stand on the wire: half of those that are drawn.
    static let refused: [UInt16] = [
        0, 1, 999, 1004, 1005, 1006, 1015, 1016, 2000, 2999, 5000, 0x7FFF, 0xFFFF,
    ]

    /// Codes that may.
    static let accepted: [UInt16] = [
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999,
    ]

    /// Nothing, half a code, or a code with a reason.
    static func payload(_ random: inout RandomStream) -> [UInt8] {
        switch random.below(8) {
        case 0: []
        case 1: [UInt8(random.below(256))]
        default: code(&random) + reason(&random)
        }
    }

    /// Another code, another reason, or all anew; only the last for what was no Close.
    static func change(_ payload: inout [UInt8], wasClose: Bool, _ random: inout RandomStream) {
        guard wasClose, payload.count >= 2 else { return payload = Self.payload(&random) }
        switch random.below(4) {
        case 0: payload.replaceSubrange(..<2, with: code(&random))
        case 1: payload.replaceSubrange(2..., with: reason(&random))
        case 2: payload.removeLast(random.below(payload.count) + 1)
        default: payload = Self.payload(&random)
        }
    }

    private static func code(_ random: inout RandomStream) -> [UInt8] {
        let code = random.pick(random.chance(0.5) ? refused : accepted)
        return [UInt8(code >> 8), UInt8(code & 0xFF)]
    }

    /// None, mostly; text; text that fills the frame, or one byte more; what is no text.
    private static func reason(_ random: inout RandomStream) -> [UInt8] {
        switch random.below(8) {
        case 0: Array("bye".utf8)
        case 1: Array("é€😀".utf8)
        case 2: [UInt8](repeating: 0x61, count: 123)
        case 3: [UInt8](repeating: 0x61, count: 124)
        case 4: Array("bye".utf8) + random.pick(InvalidUTF8.Kind.allCases).bytes
        default: []
        }
    }
}
