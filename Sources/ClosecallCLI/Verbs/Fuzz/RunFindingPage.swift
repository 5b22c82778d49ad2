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
            text += "    \(TextLayout.padded(frame.function, to: widest))  \(style.dim(frame.place))\n"
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
        json.field("frames", promise.frames.map { "\($0.function) \($0.place)" })
        json.field("length", input.count)
        json.field("input", Wording.hex(input.prefix(4096)))
        json.field("annotation", InputLines(of: input, FuzzSubject.named(target)).lines)
    }
}
