/// The beginning of a TLS connection.
enum TLSHello {
    /// A record of the handshake (0x16), in a version that begins with 3 (RFC 8446 §5.1).
    static func begins(_ bytes: Span<UInt8>) -> Bool {
        bytes.count > 1 && bytes[0] == 0x16 && bytes[1] == 0x03
    }

    /// The name that a ClientHello asks for (RFC 6066 §3), if all of that stands in these bytes.
    static func serverName(_ bytes: Span<UInt8>) -> String? {
        var reader = Reader(position: 5)
        guard reader.number(1, bytes) == 1, reader.skip(3 + 2 + 32, bytes),
            reader.skipVector(1, bytes), reader.skipVector(2, bytes), reader.skipVector(1, bytes),
            reader.number(2, bytes) != nil
        else { return nil }
        while let type = reader.number(2, bytes), let length = reader.number(2, bytes) {
            if type == 0 { return reader.name(bytes) }
            guard reader.skip(length, bytes) else { return nil }
        }
        return nil
    }

    private struct Reader {
        var position: Int

        /// A big-endian number of so many bytes.
        mutating func number(_ size: Int, _ bytes: Span<UInt8>) -> Int? {
            guard bytes.count - position >= size else { return nil }
            var value = 0
            for offset in 0..<size { value = value << 8 | Int(bytes[position + offset]) }
            position += size
            return value
        }

        mutating func skip(_ count: Int, _ bytes: Span<UInt8>) -> Bool {
            guard bytes.count - position >= count else { return false }
            position += count
            return true
        }

        /// Something behind its length.
        mutating func skipVector(_ size: Int, _ bytes: Span<UInt8>) -> Bool {
            guard let length = number(size, bytes) else { return false }
            return skip(length, bytes)
        }

        /// A list of names with one host name in it.
        mutating func name(_ bytes: Span<UInt8>) -> String? {
            guard number(2, bytes) != nil, number(1, bytes) == 0, let length = number(2, bytes),
                bytes.count - position >= length
            else { return nil }
            let name = (0..<length).map { bytes[position + $0] }
            return String(decoding: name, as: UTF8.self)
        }
    }
}
