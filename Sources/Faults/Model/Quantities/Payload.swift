internal import WebSocketWire

/// Bytes to send or to look for, as people write them: a text, hex, base64, or something many times.
public struct Payload: Hashable, Sendable {
    /// The bytes.
    public var bytes: [UInt8]

    /// These bytes.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// This text in UTF-8.
    public init(text: String) {
        self.init(Array(text.utf8))
    }
}

extension Payload: ParameterValue {
    /// A text, or a map that says how its bytes are written.
    public static let form = ValueForm(
        "bytes", examples: ["hello", "{ hex: ff 00 }", "{ base64: aGk= }", "{ repeat: x, times: 1000 }"],
        shape: .either([
            .text(pattern: nil), .object(kinds.map { ValueForm.Key($0.name, $0.summary, $0.shape) }),
        ]))

    /// Reads a text or one of the maps, 16 MiB at most.
    public init(_ value: Value) throws(ValueProblem) {
        switch value.content {
        case .scalar:
            guard let text = value.text, !value.isNull else { throw Self.mismatch(value) }
            self.init(text: text)
        case .map(let entries): self.init(try Self.bytes(entries, value))
        case .list: throw Self.mismatch(value)
        }
    }

    /// As a text where it is one that can be read, in hex otherwise.
    public var written: String? {
        if let text = String(validating: bytes, as: UTF8.self), text.allSatisfy(Self.isReadable) {
            return text.isEmpty ? "\"\"" : text
        }
        return "{ hex: \(bytes.map(Self.hex).joined(separator: " ")) }"
    }

    private static func isReadable(_ character: Character) -> Bool {
        character.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }

    private static func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

    private static let most = 16 << 20

    private static let kinds: [(name: String, summary: String, shape: ValueForm.Shape)] = [
        ("text", "a text, sent in UTF-8", .text(pattern: nil)),
        (
            "hex", "two hexadecimal digits a byte, with spaces as you like",
            .text(pattern: "^([0-9a-fA-F]{2}|\\s)*$")
        ),
        ("base64", "base64 with its padding", .text(pattern: "^[A-Za-z0-9+/=\\s]*$")),
        ("repeat", "bytes that are to come several times", .any),
        ("times", "how often `repeat` comes", .integer(0...most)),
    ]
}

extension Payload {
    private static func bytes(_ entries: [Value.Entry], _ value: Value) throws(ValueProblem) -> [UInt8] {
        let names = kinds.map(\.name)
        for entry in entries where !names.contains(entry.name) {
            let hint = Suggestion.words(for: entry.name, among: names) ?? "write text, hex, base64 or repeat"
            throw ValueProblem(at: entry.place, "unknown key \"\(entry.name)\" of bytes, \(hint)")
        }
        let times = entries.first { $0.name == "times" }
        let ways = entries.filter { $0.name != "times" }
        guard let way = ways.first else { throw mismatch(value) }
        if ways.count > 1 {
            throw ValueProblem(
                at: ways[1].place,
                "expected one of text, hex, base64 and repeat, found \"\(way.name)\" before")
        }
        if way.name == "repeat" { return try repeated(way.value, times, value) }
        if let times {
            throw ValueProblem(at: times.place, "\"times\" belongs to \"repeat\", found \"\(way.name)\"")
        }
        let text = try String(way.value)
        switch way.name {
        case "hex": return try hexBytes(text, way.value)
        case "base64": return try base64Bytes(text, way.value)
        default: return Array(text.utf8)
        }
    }

    private static func repeated(
        _ unit: Value, _ times: Value.Entry?, _ value: Value
    ) throws(ValueProblem) -> [UInt8] {
        guard let times else {
            throw ValueProblem(
                at: value.place, "\"repeat\" needs \"times\", as in { repeat: x, times: 1000 }")
        }
        let bytes = try Payload(unit).bytes
        let count = try Int(times.value)
        let (total, overflows) = bytes.count.multipliedReportingOverflow(by: count)
        guard count >= 0, !overflows, total <= most else {
            let limit = count < 0 ? "0 times or more" : "16 MiB (16777216 bytes) at most"
            throw ValueProblem(
                at: times.value.place, "expected \(limit), found \(count) times \(bytes.count) bytes")
        }
        if bytes.count == 1 { return Array(repeating: bytes[0], count: total) }
        var all: [UInt8] = []
        all.reserveCapacity(total)
        // Nothing repeated often is nothing at once.
        for _ in 0..<(total == 0 ? 0 : count) { all += bytes }
        return all
    }

    private static func hexBytes(_ text: String, _ value: Value) throws(ValueProblem) -> [UInt8] {
        var nibbles: [UInt8] = []
        for character in text where !character.isWhitespace {
            guard character.isASCII, let digit = character.hexDigitValue else {
                throw ValueProblem(
                    at: value.place, "expected hexadecimal digits such as \"ff 00\", found \"\(character)\"")
            }
            nibbles.append(UInt8(truncatingIfNeeded: digit))
        }
        guard nibbles.count.isMultiple(of: 2) else {
            throw ValueProblem(
                at: value.place,
                "expected two hexadecimal digits a byte such as \"ff 00\", found \(nibbles.count) digits")
        }
        return stride(from: 0, to: nibbles.count, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
    }

    private static func base64Bytes(_ text: String, _ value: Value) throws(ValueProblem) -> [UInt8] {
        guard let bytes = Base64.decode(text.filter { !$0.isWhitespace }) else {
            throw ValueProblem(expected: "base64 with its padding such as \"aGVsbG8=\"", found: value)
        }
        return bytes
    }
}
