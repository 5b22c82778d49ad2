/// How a capture file is written.
public enum TraceFormat: Hashable, Sendable, CustomStringConvertible {
    /// In blocks, with interfaces, comments, names and secrets: Wireshark's own format.
    case pcapng
    /// In records behind one header: tcpdump's, which everything reads.
    case pcap

    /// Its usual name.
    public var description: String { self == .pcapng ? "pcapng" : "pcap" }
}

extension TraceFormat {
    /// So many first bytes tell.
    static let beginning = 4

    /// The format of what begins with these bytes; `name` is for the complaint if it is none.
    init(of bytes: [UInt8], name: String) throws(TraceProblem) {
        guard bytes.count >= Self.beginning else { throw Self.tooShort(bytes.count, name) }
        let number = bytes.prefix(Self.beginning).reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
        switch number {
        case BlockLayout.Kind.sectionHeader: self = .pcapng
        // Microseconds, nanoseconds, Kuznetzov's and Navtel's: all that libpcap reads, in both byte orders.
        case 0xA1B2_C3D4, 0xA1B2_3C4D, 0xA1B2_CD34, 0xA12B_3C4D: self = .pcap
        case 0xD4C3_B2A1, 0x4D3C_B2A1, 0x34CD_B2A1, 0x4D3C_2BA1: self = .pcap
        default: throw Self.stranger(bytes, number, name)
        }
    }

    private static func tooShort(_ count: Int, _ name: String) -> TraceProblem {
        count == 0
            ? TraceProblem("\(name) is empty", advice: "a capture has a header even before its first packet")
            : TraceProblem(
                "\(name) has only \(count) bytes", advice: "its writer was stopped at its first word")
    }

    /// What people hand us instead of a capture, and what to do about it.
    private static func stranger(_ bytes: [UInt8], _ number: UInt32, _ name: String) -> TraceProblem {
        switch (number, number >> 16, number >> 8) {
        case (_, 0x1F8B, _):
            return TraceProblem("\(name) is compressed with gzip", advice: "decompress it with gunzip")
        case (0x28B5_2FFD, _, _):
            return TraceProblem("\(name) is compressed with zstd", advice: "decompress it with unzstd")
        case (0xFD37_7A58, _, _):
            return TraceProblem("\(name) is compressed with xz", advice: "decompress it with unxz")
        case (_, _, 0x42_5A68):
            return TraceProblem("\(name) is compressed with bzip2", advice: "decompress it with bunzip2")
        case (0x0422_4D18, _, _):
            return TraceProblem("\(name) is compressed with lz4", advice: "decompress it with unlz4")
        // "snoo" and "GMBU".
        case (0x736E_6F6F, _, _), (0x474D_4255, _, _):
            let advice = "convert it with: editcap -F pcapng \(name) converted.pcapng"
            return TraceProblem("\(name) is a capture of another format", advice: advice)
        default:
            let advice = "captures are made by closecall, tcpdump or Wireshark"
            let reason = "\(name) is neither pcapng nor pcap: it begins with \(shown(bytes))"
            return TraceProblem(reason, advice: advice)
        }
    }

    /// The first bytes as text if they are one.
    private static func shown(_ bytes: [UInt8]) -> String {
        let first = bytes.prefix(beginning)
        if first.allSatisfy({ (0x20..<0x7F).contains($0) }) {
            return "\"\(String(decoding: first, as: UTF8.self))\""
        }
        return first.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
            .joined(separator: " ")
    }
}
