internal import Faults

/// What has to be right with a file's bytes before anybody reads them as YAML.
enum YAMLEncoding {
    /// Throws unless the bytes are UTF-8, and not too many.
    static func check(_ bytes: [UInt8]) throws(ValueProblem) {
        let start = Place(line: 1, column: 1)
        guard bytes.count <= YAMLDocument.Limit.bytes else {
            throw ValueProblem(
                at: start,
                "expected a scenario of 1 MiB at most, found a file of \(bytes.count) bytes")
        }
        if let encoding = otherEncoding(bytes) {
            throw ValueProblem(at: start, "expected UTF-8, found \(encoding): save the file as UTF-8")
        }
        let span = bytes.span
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: span)
        } catch {
            let offset = error.byteOffsets.lowerBound
            throw ValueProblem(
                at: place(of: offset, in: bytes),
                "expected UTF-8, found the byte \(hex(bytes[offset])), which begins no character there")
        }
    }

    /// The place of a byte, which stands behind valid UTF-8.
    static func place(of offset: Int, in bytes: [UInt8]) -> Place {
        let before = bytes.prefix(offset)
        let lines = before.count { $0 == UInt8(ascii: "\n") }
        let line = before.lastIndex(of: UInt8(ascii: "\n")).map { before[($0 + 1)...] } ?? before
        // As libyaml counts: one for each scalar, whatever it looks like.
        return Place(line: lines + 1, column: line.count { $0 & 0xC0 != 0x80 } + 1)
    }

    static func hex(_ byte: UInt8) -> String {
        "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }

    /// UTF-16 and UTF-32 are known by their marks, or by a zero beside the first letter.
    private static func otherEncoding(_ bytes: [UInt8]) -> String? {
        let first = Array(bytes.prefix(4))
        guard first.count >= 2 else { return nil }
        if first == [0xFF, 0xFE, 0, 0] || first == [0, 0, 0xFE, 0xFF] { return "UTF-32" }
        if first[0] == 0xFF && first[1] == 0xFE || first[0] == 0xFE && first[1] == 0xFF { return "UTF-16" }
        return (first[0] == 0) != (first[1] == 0) ? "UTF-16" : nil
    }
}
