internal import WebSocketWire

/// Lets others overtake a message.
public struct Hold: Fault {
    /// How many go first; nil if only the time counts.
    public var behind: Int?
    /// It leaves after this, whatever came.
    public var time: Duration?

    /// One that lets a single message overtake.
    public init() {}

    /// What is said about it.
    public static let about = About<Hold>(
        "hold", .frame, "Lets later messages overtake this one: the order changes.",
        details: """
            The message is kept back until `behind` further messages or control frames of its direction have \
            left, or until `time` has passed, whichever is sooner; with neither, one goes first. WebSocket \
            promises the order, so a client may rely on it: but servers behind a queue or two do mix it up, \
            and the application gets version 8 before version 7. Compressed messages are compressed anew \
            where they need be.
            """,
        example: """
            - when: { direction: toClient, kind: text, nth: 2 }
              do:
                - hold: { behind: 1, time: 2s }
            """,
        parameters: [
            Parameter("behind", \.behind, "how many go first; 1 if no time is given"),
            Parameter("time", \.time, "the longest that it is kept"),
        ])

    /// There is nothing to wait for in a negative number.
    public var conflict: String? {
        if let behind, !(1...100_000).contains(behind) { "\"behind\" goes from 1 to 100000" } else { nil }
    }

    /// Keeps back what the rule is about.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        let frames = plan.subject.map(\.asAddition)
        guard let first = frames.first else { return }
        let isCompressed = plan.isCompressed
        let plaintext = isCompressed ? plan.message : nil
        if isCompressed { plan.compression?.heldBack(frames) }
        let count = behind ?? (time == nil ? 1 : .max)
        let held = HeldBack(
            frames, opcode: first.header.opcode, plaintext: plaintext, behind: count, orAfter: time)
        plan.replaceSubject(with: [.held(held)])
    }
}

extension Fault where Self == Hold {
    /// `hold` with its defaults.
    public static var hold: Hold { Hold() }
}
