internal import CLinux

/// A place as a person writes it: an address, or a name that has to be resolved.
public enum Endpoint: Hashable, Sendable, CustomStringConvertible {
    /// An address that can be used as it is.
    case address(SocketAddress)
    /// A host name and a port.
    case name(String, port: UInt16)

    /// Reads `127.0.0.1:9000`, `[::1]:9000`, `localhost:0` or `unix:/path`.
    public init(_ text: String) throws(EndpointError) {
        if text.hasPrefix("unix:") {
            self = try .address(Self.unix(String(text.dropFirst(5)), in: text))
            return
        }
        guard let colon = text.lastIndex(of: ":") else { throw EndpointError(text, .noPort) }
        let host = text[..<colon]
        guard let port = UInt16(text[text.index(after: colon)...]) else {
            throw EndpointError(text, .badPort)
        }
        if host.contains(":"), !host.hasPrefix("[") { throw EndpointError(text, .unbracketedIPv6) }
        try self.init(host: String(host), port: port, in: text)
    }

    /// The place `host` (an address, bracketed or not, or a name) and `port`.
    public init(host: String, port: UInt16) throws(EndpointError) {
        let bare = host.contains(":") && !host.hasPrefix("[")
        try self.init(host: bare ? "[\(host)]" : host, port: port, in: host)
    }

    private init(host: String, port: UInt16, in text: String) throws(EndpointError) {
        if host.hasPrefix("[") {
            guard host.hasSuffix("]"), let bits = Self.ipv6(String(host.dropFirst().dropLast())) else {
                throw EndpointError(text, .badIPv6)
            }
            self = .address(.ipv6(bits, port: port))
        } else if let bits = Self.ipv4(host) {
            self = .address(.ipv4(bits, port: port))
        } else {
            try Self.checkName(host, in: text)
            self = .name(host, port: port)
        }
    }

    /// The port, which Unix sockets do not have.
    public var port: UInt16? {
        switch self {
        case .address(let address): address.port
        case .name(_, let port): port
        }
    }

    /// The place as `init(_:)` reads it.
    public var description: String {
        switch self {
        case .address(let address): address.description
        case .name(let name, let port): "\(name):\(port)"
        }
    }

    private static func unix(_ path: String, in text: String) throws(EndpointError) -> SocketAddress {
        guard !path.isEmpty else { throw EndpointError(text, .noPath) }
        guard path.utf8.count <= SocketAddress.longestUnixPath, !path.utf8.contains(0) else {
            throw EndpointError(text, .longPath)
        }
        return .unix(path: path)
    }

    private static func checkName(_ name: String, in text: String) throws(EndpointError) {
        guard !name.isEmpty else { throw EndpointError(text, .noHost) }
        let looksNumeric = name.utf8.allSatisfy { (48...57).contains($0) || $0 == 46 }
        guard !looksNumeric else { throw EndpointError(text, .badIPv4) }
        let legal = name.utf8.allSatisfy { $0 > 32 && $0 != 127 && !"/?#@[]\\".utf8.contains($0) }
        guard legal, name.utf8.count <= 253 else { throw EndpointError(text, .badName) }
    }

    private static func ipv4(_ text: String) -> UInt32? {
        var address = in_addr()
        // Safe: inet_pton reads the zero-ended text and writes the one structure it is given.
        guard unsafe inet_pton(AF_INET, text, &address) == 1 else { return nil }
        return UInt32(bigEndian: address.s_addr)
    }

    private static func ipv6(_ text: String) -> UInt128? {
        var address = in6_addr()
        // Safe: inet_pton reads the zero-ended text and writes the one structure it is given.
        guard unsafe inet_pton(AF_INET6, text, &address) == 1 else { return nil }
        // Safe: both are sixteen bytes without padding.
        return UInt128(bigEndian: unsafe unsafeBitCast(address, to: UInt128.self))
    }
}

/// A text that is no place one could listen at or connect to.
public struct EndpointError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with it.
    public enum Kind: Hashable, Sendable {
        /// There is no colon with a port behind it.
        case noPort
        /// The port is no number from 0 to 65535.
        case badPort
        /// There is nothing before the colon.
        case noHost
        /// Only digits and dots, yet not four numbers up to 255.
        case badIPv4
        /// What stands in brackets is no IPv6 address.
        case badIPv6
        /// An IPv6 address needs brackets, or its port could not be told apart.
        case unbracketedIPv6
        /// A name with characters that no host name has, or of more than 253 bytes.
        case badName
        /// `unix:` without a path.
        case noPath
        /// A path that does not fit the kernel's structure.
        case longPath
    }

    /// The text that was given.
    public let text: String
    /// What is wrong with it.
    public let kind: Kind

    init(_ text: String, _ kind: Kind) {
        self.text = text
        self.kind = kind
    }

    /// What is wrong and what to write instead.
    public var description: String {
        switch kind {
        case .noPort:
            "“\(text)” has no port: write \(text.isEmpty ? "127.0.0.1" : text):9000, or :0 for any free one"
        case .badPort: "“\(text)” ends in no port number: 0 to 65535 is expected behind the last colon"
        case .noHost: "“\(text)” has no host: write 127.0.0.1\(text), or 0.0.0.0\(text) for all interfaces"
        case .badIPv4: "“\(text)” is no IPv4 address: four numbers from 0 to 255 are expected"
        case .badIPv6: "“\(text)” is no IPv6 address in brackets, such as [::1]:9000"
        case .unbracketedIPv6: "“\(text)” needs brackets around the IPv6 address, such as [::1]:9000"
        case .badName: "“\(text)” is no host name"
        case .noPath: "“\(text)” has no path: write unix:/path/to/socket"
        case .longPath: "“\(text)” is too long: a Unix socket's path has at most 107 bytes"
        }
    }
}
