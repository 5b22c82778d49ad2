public import WebSocketWire

/// Why a rewrite cannot be done.
public enum RequestRewriteError: Error, Hashable, Sendable {
    /// No `host[:port]`.
    case badHost(String)
    /// No path, with or without a query, in ASCII.
    case badPath(String)
    /// A header that was given as text is no `Name: value`.
    case badHeaderLine(String)
    /// A header's name is no token (RFC 9110 §5.6.2).
    case badHeaderName(String)
    /// A header's value has a control character, such as a line break that would make two headers of one.
    case badHeaderValue(name: String, UInt8)
    /// `Host` is set by itself, because it may stand in the target too.
    case hostAmongHeaders
    /// A header that says where the body ends; the body stays as it is.
    case bodyLength(header: String)
}

extension RequestRewriteError: CustomStringConvertible {
    /// What was expected, what was found, and what to do.
    public var description: String {
        switch self {
        case .badHost(let host): "expected host or host:port as the new Host, found \(host.debugDescription)"
        case .badPath(let path):
            "expected a path such as \"/chat\" (escape what is not ASCII with %), found \(path.debugDescription)"
        case .badHeaderLine(let line): "expected \"Name: value\" as a header, found \(line.debugDescription)"
        case .badHeaderName(let name):
            "expected letters, digits and dashes as a header's name, found \(name.debugDescription)"
        case .badHeaderValue(let name, let byte):
            "the value of \(name) may not hold the control character 0x\(hex(byte)); leave it out"
        case .hostAmongHeaders: "Host cannot be set like other headers; use --rewrite-host"
        case .bodyLength(let name):
            "\(name) cannot be set, because the request's body stays as it is; leave it out"
        }
    }
}

private func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
}

extension HTTPHeader {
    /// Reads `Name: value`, as it is given to `--header`.
    public init(line: String) throws(RequestRewriteError) {
        guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { throw .badHeaderLine(line) }
        let value = line.utf8[line.utf8.index(after: colon)...]
        let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let trimmed = value.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
        self.init(String(line[..<colon]), rawValue: Array(trimmed))
    }
}
