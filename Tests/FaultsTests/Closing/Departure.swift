import Faults
import Observer
import WebSocketWire

/// What leaves of a plan. Bytes that stand side by side are one, in hex, as a reader at the other end has them.
enum Departure: Equatable {
    case bytes(String)
    case pause(Duration)
    case end(PlannedEnd.Manner, LegChoice)
    case other

    /// All of it, in the order in which it leaves.
    static func all(of items: [Plan.Item]) -> [Departure] {
        items.reduce(into: []) { departures, item in
            let next = Departure(item)
            if case .bytes(let more) = next, case .bytes(let before)? = departures.last {
                departures[departures.count - 1] = .bytes(before + more)
            } else {
                departures.append(next)
            }
        }
    }

    /// The bytes as text, for heads.
    var text: String? {
        guard case .bytes(let hex) = self else { return nil }
        let digits = Array(hex.utf8)
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).map {
            UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16) ?? 0
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private init(_ item: Plan.Item) {
        switch item {
        case .frame(let frame): self = .bytes(Self.digits(frame.bytes))
        case .head(let head): self = .bytes(Self.digits(head.bytes))
        case .bytes(let bytes): self = .bytes(Self.digits(bytes))
        case .pause(let time): self = .pause(time)
        case .end(let end): self = .end(end.manner, end.legs)
        case .begin, .held: self = .other
        }
    }

    private static func digits(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
