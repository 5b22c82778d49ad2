internal import WebSocketWire

/// Makes a message larger than anybody takes.
public struct Oversize: Fault {
    /// How large; nil for just too large.
    public var size: ByteCount?

    /// One that is just too large.
    public init() {}

    /// What is said about it.
    public static let about = About<Oversize>(
        "oversize", .frame,
        "Pads a message to a size that receivers refuse, or a control frame over its 125 bytes.",
        details: """
            Spaces are put behind the payload until it has `size` bytes, and the length is right: a JSON \
            text still means the same. It leaves in one frame, compressed anew if it was compressed, so that \
            little travels. If no size is given, a control frame gets 126 bytes, which no control frame may \
            have, and a message 1 MiB and a byte, which is one more than the `websockets` library takes by \
            default. What is larger already stays as it is.
            """,
        clause: "RFC 6455 §5.5, §10.4",
        clients: """
            A control frame of 126 bytes: Chromium (which sends a Close with 1002), Firefox and node end \
            with 1006, not clean, and an error event. Large messages: websockets and aiohttp send a Close \
            with 1009.
            """,
        example: """
            - when: { direction: toServer, kind: text, nth: 2 }
              do:
                - oversize: { size: 2 MiB }
            """,
        parameters: [
            Parameter(
                "size", \.size, "the payload's size, at most 16 MiB; 126 or 1 MiB and a byte if not given")
        ])

    /// The bound is that of all payloads that scenarios make.
    public var conflict: String? {
        (size?.bytes ?? 0) > largestInvention ? "\"size\" is 16 MiB at most" : nil
    }

    /// Pads what the rule is about.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        guard let first = plan.subject.first else { return }
        let size = size?.bytes ?? (first.header.opcode.isControl ? 126 : (1 << 20) + 1)
        var padded = plan.content
        let missing = min(size, largestInvention) - padded.count
        guard missing > 0 else { return }
        padded += [UInt8](repeating: 0x20, count: missing)
        if plan.isOpaque {
            var damaged = first
            damaged.setPayload(padded)
            plan.damage(into: [damaged])
        } else {
            plan.replaceMessage(with: padded)
        }
    }
}

extension Fault where Self == Oversize {
    /// `oversize` with its defaults.
    public static var oversize: Oversize { Oversize() }
}
