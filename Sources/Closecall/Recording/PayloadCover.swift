internal import Observer
internal import WebSocketWire

/// Covers what was said in one direction of a connection, byte for byte, so that frames stay where they are.
///
/// A head keeps its lines, without a query and without what its sender is known by. Of frames the headers stay, and of
/// a Close its code; whatever is neither is covered whole.
struct PayloadCover {
    private enum Place {
        /// In a head: its bytes so far that decide what is covered.
        case head(HeadCover)
        case frames(FrameScanner)
        /// Nobody knows what it means.
        case unknown
    }

    private var place = Place.head(HeadCover())
    /// Whether what came was an answer that agrees to compress messages.
    private(set) var agreesToDeflate = false
    /// Whether messages may be compressed. What covers them does not inflate: their frames say that they are plain.
    var isDeflated = false

    /// The same bytes, with everything that was said covered.
    mutating func cover(_ bytes: Span<UInt8>) -> [UInt8] {
        var covered: [UInt8] = []
        covered.reserveCapacity(bytes.count)
        var position = 0
        while position < bytes.count, case .head(var head) = place {
            while position < bytes.count, !head.isOver {
                covered.append(head.cover(bytes[position]))
                position += 1
            }
            if head.leadsToFrames { agreesToDeflate = head.isResponse && head.namesDeflate }
            place = head.isOver ? Self.place(behind: head) : .head(head)
        }
        let rest = bytes.extracting(position...)
        switch place {
        case .head: break
        case .frames(var scanner):
            coverFrames(rest, &scanner, into: &covered)
            place = .frames(scanner)
        case .unknown: covered += [UInt8](repeating: Self.letter, count: rest.count)
        }
        return covered
    }

    private static func place(behind head: HeadCover) -> Place {
        if head.isInterim { return .head(HeadCover()) }
        return head.leadsToFrames ? .frames(FrameScanner()) : .unknown
    }

    static let letter = UInt8(ascii: "x")

    private func coverFrames(
        _ bytes: Span<UInt8>, _ scanner: inout FrameScanner, into covered: inout [UInt8]
    ) {
        var position = 0
        while position < bytes.count {
            let start = position
            // A frame's first byte has all that a data frame says of its compression (RFC 7692 §6).
            let isFirst = scanner.isBetweenFrames && isDeflated && bytes[start] & 8 == 0
            covered.append(isFirst ? bytes[start] & ~0x40 : bytes[start])
            guard let piece = scanner.next(in: bytes, at: &position) else {
                for index in start + 1..<position { covered.append(bytes[index]) }
                return
            }
            if piece.payload.lowerBound == start { covered.removeLast() }
            for index in min(start + 1, piece.payload.lowerBound)..<piece.payload.lowerBound {
                covered.append(bytes[index])
            }
            let key = piece.header.maskingKey?.bytes
            for index in piece.payload {
                let place = piece.payloadOffset &+ UInt64(index - piece.payload.lowerBound)
                let isCode = piece.header.opcode == .close && place < 2
                covered.append(isCode ? bytes[index] : Self.letter ^ (key?[Int(place % 4)] ?? 0))
            }
        }
    }
}

/// Covers a head, byte by byte: it may come in any pieces.
private struct HeadCover {
    private var line: [UInt8] = []
    private var lines = 0
    private var isCovering = false
    private(set) var isResponse = false
    private(set) var namesDeflate = false
    private var status = ""
    private var asksForWebSocket = false
    private(set) var isOver = false

    /// Whether frames follow: behind a 101, or a request that asks for one.
    var leadsToFrames: Bool { isResponse ? status == "101" : asksForWebSocket }

    /// Whether another head follows.
    var isInterim: Bool { isResponse && status.first == "1" && status != "101" }

    mutating func cover(_ byte: UInt8) -> UInt8 {
        if byte == UInt8(ascii: "\n") {
            endLine()
            return byte
        }
        if line.count < Self.longestLine { line.append(byte) }
        if byte == UInt8(ascii: "\r") { return byte }
        if lines == 0, byte == UInt8(ascii: "?") {
            isCovering = !isResponse
            return byte
        }
        if byte == UInt8(ascii: " "), lines == 0 { isCovering = false }
        if byte == UInt8(ascii: ":"), lines > 0, Self.secret.contains(name) {
            isCovering = true
            return byte
        }
        return isCovering ? PayloadCover.letter : byte
    }

    private static let longestLine = 256

    /// What a peer is known by.
    private static let secret: Set = ["authorization", "proxy-authorization", "cookie", "set-cookie"]

    private var name: String {
        String(decoding: line.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self).lowercased()
    }

    private mutating func endLine() {
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        let text = String(decoding: line, as: UTF8.self).lowercased()
        // Who the client is may stand before everything else (--send-proxy).
        if lines == 0, text.hasPrefix("proxy ") {
            line = []
            return
        }
        if lines == 0 {
            isResponse = text.hasPrefix("http/")
            status = text.split(separator: " ").dropFirst().first.map(String.init) ?? ""
        } else if text.hasPrefix("upgrade:") {
            asksForWebSocket = text.contains("websocket")
        } else if text.hasPrefix("sec-websocket-extensions:") {
            namesDeflate = text.contains("permessage-deflate")
        }
        isOver = line.isEmpty && lines > 0
        line = []
        lines += 1
        isCovering = false
    }
}
