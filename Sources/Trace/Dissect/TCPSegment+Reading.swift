extension TCPSegment {
    /// Reads the header (RFC 9293 §3.1) where IP's end.
    init(in bytes: Span<UInt8>, _ packet: IPPayload) throws(NoSegment) {
        let start = packet.start
        guard packet.end >= start + 20 else {
            throw .damaged("a TCP segment of \(packet.end - start) bytes")
        }
        guard bytes.count >= start + 20 else { throw .damaged("the TCP header was cut off") }
        let header = Int(bytes[start + 12] >> 4) * 4
        guard header >= 20 else { throw .damaged("a TCP header of \(header) bytes") }
        guard packet.end >= start + header else {
            throw .damaged("a TCP header of \(header) bytes in a segment of \(packet.end - start)")
        }
        // What stands behind the packet's end is the link's padding; what a snap length cut, nobody has.
        let end = min(bytes.count, packet.end)
        self.init(
            source: TCPEnd(packet.source, port: bytes.network16(at: start)),
            destination: TCPEnd(packet.destination, port: bytes.network16(at: start + 2)),
            sequence: bytes.network32(at: start + 4),
            acknowledgement: bytes.network32(at: start + 8),
            flags: TCPFlags(rawValue: bytes[start + 13]),
            window: bytes.network16(at: start + 14),
            payload: min(start + header, end)..<end,
            payloadLength: packet.end - start - header)
    }
}
