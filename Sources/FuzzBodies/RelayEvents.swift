internal import Observer
internal import WebSocketWire

/// What happens to a session, as bytes: three bits choose what, five bits and what follows say more.
struct RelayEvents {
    enum Event {
        case bytes(Range<Int>, Leg)
        case ends(Leg, LegEnd)
        case waiting(Int, Leg)
        case seconds(UInt64)
        case isGone(Leg)
        case shutDown
        case unreachable
    }

    private let count: Int
    private let bytes: [UInt8]
    private(set) var position = 0

    /// As many bytes as five bits and a byte can say.
    static let longestRun = 31 << 8 + 255

    init(_ bytes: Span<UInt8>) {
        self.bytes = [UInt8](copying: bytes)
        count = bytes.count
    }

    mutating func next() -> Event? {
        guard let first = byte() else { return nil }
        let more = Int(first >> 3)
        let leg: Leg = more & 1 == 0 ? .client : .server
        switch first & 7 {
        case 0: return .bytes(run(more), .client)
        case 1: return .bytes(run(more), .server)
        case 2: return .ends(.client, end(more))
        case 3: return .ends(.server, end(more))
        case 4: return .waiting(Int(byte() ?? 0) << 10, leg)
        case 5: return .seconds(UInt64(more))
        case 6: return .isGone(leg)
        default: return more & 1 == 0 ? .shutDown : .unreachable
        }
    }

    /// As many bytes as the next one says, and 256 for each of `more`.
    private mutating func run(_ more: Int) -> Range<Int> {
        let wanted = Int(byte() ?? 0) + more << 8
        let start = position
        position = min(position + wanted, count)
        return start..<position
    }

    private func end(_ number: Int) -> LegEnd {
        switch number & 3 {
        case 0: .finished
        case 1: .truncated
        case 2: .reset
        default: .failed("no route")
        }
    }

    private mutating func byte() -> UInt8? {
        guard position < count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }
}
