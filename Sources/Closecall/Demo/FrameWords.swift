internal import Observer
internal import WebSocketWire

/// A frame in a few words: `text "hello"`, `close 1000 "bye"`, `binary 512 B`.
struct FrameWords {
    private let glimpse: FrameGlimpse
    private let close: CloseFrame?

    init(_ glimpse: FrameGlimpse, close: CloseFrame?) {
        self.glimpse = glimpse
        self.close = close
    }

    var text: String {
        let words = [name, said].filter { !$0.isEmpty }.joined(separator: " ")
        let length = glimpse.header.payloadLength
        return glimpse.came < length ? "\(words) \(glimpse.came) of \(length) B" : words
    }

    private var header: FrameHeader { glimpse.header }

    private var name: String {
        let name = header.opcode.isReserved ? "opcode \(header.opcode.rawValue)" : "\(header.opcode)"
        return header.isFinal ? name : "\(name), not final,"
    }

    private var said: String {
        if let close { return Self.said(close) }
        if header.payloadLength == 0 { return header.opcode.isControl ? "" : "\"\"" }
        if header.isCompressed { return "compressed \(header.payloadLength) B" }
        switch header.opcode {
        case .binary: return "\(header.payloadLength) B"
        default:
            let bytes = glimpse.firstBytes
            return Self.quoted(bytes, isCut: UInt64(bytes.count) < glimpse.came)
        }
    }

    private static func said(_ close: CloseFrame) -> String {
        guard let code = close.code else {
            return close.payload.isEmpty ? "without a code" : "\(close.payload.hex), one byte"
        }
        let reason = close.payload.dropFirst(2)
        return reason.isEmpty ? "\(code)" : "\(code) \(quoted(Array(reason), isCut: false))"
    }

    /// On one line, and in letters that every terminal has: other bytes are spelled out.
    private static func quoted(_ bytes: [UInt8], isCut: Bool) -> String {
        let letters = bytes.map { byte in
            (0x20..<0x7F).contains(byte) ? String(Unicode.Scalar(byte)) : "\\x\([byte].hex)"
        }
        return "\"\(letters.joined())\(isCut ? "..." : "")\""
    }
}

/// Statuses of HTTP as answers write them.
enum HTTPWords {
    static func status(_ status: Int) -> String { names[status].map { "\(status) \($0)" } ?? "\(status)" }

    private static let names = [
        101: "Switching Protocols", 200: "OK", 301: "Moved Permanently", 302: "Found",
        308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden",
        404: "Not Found", 426: "Upgrade Required", 500: "Internal Server Error", 502: "Bad Gateway",
        503: "Service Unavailable", 504: "Gateway Timeout",
    ]
}
