internal import Closecall
internal import WebSocketWire

/// An input of a target, so that people can read it.
struct InputLines {
    private(set) var lines: [String] = []

    private static let most = 40
    private static let width = 16

    init(of input: [UInt8], _ subject: FuzzSubject?) {
        let choices = subject?.choices ?? 0
        if choices > 0 { lines.append("choices \(Self.spaced(input.prefix(choices)))") }
        let held = Array(input.dropFirst(choices))
        switch subject?.form {
        case .frames: addFrames(held, areServers: input.first.map { $0 & 1 == 1 } ?? false)
        case .sections: addSections(held, haveHeads: input.first.map { $0 & 1 == 1 } ?? false)
        case .text: lines += Self.text(held)
        case .bytes, nil: lines += Self.dump(held)
        }
        if lines.count > Self.most {
            lines = lines.prefix(Self.most) + ["and \(lines.count - Self.most) more lines"]
        }
    }

    /// The first switch of a target with frames says who sent them.
    private mutating func addFrames(_ bytes: [UInt8], areServers: Bool) {
        lines[lines.endIndex - 1] += areServers ? ", sent by a server" : ", sent by a client"
        lines += FrameAnnotation(of: bytes, from: areServers ? .server : .client).lines
    }

    /// What a side says begins with frames, unless the first switch says that it brings a handshake of its own.
    private mutating func addSections(_ bytes: [UInt8], haveHeads: Bool) {
        for section in Self.sections(of: bytes) {
            let waits = section.tag & 4 != 0 ? ", once all is there that the other said" : ""
            switch section.tag & 3 {
            case 0, 1:
                let side: EndpointRole = section.tag & 1 == 0 ? .client : .server
                let lines =
                    haveHeads ? Self.dump(section.held) : FrameAnnotation(of: section.held, from: side).lines
                add("the \(side) says\(waits):", lines)
            case 2: add("rules:", Self.dump(section.held))
            default: add("a scenario:", Self.text(section.held))
            }
        }
    }

    /// A tag, a length of one byte or two, and so many bytes: `SessionInput` reads the same, which a test compares.
    static func sections(of bytes: [UInt8]) -> [(tag: UInt8, held: [UInt8])] {
        var sections: [(tag: UInt8, held: [UInt8])] = []
        var rest = bytes[...]
        while let tag = rest.popFirst() {
            var length = 0
            for _ in 0..<(tag & 64 == 0 ? 1 : 2) {
                guard let byte = rest.popFirst() else { break }
                length = length << 8 | Int(byte)
            }
            sections.append((tag, Array(rest.prefix(length))))
            rest = rest.dropFirst(length)
        }
        return sections
    }

    private mutating func add(_ title: String, _ held: [String]) {
        lines.append(title)
        lines += held.map { "  \($0)" }
    }

    private static func text(_ bytes: [UInt8]) -> [String] {
        // What is no UTF-8 would be shown as something else than it is.
        guard String(validating: bytes, as: UTF8.self) != nil else { return dump(bytes) }
        return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            Wording.oneLine(String(decoding: $0, as: UTF8.self))
        }
    }

    /// `0010  00 ff 41 ...  ..A`
    private static func dump(_ bytes: [UInt8]) -> [String] {
        stride(from: 0, to: bytes.count, by: width).map { start in
            let row = bytes[start..<min(start + width, bytes.count)]
            let place = String(start, radix: 16)
            let characters = row.map { (0x20..<0x7F).contains($0) ? Character(Unicode.Scalar($0)) : "." }
            return String(repeating: "0", count: max(0, 4 - place.count)) + place + "  "
                + TextLayout.padded(spaced(row), to: width * 3 - 1) + "  " + String(characters)
        }
    }

    private static func spaced(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { Wording.hex([$0]) }.joined(separator: " ")
    }
}
