internal import Observer
internal import WebSocketWire

/// What the peers of a session said, as it arrived, as far as a scenario can say it again.
struct SessionTale {
    /// Something that arrived whole.
    struct Unit {
        enum Content {
            case message(isText: Bool)
            case ping
        }

        let direction: Direction
        let content: Content
        /// How long its payload is.
        let length: Int
        /// What it says; nothing where it is longer than anybody would read.
        private let kept: [UInt8]
        /// Its last frame's number in its direction.
        let frame: UInt64
        /// The packet that brought its end.
        let packet: UInt64

        init(_ direction: Direction, _ content: Content, _ payload: [UInt8], frame: UInt64, packet: UInt64) {
            self.direction = direction
            self.content = content
            length = payload.count
            kept = payload.count > SessionTale.longestPayload ? [] : payload
            self.frame = frame
            self.packet = packet
        }

        /// Its payload, or so many letters, as far as the played peers take them.
        var payload: [UInt8] {
            kept.count == length
                ? kept : [UInt8](repeating: UInt8(ascii: "x"), count: min(length, PlayedPeer.longestMessage))
        }

        /// About so much memory is taken by it.
        fileprivate var size: Int { kept.count + 128 }
    }

    private(set) var units: [Unit] = []
    /// How many units were left out at the beginning.
    private(set) var forgotten = 0
    /// Frames of a direction that no message has ended yet, or that are no good ones.
    private(set) var loose: [Direction: [InspectedFrame]] = [.toServer: [], .toClient: []]
    /// When each direction's first Close was sent.
    private(set) var closed: [Direction: UInt64] = [:]
    /// About so much memory is taken by it.
    private(set) var size = 0

    /// A scenario with more would be read by nobody.
    private static let mostUnits = 400
    private static let mostLoose = 64
    /// Longer payloads are only counted: no ending hangs on them.
    static let longestPayload = 1024

    mutating func add(_ frame: InspectedFrame) {
        if frame.header.opcode == .close, frame.sight != .got, closed[frame.direction] == nil {
            closed[frame.direction] = frame.ended.number
        }
        guard frame.sight != .sent else { return }
        if frame.header.opcode == .ping, frame.isWhole, frame.header.isFinal {
            return add(
                Unit(
                    frame.direction, .ping, frame.payload, frame: frame.number, packet: frame.ended.number))
        }
        guard frame.header.opcode != .pong else { return }
        loose[frame.direction, default: []].append(frame)
        size += frame.payload.count
        if loose[frame.direction, default: []].count > Self.mostLoose {
            size -= loose[frame.direction]?.removeFirst().payload.count ?? 0
        }
    }

    /// The payload of the first Close that arrived, all of it, however long.
    func close(_ direction: Direction) -> [UInt8]? {
        loose[direction]?.first { $0.header.opcode == .close }?.payload
    }

    mutating func add(_ message: InspectedMessage) {
        guard message.sight != .sent, var frames = loose[message.direction],
            let last = frames.last(where: { !$0.header.opcode.isControl }),
            let first = frames.lastIndex(where: { $0.header.opcode == message.opcode })
        else { return }
        // What stands before it was broken into.
        size -= frames[first...].reduce(0) { $0 + $1.payload.count }
        frames.removeSubrange(first...)
        loose[message.direction] = frames
        add(
            Unit(
                message.direction, .message(isText: message.opcode == .text), message.payload,
                frame: last.number, packet: message.ended.number))
    }

    private mutating func add(_ unit: Unit) {
        units.append(unit)
        size += unit.size
        // Seldom, since it moves all that stays.
        if units.count > Self.mostUnits * 2 { forget(keeping: Self.mostUnits) }
    }

    /// Leaves out what was said first.
    mutating func forget(keeping count: Int) {
        let excess = units.count - count
        guard excess > 0 else { return }
        size -= units.prefix(excess).reduce(0) { $0 + $1.size }
        units.removeFirst(excess)
        forgotten += excess
    }
}
