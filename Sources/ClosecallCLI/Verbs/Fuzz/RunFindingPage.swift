internal import Closecall
internal import WebSocketWire

/// What broke, where, and the input that did it.
struct FindingPage {
    let promise: BrokenPromise
    let target: String
    let stream: Output.Stream

    private static let mostFrames = 8

    /// `broken promise: the scanner sees other frames`, and the stack.
    var promiseText: String {
        let style = stream.style
        var text = "\(style.bad("broken \(kind)")): \(Wording.oneLine(promise.words))\n"
        text += style.dim("    \(promise.place ?? "nobody says where"), stack \(promise.signature)") + "\n"
        let frames = promise.frames.prefix(Self.mostFrames)
        let widest = min(48, frames.map(\.function.count).max() ?? 0)
        for frame in frames {
            let place = "\(frame.file ?? ""):\(frame.line ?? 0)"
            text += "    \(TextLayout.padded(frame.function, to: widest))  \(style.dim(place))\n"
        }
        if promise.frames.count > Self.mostFrames {
            text += style.dim("    and \(promise.frames.count - Self.mostFrames) more") + "\n"
        }
        return text
    }

    private var kind: String {
        switch promise.kind {
        case .promise: "promise"
        case .trap: "promise, a trap of the compiler's"
        case .memory: "memory"
        case .leak: "memory, a leak"
        case .timeout: "promise to answer in time"
        case .outOfMemory: "promise to need little memory"
        case .crash: "program"
        }
    }

    func inputText(_ input: [UInt8], note: String) -> String {
        var text = "\(Wording.count(input.count, "byte"))\(note.isEmpty ? "" : " (\(note))"):\n"
        for line in InputLines(of: input, FuzzSubject.named(target)).lines { text += "    \(line)\n" }
        return text
    }

    func write(to json: inout JSONWriter, _ input: [UInt8]) {
        json.field("event", "finding")
        json.field("target", target)
        json.field("kind", promise.kind.rawValue)
        json.field("promise", promise.words)
        json.field("place", promise.place)
        json.field("stack", promise.signature)
        json.field("frames", promise.frames.map { "\($0.function) \($0.file ?? ""):\($0.line ?? 0)" })
        json.field("length", input.count)
        json.field("input", Wording.hex(input.prefix(4096)))
        json.field("annotation", InputLines(of: input, FuzzSubject.named(target)).lines)
    }
}

/// An input of a target, so that people can read it.
struct InputLines {
    let lines: [String]

    private static let most = 40
    private static let width = 16

    init(of input: [UInt8], _ subject: FuzzSubject?) {
        var lines: [String] = []
        var rest = input[...]
        if subject?.hasChoices ?? true {
            let choices = rest.prefix(FuzzSubject.choices)
            rest = rest.dropFirst(FuzzSubject.choices)
            lines.append("choices \(Self.spaced(choices))")
        }
        let held = Array(rest)
        switch subject?.form {
        case .frames:
            let isServer = input.first.map { $0 & 1 == 1 } ?? false
            lines[lines.endIndex - 1] += isServer ? ", sent by a server" : ", sent by a client"
            lines += FrameAnnotation(of: held, from: isServer ? .server : .client).lines
        case .text: lines += Self.text(held)
        case .bytes, nil: lines += Self.dump(held)
        }
        if lines.count > Self.most {
            lines = lines.prefix(Self.most) + ["and \(lines.count - Self.most) more lines"]
        }
        self.lines = lines
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
