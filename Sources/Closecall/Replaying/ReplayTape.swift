internal import Trace
internal import WebSocketWire

/// All that crossed one TCP connection of a trace, in order.
final class ReplayTape: StreamListener {
    enum Happening {
        case bytes([UInt8])
        /// So many that the trace lacks.
        case missed(Int)
        case ended(StreamEnd)
    }

    struct Entry {
        let side: StreamSide
        let time: PacketTime
        let packet: UInt64
        let happening: Happening
    }

    private let stream: StreamID
    private(set) var entries: [Entry] = []
    private(set) var size = 0
    /// Whether it is longer than anybody has memory for.
    private(set) var isTooLong = false

    private static let longest = 1 << 30

    init(of stream: StreamID) { self.stream = stream }

    func began(_ stream: StreamBeginning, _ head: PacketHead) {}

    func received(
        _ bytes: Span<UInt8>, from side: StreamSide, of stream: StreamID, _ head: PacketHead
    ) {
        guard stream == self.stream else { return }
        size += bytes.count
        if size > Self.longest { isTooLong = true }
        guard !isTooLong else { return }
        var copy: [UInt8] = []
        copy.append(contentsOf: bytes)
        add(.bytes(copy), side, head)
    }

    func missed(_ count: Int, from side: StreamSide, of stream: StreamID, _ head: PacketHead) {
        if stream == self.stream { add(.missed(count), side, head) }
    }

    func ended(_ side: StreamSide, _ how: StreamEnd, of stream: StreamID, _ head: PacketHead) {
        if stream == self.stream { add(.ended(how), side, head) }
    }

    func noted(_ comments: [String], from side: StreamSide, of stream: StreamID, _ head: PacketHead) {}

    func over(_ stream: StreamID, _ why: StreamOver, at time: PacketTime) {}

    private func add(_ happening: Happening, _ side: StreamSide, _ head: PacketHead) {
        entries.append(Entry(side: side, time: head.time, packet: head.number, happening: happening))
    }
}
