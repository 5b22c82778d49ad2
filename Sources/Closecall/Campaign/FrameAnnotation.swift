public import WebSocketWire

/// Bytes that a peer sent behind the handshake, told frame by frame: where it stands, what it is, its bytes, and what
/// is wrong with it.
public struct FrameAnnotation {
    private let bytes: [UInt8]
    private let sender: EndpointRole
    private let limits: FrameLimits

    /// As many of a frame's bytes are shown.
    private static let mostBytes = 48
    /// As many bytes of a text are shown.
    private static let longestText = 60

    /// What `sender` sent.
    public init(of bytes: [UInt8], from sender: EndpointRole, limits: FrameLimits = FrameLimits()) {
        self.bytes = bytes
        self.sender = sender
        self.limits = limits
    }

    /// A line for each frame, one below with its bytes, and one for each thing that is wrong.
    public var lines: [String] {
        var lines: [String] = []
        var decoder = FrameDecoder(from: sender, strictness: .lenient, limits: limits)
        var unmasked = bytes
        var span = unmasked.mutableSpan
        var (position, start) = (0, 0)
        // A lenient decoder throws nothing.
        while let piece = try? decoder.next(in: &span, at: &position) {
            let payload = [UInt8](copying: span.span.extracting(piece.payload))
            lines += told(piece, payload, Array(bytes[start..<position]), decoder.offences)
            start = position
        }
        if start < bytes.count {
            lines.append("\(Self.place(start))a header cut short, \(bytes.count - start) bytes")
            lines.append(Self.hex(Array(bytes[start...])))
        }
        return lines
    }

    private func told(
        _ piece: FramePiece, _ payload: [UInt8], _ wire: [UInt8], _ offences: FrameOffences
    ) -> [String] {
        let header = piece.header
        var line = "\(Self.place(Int(clamping: piece.frameOffset)))\(header)"
        if !piece.endsFrame { line += ", of which \(payload.count) are there" }
        var wrong = offences.inOrder.map {
            FrameViolation(
                offence: $0, header: header, frameOffset: piece.frameOffset, limit: limit(for: $0)
            ).summary
        }
        if header.opcode == .close, piece.endsFrame {
            do throws(ClosePayloadViolation) {
                line += Self.said(try ClosePayload(parsing: payload.span))
            } catch {
                wrong.append("\(error) (RFC 6455 §5.5.1)")
            }
        } else {
            line += Self.said(payload, isText: header.opcode == .text)
        }
        return [line, Self.hex(wire)] + wrong.map { "\(Self.indent)! \($0)" }
    }

    private func limit(for offence: FrameOffence) -> UInt64? {
        switch offence {
        case .frameTooLarge: limits.framePayload
        case .messageTooLarge: limits.messagePayload
        case .tooManyFragments: limits.fragments
        default: nil
        }
    }

    private static let indent = String(repeating: " ", count: 8)

    private static func place(_ offset: Int) -> String {
        let digits = "\(offset)"
        return String(repeating: " ", count: max(0, 6 - digits.count)) + digits + "  "
    }

    private static func said(_ close: ClosePayload) -> String {
        guard let code = close.code else { return "" }
        return "  \(code.rawValue)"
            + (close.reason.isEmpty ? "" : said(Array(close.reason.utf8), isText: true))
    }

    private static func said(_ payload: [UInt8], isText: Bool) -> String {
        guard !payload.isEmpty, isText || payload.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
            return ""
        }
        var json = JSONWriter()
        json.object { $0.field("", String(decoding: payload.prefix(longestText), as: UTF8.self)) }
        // What JSON quotes, a terminal cannot obey.
        let quoted = json.text.dropFirst(4).dropLast()
        return "  \(quoted)" + (payload.count > longestText ? "…" : "")
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let shown = bytes.prefix(mostBytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        let more = bytes.count > mostBytes ? " … and \(bytes.count - mostBytes) more" : ""
        return indent + shown.joined(separator: " ") + more
    }
}
