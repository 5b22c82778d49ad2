internal import Observer
internal import WebSocketWire

/// What makes something that left the same as what had come: all but its mask, its place and its time.
struct Sameness: Hashable {
    private let first: UInt64
    private let second: UInt64
    private let kind: Flaw.Kind?
    private let bytes: [UInt8]

    init(_ close: CloseFrame) {
        self.init(close.header, close.payload)
    }

    init(_ frame: FrameGlimpse) {
        self.init(frame.header, frame.firstBytes)
    }

    init(_ flaw: Flaw) {
        self.init(flaw.header, [], flaw.kind)
    }

    private init(_ header: FrameHeader, _ bytes: [UInt8], _ kind: Flaw.Kind? = nil) {
        first =
            UInt64(header.opcode.rawValue) | UInt64(header.reservedBits) << 8 | (header.isFinal ? 1 << 16 : 0)
            | UInt64(header.lengthForm.rawValue) << 24 | (header.isMasked ? 1 << 32 : 0)
        second = header.payloadLength
        self.bytes = bytes
        self.kind = kind
    }
}

extension Ending {
    /// Something seen on its way.
    struct Seen<Item> {
        let item: Item
        let direction: Direction
        let side: FrameSide
    }

    /// What both ends of the proxy saw of both directions: as it came, and as it left. What is the same at both ends
    /// is told once.
    func seen<Item>(
        _ items: KeyPath<StreamLog, [Item]>, sameness: (Item) -> Sameness
    ) -> [Seen<Item>] {
        Direction.allCases.flatMap { direction in
            let received = self[direction.source].outgoing[keyPath: items]
            var sent = self[direction.target].incoming[keyPath: items]
            let arrivals = received.map { item in
                let twin = sent.firstIndex { sameness($0) == sameness(item) }
                if let twin { sent.remove(at: twin) }
                return Seen(item: item, direction: direction, side: twin == nil ? .received : .passed)
            }
            return arrivals + sent.map { Seen(item: $0, direction: direction, side: .sent) }
        }
    }
}
