/// A line of a stack trace: `#5 0x55 in $s3toy5WatchV5checkyyF /path/Watch.swift:9:9`.
public struct StackFrame: Sendable, Equatable {
    /// The function's name; mangled, until somebody has demangled it.
    public internal(set) var function: String
    /// The file, from `Sources/` on where it stands there; nil without debugging information.
    public let file: String?
    /// The line in it; nil where the optimizer has put code of several lines together.
    public let line: Int?

    /// `Sources/WebSocketWire/Frame/FrameScanner.swift:44`
    public var place: String { (file ?? "") + (line.map { ":\($0)" } ?? "") }

    /// `number` is the frame's place in its stack.
    static func parse(_ text: String) -> (number: Int, frame: StackFrame)? {
        let words = text.split(separator: " ")
        guard let first = words.first, first.first == "#", let number = Int(first.dropFirst()) else {
            return nil
        }
        guard let range = text.firstRange(of: " in ") else {
            return (number, StackFrame(function: "", file: nil, line: nil))
        }
        return (number, StackFrame(symbol: text[range.upperBound...]))
    }

    /// `NAME FILE:LINE:COLUMN`, where the name may have spaces, or `NAME (PROGRAM+OFFSET)`.
    private init(symbol: Substring) {
        let start = symbol.firstRange(of: " /")?.lowerBound
        let place = start.map { symbol[$0...].dropFirst() } ?? ""
        let parts = place.split(separator: ":", omittingEmptySubsequences: false)
        let line = parts.count >= 2 ? Int(parts[1]) : nil
        // Of code that the optimizer has put together from several lines, only the file is known.
        let hasFile = line != nil || place.hasSuffix(".swift")
        let name = start.map { symbol[..<$0] } ?? symbol
        self.init(
            function: String(name.firstRange(of: " (").map { name[..<$0.lowerBound] } ?? name),
            file: hasFile ? Self.shortened(parts[0]) : nil, line: line)
    }

    init(function: String, file: String?, line: Int?) {
        self.function = function
        self.file = file
        self.line = line
    }

    private static func shortened(_ path: Substring) -> String {
        guard let sources = path.ranges(of: "/Sources/").last else { return String(path) }
        return String(path[sources.lowerBound...].dropFirst())
    }

    /// Neither the fuzzer's, nor the runtime's, nor the entry point.
    var isOurs: Bool {
        guard let file, file.hasSuffix(".swift") else { return false }
        return function != "LLVMFuzzerTestOneInput" && !isRuntimeFailure
    }

    /// The compiler tells so why it made a trap.
    var runtimeFailure: String? {
        isRuntimeFailure ? String(function.dropFirst(Self.failure.count)) : nil
    }

    private var isRuntimeFailure: Bool { function.hasPrefix(Self.failure) }
    private static let failure = "Swift runtime failure: "

    /// The function without what differs from one specialisation, or one closure, to the next.
    var plainFunction: String {
        var name = Substring(function)
        while true {
            if let prefix = Self.noise.first(where: { name.hasPrefix($0) }) {
                name = name.dropFirst(prefix.count)
            } else if name.hasPrefix("closure #") || name.hasPrefix("implicit closure #"),
                let end = name.firstRange(of: " in ")
            {
                name = name[end.upperBound...]
            } else {
                return String(name)
            }
        }
    }

    private static let noise = ["specialized ", "merged ", "partial apply for ", "outlined "]
}
