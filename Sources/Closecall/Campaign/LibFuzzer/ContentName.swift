internal import WebSocketWire

/// Names of inputs by what they hold: the same input has the same name everywhere.
enum ContentName {
    /// The SHA-1 in hexadecimal, as libFuzzer names the inputs of a corpus.
    static func digest(of bytes: [UInt8]) -> String { hex(SHA1.hash(bytes)) }

    /// A regression's: what it broke, and eight digits of its content's, such as
    /// `the-scanner-sees-other-frames-0a4d55a8`.
    static func regression(of bytes: [UInt8], breaking promise: BrokenPromise) -> String {
        slug(promise.words) + "-" + digest(of: bytes).prefix(8)
    }

    /// Words with dashes between them. What stands behind a colon is of this input alone, and so are numbers, and
    /// the time before all others: `at 250 µs: …`.
    static func slug(_ words: String) -> String {
        let parts = words.split(separator: ": ", maxSplits: 2)
        let hasTime = parts.count > 1 && parts[0].hasPrefix("at ") && parts[0].contains(where: \.isNumber)
        let head = (hasTime ? parts.dropFirst() : parts[...]).first ?? ""
        var slug = ""
        for word in head.lowercased().split(whereSeparator: { !($0.isASCII && $0.isLetter) }) {
            let longer = slug.isEmpty ? String(word) : "\(slug)-\(word)"
            if longer.count > longest { break }
            slug = longer
        }
        return slug.isEmpty ? "broken" : slug
    }

    private static let longest = 60

    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
