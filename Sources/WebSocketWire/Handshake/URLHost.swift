/// WHATWG URL's host parser, without IDNA.
enum URLHost {
    /// Lower case; IPv4 addresses as four decimals, IPv6 addresses in their shortest form.
    static func normalized(_ bytes: [UInt8]) throws(WebSocketURLError.Reason) -> String {
        if bytes.isEmpty { throw .noHost }
        if bytes[0] == UInt8(ascii: "[") { return try bracketed(bytes) }
        let decoded = PercentEncoding.decode(bytes)
        guard decoded.allSatisfy({ $0 < 0x80 }) else {
            throw .nonASCIIHost(String(decoding: decoded, as: UTF8.self))
        }
        if let forbidden = decoded.first(where: isForbidden) { throw .forbiddenInHost(forbidden) }
        let name = String(decoding: decoded.map(HTTPGrammar.lowercased), as: UTF8.self)
        guard endsInNumber(name) else { return name }
        guard let address = IPv4Literal(name) else { throw .invalidIPv4(name) }
        return address.description
    }

    private static func bracketed(_ bytes: [UInt8]) throws(WebSocketURLError.Reason) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard bytes.last == UInt8(ascii: "]"), bytes.count > 2,
            let address = IPv6Literal(bytes.dropFirst().dropLast())
        else { throw .invalidIPv6(text) }
        return "[\(address)]"
    }

    /// WHATWG's "forbidden domain code points".
    private static func isForbidden(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == 0x7F || #"#/:<>?@[\]^|%"#.utf8.contains(byte)
    }

    /// A name whose last label is a number is an address or nothing, so that no name looks like one.
    private static func endsInNumber(_ name: String) -> Bool {
        var labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if labels.last?.isEmpty == true, labels.count > 1 { labels.removeLast() }
        guard let last = labels.last, !last.isEmpty else { return false }
        return last.allSatisfy(HTTPGrammar.isDigit) || IPv4Literal.number(last) != nil
    }
}

/// Whether a `Host` header's value is `uri-host [":" port]` (RFC 9110 §7.2), IPv6 in brackets.
enum HostHeader {
    static func isValid(_ value: String) -> Bool {
        let bytes = Array(value.utf8)
        guard let first = bytes.first else { return false }
        let isBracketed = first == UInt8(ascii: "[")
        let end =
            isBracketed
            ? bytes.firstIndex(of: UInt8(ascii: "]")).map { $0 + 1 }
            : bytes.firstIndex(of: HTTPGrammar.colon) ?? bytes.count
        guard let end, end > 0 else { return false }
        let fits =
            isBracketed
            ? IPv6Literal(bytes[1..<(end - 1)]) != nil
            : bytes[..<end].allSatisfy {
                HTTPGrammar.isAlphanumeric($0) || "-._~!$&'()*+,;=%".utf8.contains($0)
            }
        return fits && isPort(bytes[end...])
    }

    private static func isPort(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let colon = bytes.first else { return true }
        guard colon == HTTPGrammar.colon else { return false }
        // `port = *DIGIT`: it may be empty (RFC 3986 §3.2.3).
        if bytes.count == 1 { return true }
        guard let port = HTTPGrammar.number(bytes.dropFirst()) else { return false }
        return port <= 0xFFFF
    }
}
