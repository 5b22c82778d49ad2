internal import CLinux

/// Where a stream socket listens or connects to.
public enum SocketAddress: Hashable, Sendable, CustomStringConvertible {
    /// An IPv4 address, the first octet in the highest bits.
    case ipv4(UInt32, port: UInt16)
    /// An IPv6 address, the first octet in the highest bits; `scope` is the interface of a link-local one.
    case ipv6(UInt128, port: UInt16, scope: UInt32 = 0)
    /// A Unix socket in the file system. An empty path is a socket without a name.
    case unix(path: String)

    /// The port, which Unix sockets do not have.
    public var port: UInt16? {
        switch self {
        case .ipv4(_, let port), .ipv6(_, let port, _): port
        case .unix: nil
        }
    }

    /// Whether only this machine can reach it.
    public var isLoopback: Bool {
        switch self {
        case .ipv4(let bits, _): bits >> 24 == 127
        case .ipv6(let bits, _, _): bits == 1 || bits >> 24 == 0xFFFF_7F
        case .unix: true
        }
    }

    /// The address as it is written in a command: `127.0.0.1:9000`, `[::1]:9000`, `unix:/path`.
    public var description: String {
        switch self {
        case .ipv4(let bits, let port):
            return "\(Self.text(ipv4: bits)):\(port)"
        case .ipv6(let bits, let port, let scope):
            return "[\(Self.text(ipv6: bits))\(scope == 0 ? "" : "%\(scope)")]:\(port)"
        case .unix(let path):
            return "unix:\(path)"
        }
    }

    /// The address without port and scope, as a certificate names it; nil for Unix sockets.
    var host: String? {
        switch self {
        case .ipv4(let bits, _): Self.text(ipv4: bits)
        // A socket for both families has IPv4 clients in here.
        case .ipv6(let bits, _, _) where bits >> 32 == 0xFFFF:
            Self.text(ipv4: UInt32(truncatingIfNeeded: bits))
        case .ipv6(let bits, _, _): Self.text(ipv6: bits)
        case .unix: nil
        }
    }

    /// The longest path that fits the kernel's structure, its closing zero included.
    static let longestUnixPath = 107

    private static func text(ipv4 bits: UInt32) -> String {
        "\(bits >> 24).\(bits >> 16 & 255).\(bits >> 8 & 255).\(bits & 255)"
    }

    /// RFC 5952: lower case, no leading zeros, the longest run of zero groups as `::`.
    private static func text(ipv6 bits: UInt128) -> String {
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> UInt128(112 - 16 * $0)) }
        if bits >> 32 == 0xFFFF {
            return "::ffff:\(text(ipv4: UInt32(truncatingIfNeeded: bits)))"
        }
        let run = longestZeroRun(groups)
        let hex = groups.map { String($0, radix: 16) }
        guard run.count > 1 else { return hex.joined(separator: ":") }
        return hex[..<run.lowerBound].joined(separator: ":") + "::"
            + hex[run.upperBound...].joined(separator: ":")
    }

    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int> {
        var longest = 0..<0
        var start = 0
        for index in 0...groups.count where index == groups.count || groups[index] != 0 {
            if index - start > longest.count { longest = start..<index }
            start = index + 1
        }
        return longest
    }
}

/// The kernel's form of an address: the structure and how much of it counts.
struct KernelAddress {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)

    var family: Int32 { Int32(storage.ss_family) }
}

extension SocketAddress {
    /// The structure that `bind` and `connect` take. The caller has checked a Unix path's length.
    var kernelAddress: KernelAddress {
        // Safe: each case stores the structure that belongs to its family.
        var result = KernelAddress()
        switch self {
        case .ipv4(let bits, let port):
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = bits.bigEndian
            unsafe result.store(address, length: MemoryLayout<sockaddr_in>.size)
        case .ipv6(let bits, let port, let scope):
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            address.sin6_scope_id = scope
            // Safe: both are sixteen bytes without padding, and `bigEndian` has them in wire order.
            address.sin6_addr = unsafe unsafeBitCast(bits.bigEndian, to: in6_addr.self)
            unsafe result.store(address, length: MemoryLayout<sockaddr_in6>.size)
        case .unix(let path):
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            // Safe: writes at most the field's 108 bytes, the last of which stays zero.
            unsafe withUnsafeMutableBytes(of: &address.sun_path) { field in
                unsafe field.copyBytes(from: path.utf8.prefix(Self.longestUnixPath))
            }
            // Safe: the structure belongs to the family.
            unsafe result.store(address, length: MemoryLayout<sockaddr_un>.size)
        }
        return result
    }

    /// The address in `kernel`, or nil for a family that is none of ours.
    init?(_ kernel: KernelAddress) {
        // Safe: the family says which structure it is.
        switch kernel.family {
        case AF_INET:
            let address = unsafe kernel.load(as: sockaddr_in.self)
            self = .ipv4(
                UInt32(bigEndian: address.sin_addr.s_addr), port: UInt16(bigEndian: address.sin_port))
        case AF_INET6:
            let address = unsafe kernel.load(as: sockaddr_in6.self)
            // Safe: both are sixteen bytes without padding.
            let bits = unsafe unsafeBitCast(address.sin6_addr, to: UInt128.self)
            self = .ipv6(
                UInt128(bigEndian: bits), port: UInt16(bigEndian: address.sin6_port),
                scope: address.sin6_scope_id)
        case AF_UNIX:
            var address = unsafe kernel.load(as: sockaddr_un.self)
            // Safe: reads the field's 108 bytes up to the first zero; an unnamed socket has none at all.
            let path = unsafe withUnsafeBytes(of: &address.sun_path) { field in
                unsafe String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
            }
            self = .unix(path: path)
        default:
            return nil
        }
    }
}

extension KernelAddress {
    // Safe: used for the `sockaddr_…` types only, which are plain bytes and fit into the storage, whose alignment is theirs.
    @unsafe mutating func store<Address>(_ address: Address, length: Int) {
        unsafe withUnsafeMutableBytes(of: &storage) { bytes in
            unsafe bytes.storeBytes(of: address, as: Address.self)
        }
        self.length = socklen_t(length)
    }

    // Safe: used for the `sockaddr_…` types only, for which every bit pattern is a value.
    @unsafe func load<Address>(as type: Address.Type) -> Address {
        unsafe withUnsafeBytes(of: storage) { bytes in unsafe bytes.load(as: type) }
    }
}
