/// A name that a certificate may be made for. It comes from the wire, in a client's hello (RFC 6066 §3).
struct CertificateName: Hashable {
    /// In lower case, without the closing dot: one name, one certificate.
    let text: String

    /// RFC 1123 §2.1's letters, digits and hyphens, and the underscore that people use all the same; also
    /// addresses, which some clients send against the RFC. A wildcard is no name.
    init?(_ name: String) {
        var text = name.lowercased()
        if text.last == "." { text.removeLast() }
        guard !text.isEmpty, text.utf8.count <= 253, Self.isAddress(text) || Self.isHostName(text) else {
            return nil
        }
        self.text = text
    }

    private static func isHostName(_ text: String) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            !label.isEmpty && label.utf8.count <= 63 && label.utf8.allSatisfy(isHostByte)
        }
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func isAddress(_ text: String) -> Bool {
        guard !text.hasPrefix("["), case .address(.ipv6) = try? Endpoint(host: text, port: 0) else {
            return false
        }
        return true
    }
}
