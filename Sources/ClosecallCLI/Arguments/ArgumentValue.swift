/// Decoding of what stands behind an option or in a place: a value, or one line that says how to write it.
enum ArgumentValue {
    static func integer(_ text: String, in range: ClosedRange<Int>) throws(CommandFailure) -> Int {
        guard let value = Int(text), range.contains(value) else {
            throw CommandFailure(
                "\"\(text)\" is not a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// `250ms`, `1.5s`, `2m`, `1h`. A bare number is refused: half of all tools mean seconds, the others
    /// milliseconds.
    static func duration(_ text: String) throws(CommandFailure) -> Duration {
        let number = text.prefix { "0123456789.".contains($0) }
        guard let value = Double(number), let scale = nanoseconds[String(text.dropFirst(number.count))] else {
            throw CommandFailure("\"\(text)\" is not a duration, write 250ms, 1.5s, 2m or 1h")
        }
        let total = value * scale
        guard total <= Double(longest) else {
            throw CommandFailure("\"\(text)\" is longer than a year, write a shorter one")
        }
        return .nanoseconds(Int64(total.rounded()))
    }

    private static let nanoseconds = [
        "us": 1e3, "ms": 1e6, "s": 1e9, "m": 60e9, "h": 3600e9,
    ]
    private static let longest: Int64 = 366 * 24 * 3600 * 1_000_000_000
}

/// `127.0.0.1:9000`, `localhost:0`, `[::1]:9000`, and `:9000` for the loopback address.
struct HostAndPort: Equatable, Sendable {
    let host: String
    let port: UInt16

    /// `:9000` means loopback, not every interface: a chaos proxy that the network can reach must be asked
    /// for.
    static let standardHost = "127.0.0.1"

    init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    init(parsing text: String) throws(CommandFailure) {
        guard let colon = text.lastIndex(of: ":") else {
            throw CommandFailure("\"\(text)\" has no port, write HOST:PORT, for example 127.0.0.1:9000")
        }
        let portText = text[text.index(after: colon)...]
        guard portText.allSatisfy(\.isASCII), let port = UInt16(portText), portText.first != "+" else {
            throw CommandFailure("\"\(text)\": the port must be a whole number from 0 to 65535")
        }
        self.init(host: try Self.host(String(text[..<colon]), in: text), port: port)
    }

    private static func host(_ host: String, in text: String) throws(CommandFailure) -> String {
        if host.isEmpty { return standardHost }
        if host.hasPrefix("["), host.hasSuffix("]"), host.count > 2 {
            return String(host.dropFirst().dropLast())
        }
        if host.contains(where: { ":[]/ ".contains($0) }) {
            throw CommandFailure(
                "\"\(text)\" is not HOST:PORT, for example 127.0.0.1:9000 or [::1]:9000")
        }
        return host
    }
}
