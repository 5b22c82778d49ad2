internal import Trace

/// A packet that a reader has shown.
struct Seen: Hashable {
    var head: PacketHead
    var bytes: [UInt8]
}

extension TraceReader {
    /// All that it shows at present.
    func all() throws(TraceProblem) -> [Seen] {
        var seen: [Seen] = []
        while let packet = try one() { seen.append(packet) }
        return seen
    }

    /// The next packet.
    func one() throws(TraceProblem) -> Seen? {
        var seen: Seen?
        let isThere = try next { head, bytes in
            seen = Seen(head: head, bytes: bytes.indices.map { bytes[$0] })
        }
        return isThere ? seen : nil
    }
}

/// What a file in memory holds, or why it cannot be read.
func packets(of file: some Sequence<UInt8>) throws(TraceProblem) -> [Seen] {
    try TraceReader(bytes: Array(file)).all()
}

/// Why a file in memory cannot be read; nil if it can.
func problem(of file: [UInt8]) -> TraceProblem? {
    do {
        _ = try packets(of: file)
        return nil
    } catch {
        return error
    }
}
