/// What damages frames on purpose. It goes by the bytes of the wire, compressed or not; for what is honest
/// there are `replaceMessage` and its like.
extension Plan {
    /// Puts other frames where each one stood that the rule is about.
    mutating func damageEach(_ transform: (DraftFrame) -> [DraftFrame]) {
        let wasCompressed = isCompressed
        items = items.flatMap { item -> [Item] in
            guard case .frame(let frame) = item, frame.isSubject else { return [item] }
            return transform(frame).map { .frame($0) }
        }
        settle(wasCompressed)
    }

    /// Puts other frames where the first one stood that the rule is about, in place of all of those.
    mutating func damage(into frames: [DraftFrame]) {
        let wasCompressed = isCompressed
        replaceSubject(with: frames.map { .frame($0) })
        settle(wasCompressed)
    }

    /// The faults behind this one have to work on what is left.
    private mutating func settle(_ wasCompressed: Bool) {
        if wasCompressed || isCompressed {
            compression?.spoiled()
            forgetMessage()
        } else if message != nil {
            message = wirePayload
        }
    }

    /// What an application would be given: the message, or the payload of a single frame.
    var content: [UInt8] { message ?? wirePayload }

    /// Whether the bytes mean nothing to us: compressed, and not a whole message that could be read.
    var isOpaque: Bool { isCompressed && message == nil }
}
