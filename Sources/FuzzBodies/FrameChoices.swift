internal import WebSocketWire

/// A decoder's parameters as the switches of an input choose them.
///
/// 1: the sender is a server. 2: RSV1 has a meaning. 4: narrow limits. 8: strict, where a target can be both.
struct FrameChoices {
    let sender: EndpointRole
    let meaningfulReservedBits: UInt8
    let limits: FrameLimits
    let strictness: FrameDecoder.Strictness

    init(_ choices: Choices) {
        sender = choices.has(1) ? .server : .client
        meaningfulReservedBits = choices.has(2) ? 4 : 0
        limits =
            choices.has(4) ? FrameLimits(framePayload: 16, messagePayload: 40, fragments: 3) : FrameLimits()
        strictness = choices.has(8) ? .strict : .lenient
    }

    func decoder(_ strictness: FrameDecoder.Strictness) -> FrameDecoder {
        FrameDecoder(
            from: sender, strictness: strictness, meaningfulReservedBits: meaningfulReservedBits,
            limits: limits)
    }
}
