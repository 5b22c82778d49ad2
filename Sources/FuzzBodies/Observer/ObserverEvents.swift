internal import Observer
internal import WebSocketWire

/// What an observer is shown of a session, as bytes: four bits choose what, four bits and what follows say more.
struct ObserverEvents {
    enum Event {
        /// Something else happens, so many microseconds later.
        case step(UInt64)
        case asked(RequestHead)
        case answered(Range<Int>)
        case answeredInWords([UInt8])
        case upgraded(DeflateParameters?)
        /// Bytes of frames came from the leg.
        case frames(Range<Int>, Leg)
        /// Bytes left for the leg.
        case delivered(Range<Int>, Leg)
        case missed(UInt64, Leg)
        case told(Leg, LegEnd)
        case ended(Leg, LegEnd)
        case gone(Leg)
        case note(Evidence)
        case answeredHere(Range<Int>)
        /// Somebody wants to know how it stands.
        case isLookedAt
    }

    private let count: Int
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: Span<UInt8>) {
        self.bytes = [UInt8](copying: bytes)
        count = bytes.count
    }

    mutating func next() -> Event? {
        guard let first = byte() else { return nil }
        let more = Int(first >> 4)
        let leg: Leg = more & 1 == 0 ? .client : .server
        switch first & 15 {
        case 0: return .step(Self.waits[more & 7])
        case 1: return .asked(ObserverHeads.requests[more % ObserverHeads.requests.count])
        case 2: return .answered(run(more))
        case 3: return .answeredInWords(ObserverHeads.answers[more % ObserverHeads.answers.count])
        case 4: return .upgraded(more & 1 == 0 ? nil : DeflateParameters())
        case 5: return .frames(run(more), .client)
        case 6: return .frames(run(more), .server)
        case 7: return .told(leg, end(more))
        case 8: return .ended(leg, end(more))
        case 9: return .gone(leg)
        case 10: return .note(evidence(more))
        case 11: return .answeredHere(run(more))
        case 12: return .delivered(run(more), .client)
        case 13: return .delivered(run(more), .server)
        case 14: return .missed(UInt64(byte() ?? 0) << UInt64(more), leg)
        default: return .isLookedAt
        }
    }

    /// In microseconds: shorter and longer than all limits that a profile knows.
    private static let waits: [UInt64] = [
        0, 1, 1000, 50_000, 200_000, 1_600_000, 12_000_000, 200_000_000,
    ]

    /// As many bytes as the next one says, and 256 for each of `more`.
    private mutating func run(_ more: Int) -> Range<Int> {
        let wanted = Int(byte() ?? 0) + more << 8
        let start = position
        position = min(position + wanted, count)
        return start..<position
    }

    private func end(_ number: Int) -> LegEnd {
        switch number >> 1 & 3 {
        case 0: .finished
        case 1: .reset
        case 2: .truncated
        default: .failed("no route\nto host")
        }
    }

    private mutating func evidence(_ number: Int) -> Evidence {
        let leg: Leg = number & 1 == 0 ? .client : .server
        switch number {
        case 0, 1: return .cut(leg, by: words())
        case 2, 3: return .insecure(leg, words())
        case 4: return .unreachable(words())
        case 5: return .timedOut(.handshake)
        case 6: return .timedOut(.idle)
        case 7: return .shutDown
        case 8: return .answered(status: Int(byte() ?? 0) << 2)
        case 9: return .opaque(words())
        case 10, 11: return .lost(leg.onward, bytes: UInt64(byte() ?? 0))
        default: return .fired(firing(number))
        }
    }

    private mutating func firing(_ number: Int) -> RuleFiring {
        let name = words()
        let occasion: RuleFiring.Occasion = number & 2 == 0 ? .message(UInt64(name.count)) : .time(1)
        return RuleFiring(
            index: 0, rule: name, identity: name, faults: ["drop", name],
            direction: number & 1 == 0 ? .toServer : .toClient, occasion: occasion, dice: 0)
    }

    /// Some of the bytes as words, whatever they are.
    private mutating func words() -> String { String(decoding: bytes[run(0)], as: UTF8.self) }

    private mutating func byte() -> UInt8? {
        guard position < count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }
}
