public import Observer

/// Lets so many bytes through, and then none.
public struct Limit: LastingFault {
    /// How many.
    public var bytes = ByteCount(0)
    /// What happens behind them.
    public var then = Sequel.close
    /// Whose connection ends.
    public var leg = LegChoice.both

    /// None at all.
    public init() {}

    /// What happens when so many bytes have left.
    public enum Sequel: String, ParameterChoice {
        /// A FIN, and reading goes on.
        case fin
        /// An RST.
        case reset
        /// The connection is closed.
        case close
        /// Nothing leaves any more, and everything stays open.
        case stall
        /// What comes is thrown away, and everything stays open.
        case nothing

        /// What it means, in a line.
        public var summary: String {
            switch self {
            case .fin: "a FIN; what the peer still sends is read"
            case .reset: "an RST"
            case .close: "a FIN, and the connection is closed soon after"
            case .stall: "the rest waits for ever, and both connections stay open"
            case .nothing: "the rest is thrown away, and both connections stay open"
            }
        }
    }

    /// What is said about it.
    public static let about = About<Self>(
        "limit", .stream, "Lets so many bytes through, then ends, stalls or swallows.",
        details: """
            Counts the bytes of the direction from where its rule fires, headers included. Right behind the last one \
            that fits, wherever in a frame that is, comes what `then` says. A reader has half a header, half a mask \
            or half a message then, and must neither deliver it nor wait for ever. The bytes before the limit are \
            the very ones that were sent, however they arrived.
            """,
        clients: "All report 1006, not clean, where the connection ends; nothing where it stays open.",
        example: """
            - when: { direction: toClient, kind: text, nth: 2 }
              do:
                - limit: { bytes: 1 KiB, then: reset }
            """,
        parameters: [
            Parameter("bytes", \.bytes, "how many bytes pass", isRequired: true),
            Parameter("then", \.then, "what happens behind them"),
            Parameter("leg", \.leg, "whose connection ends"),
        ])

    /// Counts the bytes.
    public func effect(
        on direction: Direction, _ random: RandomStream, at now: Moment
    ) -> (any StreamEffect)? {
        LimitEffect(limit: UInt64(bytes.bytes), stalls: then == .stall, end: end)
    }

    private var end: PlannedEnd? {
        switch then {
        case .fin: PlannedEnd(.finish, leg)
        case .reset: PlannedEnd(.reset, leg)
        case .close: PlannedEnd(.close, leg)
        case .stall, .nothing: nil
        }
    }
}

struct LimitEffect: StreamEffect {
    let limit: UInt64
    let stalls: Bool
    let end: PlannedEnd?
    private var isBehind = false

    init(limit: UInt64, stalls: Bool, end: PlannedEnd?) {
        self.limit = limit
        self.stalls = stalls
        self.end = end
        isBehind = limit == 0
    }

    mutating func slice(of count: Int, at offset: UInt64) -> Int {
        offset < limit ? Int(clamping: limit - offset) : count
    }

    mutating func pass(_ bytes: inout [UInt8], at offset: UInt64) -> Fate {
        isBehind = offset + UInt64(bytes.count) >= limit
        if stalls { return .passes }
        guard let end else { return offset < limit ? .passes : .vanishes }
        if offset >= limit { bytes = [] }
        return isBehind ? .ends(end) : .passes
    }

    mutating func departure(
        of count: Int, at offset: UInt64, ready: Moment, startsUnit: Bool
    ) -> Moment {
        guard stalls else { return ready }
        return count == 0 ? (isBehind ? .never : ready) : (offset < limit ? ready : .never)
    }
}

extension Fault where Self == Limit {
    /// `limit` with its defaults.
    public static var limit: Limit { Limit() }
}
