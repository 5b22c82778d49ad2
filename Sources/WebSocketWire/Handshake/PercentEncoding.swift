/// WHATWG URL's percent-encode sets, and the encoding with them.
enum PercentEncoding {
    // Beside these, control characters and all outside ASCII are always escaped.
    static let inQuery = ##" "#<>'"##
    static let inPath = ##" "#<>?^`{}"##
    static let inUserinfo = ##" "#<>?^`{}/;=@[\]|"##

    static func encode(_ bytes: ArraySlice<UInt8>, escaping escaped: String) -> String {
        var encoded: [UInt8] = []
        for byte in bytes {
            if byte < 0x20 || byte >= 0x7F || escaped.utf8.contains(byte) {
                encoded += Array("%\(HTTPGrammar.hex(byte).dropFirst(2))".utf8)
            } else {
                encoded.append(byte)
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// A percent sign without two digits stands for itself.
    static func decode(_ bytes: [UInt8]) -> [UInt8] {
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let digits = bytes[(index + 1)...].prefix(2)
            if bytes[index] == UInt8(ascii: "%"), digits.count == 2,
                digits.allSatisfy(HTTPGrammar.isHexDigit),
                let byte = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            {
                decoded.append(byte)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return decoded
    }
}
