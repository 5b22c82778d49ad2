internal import Observer
internal import WebSocketWire

/// Ways of masking a frame, right and wrong.
public enum MaskMode: String, ParameterChoice {
    /// What the sender must not do.
    case forbidden
    /// Not.
    case unmasked
    /// With a key.
    case masked
    /// With the key that changes nothing.
    case zeroKey = "zero-key"
    /// With another key than the header's.
    case wrongKey = "wrong-key"

    /// What it means.
    public var summary: String {
        switch self {
        case .forbidden: "a client's frame is unmasked, a server's frame masked"
        case .unmasked: "no mask bit and no key"
        case .masked: "masked with a drawn key, where it is not masked already"
        case .zeroKey: "the mask bit and a key of four zeros, which changes nothing"
        case .wrongKey: "the mask bit and a key, but the payload is masked with another one"
        }
    }

    /// The same frame from `sender`, masked this way. A key that it has is kept where one is needed.
    func masked(_ frame: DraftFrame, by sender: Leg, _ random: inout RandomStream) -> DraftFrame {
        var frame = frame
        let key = frame.header.maskingKey ?? MaskingKey(bits: UInt32(truncatingIfNeeded: random.next()))
        frame.falseKey = nil
        switch self {
        case .forbidden where sender == .client, .unmasked: frame.header.setMaskingKey(nil)
        case .forbidden, .masked: frame.header.setMaskingKey(key)
        case .zeroKey: frame.header.setMaskingKey(.zero)
        case .wrongKey:
            frame.header.setMaskingKey(key)
            frame.falseKey = key.unlike(&random)
        }
        return frame
    }
}

extension MaskingKey {
    /// A key that differs from this one in each byte.
    func unlike(_ random: inout RandomStream) -> MaskingKey {
        var keys: [UInt8] = []
        let own = bytes
        for index in own.indices { keys.append(own[index] ^ UInt8(1 + random.below(255))) }
        return MaskingKey(keys[0], keys[1], keys[2], keys[3])
    }
}
