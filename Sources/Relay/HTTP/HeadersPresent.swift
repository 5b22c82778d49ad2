internal import WebSocketWire

/// Which of the headers that HTTP is followed by stand in a head.
///
/// Most heads have few of them: one pass says which to look at, where looking for each would be five.
struct HeadersPresent: OptionSet {
    let rawValue: UInt8

    static let upgrade = HeadersPresent(rawValue: 1)
    static let connection = HeadersPresent(rawValue: 2)
    static let key = HeadersPresent(rawValue: 4)
    static let contentLength = HeadersPresent(rawValue: 8)
    static let transferEncoding = HeadersPresent(rawValue: 16)

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    init(_ headers: HTTPHeaders) {
        self = []
        for header in headers {
            if let present = Self.named(header.name) { insert(present) }
        }
    }

    /// The lengths alone tell most names apart.
    private static func named(_ name: String) -> HeadersPresent? {
        switch name.utf8.count {
        case 7: equals(name, "upgrade") ? .upgrade : nil
        case 10: equals(name, "connection") ? .connection : nil
        case 14: equals(name, "content-length") ? .contentLength : nil
        case 17:
            if equals(name, "sec-websocket-key") {
                .key
            } else {
                equals(name, "transfer-encoding") ? .transferEncoding : nil
            }
        default: nil
        }
    }

    /// The bit that makes a letter small makes no other byte of a token a letter or a dash.
    private static func equals(_ name: String, _ lowercase: String) -> Bool {
        var other = lowercase.utf8.makeIterator()
        for byte in name.utf8 where other.next() != byte | 0x20 { return false }
        return true
    }
}
