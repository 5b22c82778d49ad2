/// Cuts what a program writes into lines. What is no UTF-8 is shown with replacement characters: a fuzzer prints
/// inputs, too.
struct LineCutter {
    /// Longer lines are cut off: an input without line ends must not fill our memory.
    private static let longest = 4096
    private var line: [UInt8] = []

    mutating func take(_ bytes: [UInt8], _ body: (String) -> Void) {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                finish(body)
            } else if line.count < Self.longest {
                line.append(byte)
            }
        }
    }

    /// The last line, if no line end followed it.
    mutating func finish(_ body: (String) -> Void) {
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        body(String(decoding: line, as: UTF8.self))
        line.removeAll(keepingCapacity: true)
    }

    mutating func end(_ body: (String) -> Void) {
        if !line.isEmpty { finish(body) }
    }
}
