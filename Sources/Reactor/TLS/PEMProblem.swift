/// Why a file does not have what was looked for, as far as its bytes tell.
struct PEMProblem {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Goes on behind the file's name.
    func text(missing what: String) -> String {
        if bytes.isEmpty { return "is empty" }
        // A SEQUENCE with a long length: X.690's binary form, of which PEM is the text form.
        if bytes.starts(with: [0x30, 0x82]) || bytes.starts(with: [0x30, 0x81]) {
            return "is not PEM but DER: convert it with `openssl` (-inform DER -out FILE.pem)"
        }
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.contains("-----BEGIN ") else { return "has no \(what) in it: it is not a PEM file" }
        if what.hasSuffix("key"), text.contains("ENCRYPTED") {
            return "has an encrypted key: take the password off with `openssl pkey -in FILE -out FILE.plain`"
        }
        let blocks = Self.blocks(of: text)
        guard blocks.contains(where: { $0.lowercased().hasSuffix(what) }) else {
            return "has no \(what) in it, only \(blocks.joined(separator: ", "))"
        }
        return "has a damaged \(what) in it"
    }

    /// What stands behind each BEGIN, once.
    private static func blocks(of text: String) -> [String] {
        var found: [String] = []
        for line in text.split(whereSeparator: \.isNewline) where line.hasPrefix("-----BEGIN ") {
            let name = line.dropFirst(11).prefix { $0 != "-" }
            if !found.contains(String(name)) { found.append(String(name)) }
        }
        return found
    }
}
