/// Reads a capture file, pcapng or classic pcap, packet by packet: memory does not grow with the file.
///
/// A file that ends in the middle of a packet is no error: somebody was killed while writing it, or still writes. What is
/// there is read, `unfinished` tells what stands behind it, and asking again goes on when the file has grown. Damage
/// is thrown once, with its place; what stands behind it is not looked for.
public final class TraceReader {
    private enum Source {
        case blocks(BlockReader)
        case records(RecordReader)
    }

    /// How the file is written.
    public let format: TraceFormat

    private let source: Source
    private var isDamaged = false

    /// Opens a file, or standard input for `-`.
    public init(path: String) throws(TraceProblem) {
        let file = try TraceDescriptor(path: path)
        var first: [UInt8] = []
        while first.count < TraceFormat.beginning {
            var bytes = [UInt8](repeating: 0, count: TraceFormat.beginning - first.count)
            let count = try file.read(into: &bytes, from: 0)
            if count == 0 { break }
            first += bytes.prefix(count)
        }
        format = try TraceFormat(of: first, name: file.name)
        source =
            switch format {
            case .pcapng: .blocks(BlockReader(TraceInput(file, after: first)))
            case .pcap: .records(try RecordReader(file, after: first))
            }
    }

    /// Reads a file that is in memory.
    public init(bytes: [UInt8]) throws(TraceProblem) {
        let name = "the capture"
        format = try TraceFormat(of: bytes, name: name)
        source =
            switch format {
            case .pcapng: .blocks(BlockReader(TraceInput(bytes: bytes)))
            case .pcap: .records(try RecordReader(bytes: bytes, named: name))
            }
    }

    /// Shows the next packet; the bytes are valid during the call. false when there is no more at present.
    public func next(_ body: (PacketHead, Span<UInt8>) -> Void) throws(TraceProblem) -> Bool {
        if isDamaged { return false }
        do {
            switch source {
            case .blocks(let reader): return try reader.next(body)
            case .records(let reader): return try reader.next(body)
            }
        } catch {
            isDamaged = true
            throw error
        }
    }

    /// The interfaces that were described so far, of all sections.
    public var interfaces: [TraceInterface] {
        switch source {
        case .blocks(let reader): reader.told.interfaces
        case .records(let reader): [reader.interface]
        }
    }

    /// Names of addresses that the file has told so far; the first one of each.
    public var names: [IPAddress: String] {
        if case .blocks(let reader) = source { reader.told.names } else { [:] }
    }

    /// TLS key logs that the file has told so far, up to 16 MiB.
    public var secrets: [[UInt8]] {
        if case .blocks(let reader) = source { reader.told.secrets } else { [] }
    }

    /// How many packets got lost in the capture, as far as the file tells.
    public var dropped: UInt64 {
        if case .blocks(let reader) = source { reader.told.losses.total } else { 0 }
    }

    /// What stands at the file's end and is not whole; nil where it ends with a packet, or was not read to its end.
    public var unfinished: TraceProblem? {
        switch source {
        case .blocks(let reader): reader.unfinished
        case .records(let reader): reader.unfinished
        }
    }

    /// How far it has been read, in bytes.
    public var position: UInt64 {
        switch source {
        case .blocks(let reader): reader.position
        case .records(let reader): reader.position
        }
    }

    /// How long the file is by now, in bytes; nil for a pipe.
    public var size: UInt64? {
        switch source {
        case .blocks(let reader): reader.size
        case .records(let reader): reader.size
        }
    }
}
