internal import Observer
internal import Relay
internal import WebSocketWire

/// A number for everything a session did: the same on every machine for the same doings, unlike `Hasher`'s.
struct Digest: Hashable {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ number: UInt64) {
        value = (value ^ number) &* 0x9E37_79B9_7F4A_7C15
        value ^= value >> 29
    }

    mutating func add(_ number: Int) { add(UInt64(bitPattern: Int64(number))) }

    mutating func add(_ leg: Leg) { add(leg == .client ? 1 : 2) }

    mutating func add(_ bytes: [UInt8]) {
        add(bytes.count)
        for byte in bytes { add(UInt64(byte)) }
    }

    mutating func add(_ text: String) {
        for byte in text.utf8 { add(UInt64(byte)) }
        add(text.utf8.count)
    }

    mutating func add(_ action: Action) {
        switch action {
        case .forward(let range, let leg):
            add(1)
            add(range.lowerBound)
            add(range.upperBound)
            add(leg)
        case .write(let bytes, let leg):
            add(2)
            add(bytes)
            add(leg)
        case .pause(let leg):
            add(3)
            add(leg)
        case .resume(let leg):
            add(4)
            add(leg)
        case .end(let leg, let ending):
            add(5)
            add(leg)
            add(ending)
        case .wake(let moment):
            add(6)
            add(moment?.microseconds ?? .max)
        case .note(let evidence):
            add(7)
            add(evidence)
        case .over: add(8)
        }
    }

    // Words made by reflection would be most of what a simulation does.
    private mutating func add(_ evidence: Evidence) {
        switch evidence {
        case .unreachable(let reason): add(reason)
        case .insecure(let leg, let reason):
            add(leg)
            add(reason)
        case .request(let head): add(head.target)
        case .response(let head): add(head.status)
        case .upgraded(let subprotocol, let deflate):
            add(subprotocol ?? "-")
            add(deflate == nil ? 10 : 11)
        case .opaque(let reason): add(reason)
        case .closeFrame(let direction, let payload, let offset):
            add(direction.source)
            add(payload)
            add(offset)
        case .ended(let leg, let how):
            add(leg)
            add(how)
        case .lost(let direction, let bytes):
            add(direction.source)
            add(bytes)
        case .answered(let status): add(status)
        case .timedOut(.handshake): add(12)
        case .timedOut(.idle): add(13)
        case .shutDown: add(14)
        case .identified(let key, let ordinal):
            add(key)
            add(ordinal)
        case .fired(let firing):
            add(firing.identity)
            add("\(firing.occasion)")
            add(firing.dice)
        case .cut(let leg, let rule):
            add(leg)
            add(rule)
        }
    }

    private mutating func add(_ how: LegEnd) {
        switch how {
        case .finished: add(20)
        case .truncated: add(21)
        case .reset: add(22)
        case .failed(let why): add(why)
        }
    }

    private mutating func add(_ ending: HangUp) {
        switch ending {
        case .finish: add(30)
        case .truncate: add(31)
        case .close: add(32)
        case .reset: add(33)
        case .abort: add(34)
        }
    }
}
