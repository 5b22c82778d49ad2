internal import Observer
internal import WebSocketWire

/// Something that came, or that left, by what makes both the same: all but its mask and its place.
struct Sighting {
    private struct Looks: Hashable {
        let first: UInt64
        let length: UInt64
        let kind: Flaw.Kind?
        let bytes: [UInt8]
    }

    private let looks: Looks
    private let at: Moment

    init(_ close: CloseFrame) {
        self.init(close.header, close.payload, at: close.mark.at)
    }

    init(_ frame: FrameGlimpse) {
        self.init(frame.header, frame.firstBytes, at: frame.mark.at)
    }

    init(_ flaw: Flaw) {
        self.init(flaw.header, [], flaw.kind, at: flaw.seen.at)
    }

    private init(_ header: FrameHeader, _ bytes: [UInt8], _ kind: Flaw.Kind? = nil, at: Moment) {
        let first =
            UInt64(header.opcode.rawValue) | UInt64(header.reservedBits) << 8 | (header.isFinal ? 1 << 16 : 0)
            | UInt64(header.lengthForm.rawValue) << 24 | (header.isMasked ? 1 << 32 : 0)
        looks = Looks(first: first, length: header.payloadLength, kind: kind, bytes: bytes)
        self.at = at
    }

    /// Whether it left like that: unchanged, and at once. What a fault holds back is told twice, for its two times.
    func left(as departure: Sighting) -> Bool {
        looks == departure.looks && (.zero..<Self.atOnce).contains(departure.at - at)
    }

    private static let atOnce = Duration.milliseconds(1)
}

extension Ending {
    /// Something seen on its way.
    struct Seen<Item> {
        let item: Item
        let direction: Direction
        let side: FrameSide
    }

    /// What both ends of the proxy saw of both directions: as it came, and as it left. What passed unchanged and at
    /// once is told once.
    func seen<Item>(
        _ items: KeyPath<StreamLog, [Item]>, sighting: (Item) -> Sighting
    ) -> [Seen<Item>] {
        Direction.allCases.flatMap { direction in
            let received = self[direction.source].outgoing[keyPath: items]
            var sent = self[direction.target].incoming[keyPath: items]
            let arrivals = received.map { item in
                let twin = sent.firstIndex { sighting(item).left(as: sighting($0)) }
                if let twin { sent.remove(at: twin) }
                return Seen(item: item, direction: direction, side: twin == nil ? .received : .passed)
            }
            return arrivals + sent.map { Seen(item: $0, direction: direction, side: .sent) }
        }
    }
}
