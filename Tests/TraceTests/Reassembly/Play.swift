internal import Testing
internal import Trace

/// Packets written by hand between two machines, and what a listener hears of them.
///
/// Client 10.0.0.1:50000 talks to server 10.0.0.2:9000; packets come a millisecond after one another.
final class Play {
    let recorder = Recorder()
    let reassembler: TCPReassembler
    var milliseconds: UInt64 = 0
    private var number: UInt64 = 0

    init(_ limits: ReassemblyLimits = ReassemblyLimits()) {
        reassembler = TCPReassembler(recorder, limits: limits)
    }

    /// What the listener heard since it was last asked.
    var heard: [String] {
        defer { recorder.lines = [] }
        return recorder.lines
    }

    /// A packet from the client.
    func client(
        _ flags: TCPFlags, _ sequence: UInt32, _ acknowledgement: UInt32 = 0, _ text: String = "",
        port: UInt16 = 50000, cut: Int = 0, comments: [String] = []
    ) {
        send(
            Packet(
                flags: flags, sequence: sequence, acknowledgement: acknowledgement, payload: Array(text.utf8),
                fromClient: true, clientPort: port),
            cut: cut, comments: comments)
    }

    /// A packet from the server.
    func server(
        _ flags: TCPFlags, _ sequence: UInt32, _ acknowledgement: UInt32 = 0, _ text: String = "",
        port: UInt16 = 50000, cut: Int = 0, comments: [String] = []
    ) {
        send(
            Packet(
                flags: flags, sequence: sequence, acknowledgement: acknowledgement, payload: Array(text.utf8),
                fromClient: false, clientPort: port),
            cut: cut, comments: comments)
    }

    func send(_ packet: Packet, cut: Int = 0, comments: [String] = []) {
        number += 1
        milliseconds += 1
        let whole = packet.bytes
        let kept = Array(whole.dropLast(cut))
        reassembler.take(
            kept.span,
            PacketHead(
                number: number, time: PacketTime(nanoseconds: milliseconds * 1_000_000), link: .raw,
                originalLength: whole.count, comments: comments))
    }

    /// The client's number 100 and the server's 300, as SYNs.
    func handshake(port: UInt16 = 50000) {
        client(.syn, 100, port: port)
        server([.syn, .ack], 300, 101, port: port)
        client(.ack, 101, 301, port: port)
    }
}

/// A TCP segment, from which its bytes are made.
struct Packet {
    var flags: TCPFlags
    var sequence: UInt32
    var acknowledgement: UInt32
    var payload: [UInt8] = []
    var fromClient: Bool
    var clientPort: UInt16 = 50000
    var serverPort: UInt16 = 9000

    /// As an IPv4 packet; there are no right checksums, as in captures of loopback.
    var bytes: [UInt8] {
        func big<T: FixedWidthInteger>(_ number: T) -> [UInt8] {
            (0..<T.bitWidth / 8).reversed().map { UInt8(truncatingIfNeeded: number >> T($0 * 8)) }
        }
        let client: UInt32 = 0x0A00_0001
        let server: UInt32 = 0x0A00_0002
        let ip: [UInt8] =
            [0x45, 0] + big(UInt16(40 + payload.count)) + [0, 0, 0x40, 0, 64, 6, 0, 0]
            + big(fromClient ? client : server) + big(fromClient ? server : client)
        let tcp =
            big(fromClient ? clientPort : serverPort) + big(fromClient ? serverPort : clientPort)
            + big(sequence) + big(acknowledgement) + [0x50, flags.rawValue] + big(UInt16(512))
            + [0, 0, 0, 0]
        return ip + tcp + payload
    }
}

/// Writes down each call in a line.
final class Recorder: StreamListener {
    var lines: [String] = []

    func began(_ stream: StreamBeginning, _ head: PacketHead) {
        lines.append(
            "\(stream.id.number) began \(stream.initiator.port) > \(stream.responder.port)"
                + (stream.isComplete ? "" : " midway"))
    }

    func received(_ bytes: Span<UInt8>, from side: StreamSide, of stream: StreamID, _ head: PacketHead) {
        let text = String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
        lines.append("\(stream.number) \(arrow(side)) \(text)")
    }

    func missed(_ count: Int, from side: StreamSide, of stream: StreamID, _ head: PacketHead) {
        lines.append("\(stream.number) \(arrow(side)) missed \(count)")
    }

    func ended(_ side: StreamSide, _ how: StreamEnd, of stream: StreamID, _ head: PacketHead) {
        lines.append("\(stream.number) \(arrow(side)) \(how)")
    }

    func noted(_ comments: [String], from side: StreamSide, of stream: StreamID, _ head: PacketHead) {
        lines.append("\(stream.number) \(arrow(side)) noted \(comments.joined(separator: " | "))")
    }

    func over(_ stream: StreamID, _ why: StreamOver, at time: PacketTime) {
        lines.append("\(stream.number) over \(why) at \(time.nanoseconds / 1_000_000)")
    }

    private func arrow(_ side: StreamSide) -> String { side == .initiator ? ">" : "<" }
}
