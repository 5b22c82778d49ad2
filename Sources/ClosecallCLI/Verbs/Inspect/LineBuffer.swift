/// Lines that are written some at once: a trace has millions of frames, and a system call for each would take longer
/// than reading it.
final class LineBuffer {
    private let output: Output
    private var text = ""
    private(set) var isWanted = true

    private static let most = 32 * 1024

    init(_ output: Output) { self.output = output }

    func add(_ line: String) {
        text += line
        text += "\n"
        if text.utf8.count >= Self.most { flush() }
    }

    func flush() {
        guard !text.isEmpty else { return }
        isWanted = output.text(text)
        text = ""
    }
}
